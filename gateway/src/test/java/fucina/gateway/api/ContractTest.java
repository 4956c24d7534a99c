package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.scheduler.Actor.Capacity;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The file itself: sound, complete, and in step with the table of roles. */
class ContractTest {
  private static Vertx vertx;
  private static Contract contract;

  @BeforeAll
  static void readTheFile() throws Exception {
    vertx = Vertx.vertx();
    contract =
        Contract.read(vertx).toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @AfterAll
  static void close() {
    vertx.close();
  }

  @Test
  void theTableOfRolesKnowsEveryOperationAndNoOther() {
    assertThat(contract.operations().keySet())
        .containsExactlyInAnyOrderElementsOf(Roles.operations());
  }

  @Test
  void theFileNamesTheRolesOfTheTable() {
    contract
        .operations()
        .values()
        .forEach(
            operation -> {
              Set<Capacity> roles = Roles.of(operation.id()).orElseThrow();
              JsonArray named = operation.model().getJsonArray("x-roles");
              Set<String> words =
                  roles.stream().map(Shapes::word).collect(Collectors.toCollection(TreeSet::new));
              if (Roles.everybody(roles)) {
                assertThat(named).as("x-roles of %s", operation.id()).isNull();
              } else {
                assertThat(new TreeSet<>(named.getList()))
                    .as("x-roles of %s", operation.id())
                    .isEqualTo(words);
              }
            });
  }

  @Test
  void onlySigningInWhatIsPublicAndSecretAddressesAreOpen() {
    assertThat(
            contract.operations().values().stream()
                .filter(Contract.Operation::open)
                .map(Contract.Operation::id))
        .containsExactlyInAnyOrder("signIn", "openapi", "calendar", "datasetKey");
  }

  @Test
  void aPathKnowsItsMethods() {
    assertThat(contract.methods("/machines/robot-1")).containsExactly("GET", "PATCH", "DELETE");
    assertThat(contract.methods("/machines/robot-1/no-such")).isEmpty();
  }

  @Test
  void theReadablePageNamesEveryOperation() {
    Answer.Body body = new DocsPage(contract).at("https://lab.example").body().orElseThrow();
    String page = body.bytes().toString();
    assertThat(contract.operations().keySet())
        .allSatisfy(id -> assertThat(page).contains("id=\"" + id + "\""));
    assertThat(page).doesNotContain("<script", "localhost", "`");
    assertThat(page).contains("&quot;https://lab.example/api/v1/bookings&quot;");
  }
}
