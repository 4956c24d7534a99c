package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.api.Problem.Wrong;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a person is told about a body that is wrong. */
class ChecksTest {
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

  private static List<Wrong> errors(String shape, Object value) {
    return SchemaErrors.of("body", contract.schema(shape), value);
  }

  private static JsonObject booking() {
    return new JsonObject()
        .put("machines", new JsonArray().add("robot-1"))
        .put("to", "2026-11-23T10:00:00Z");
  }

  @Test
  void aSoundBookingHasNoErrors() {
    assertThat(errors("NewBooking", booking())).isEmpty();
    assertThat(errors("NewBooking", booking().put("from", "now").put("purpose", "try"))).isEmpty();
  }

  @Test
  void everyWrongFieldIsNamedAtOnce() {
    JsonObject wrong =
        new JsonObject()
            .put("machines", new JsonArray().add("robot-1").add(7))
            .put("until", "tomorrow")
            .put("purpose", 3);
    assertThat(errors("NewBooking", wrong))
        .extracting(Wrong::field)
        .containsExactlyInAnyOrder("to", "machines[1]", "purpose", "until");
  }

  @Test
  void bothEndsOfAWindowAreNamedWhereBothAreWrong() {
    JsonObject wrong = booking().put("from", "x").put("to", "y");
    assertThat(errors("NewBooking", wrong))
        .containsExactlyInAnyOrder(
            new Wrong("from", "is neither now nor an instant; write it like 2026-11-22T09:00:00Z"),
            new Wrong("to", "is no instant; write it like 2026-11-22T09:00:00Z"));
  }

  @Test
  void whatIsWrongIsSaidInPlainWords() {
    JsonObject empty = booking().put("machines", new JsonArray()).put("purpose", 3);
    assertThat(errors("NewBooking", empty))
        .containsExactlyInAnyOrder(
            new Wrong("machines", "must have 1 entry at least, not 0"),
            new Wrong("purpose", "must be a text"));
    assertThat(errors("SignIn", new JsonArray()))
        .contains(new Wrong("body", "must be an object with named fields"));
    assertThat(errors("BookingState", "open"))
        .singleElement()
        .satisfies(
            wrong ->
                assertThat(wrong.detail()).startsWith("must be claimed or pending-approval or"));
  }

  @Test
  void aMissingFieldIsMissingAndAnUnknownOneUnknown() {
    assertThat(errors("SignIn", new JsonObject().put("email", "a@b.it").put("pass", "x")))
        .anySatisfy(
            wrong -> {
              assertThat(wrong.field()).isEqualTo("password");
              assertThat(wrong.detail()).isEqualTo("is missing");
            })
        .anySatisfy(
            wrong -> {
              assertThat(wrong.field()).isEqualTo("pass");
              assertThat(wrong.detail()).startsWith("is not known here");
            })
        .hasSize(2);
  }

  @Test
  void anInstantNeedsItsOffset() {
    for (String bad :
        List.of("tomorrow", "2026-11-23", "2026-11-23T10:00:00", "2026-13-01T00:00:00Z")) {
      assertThat(errors("NewBooking", booking().put("to", bad)))
          .as(bad)
          .singleElement()
          .satisfies(wrong -> assertThat(wrong.detail()).contains("2026-11-22T09:00:00Z"));
    }
    assertThat(errors("NewBooking", booking().put("to", "2026-11-23T10:00:00")))
        .extracting(Wrong::detail)
        .allMatch(detail -> detail.startsWith("has no zone"));
    assertThat(errors("NewBooking", booking().put("to", "2026-11-23T10:00:00+01:00"))).isEmpty();
  }

  @Test
  void aNestedFieldIsNamedWithItsPath() {
    JsonObject machine =
        new JsonObject()
            .put("id", "Robot 1")
            .put("name", "Robot")
            .put("centre", "made")
            .put("profile", "robot-arm-6axis")
            .put(
                "connection", new JsonObject().put("endpoint", "opc.tcp://h:1").put("pasword", "x"))
            .put("rules", new JsonObject().put("grainMinutes", 0));
    assertThat(errors("NewMachine", machine))
        .extracting(Wrong::field)
        .containsExactlyInAnyOrder("id", "connection.pasword", "rules.grainMinutes");
    assertThat(errors("NewMachine", machine))
        .filteredOn(wrong -> wrong.field().equals("id"))
        .extracting(Wrong::detail)
        .containsExactly(
            "must be at most 40 small letters, digits or hyphens and begin with a letter or digit,"
                + " as robot-1");
  }

  @Test
  void aBodyThatIsNoObjectIsNamedAsAWhole() {
    assertThat(errors("SignIn", new JsonArray())).extracting(Wrong::field).contains("body");
  }

  @Test
  void aNumberOutsideItsBoundsSaysTheBound() {
    assertThat(errors("Extension", new JsonObject().put("minutes", 0)))
        .containsExactly(new Wrong("minutes", "0 is less than 1"));
  }

  @Test
  void anEmptyChangeIsRefused() {
    assertThat(errors("BookingChange", new JsonObject()))
        .extracting(Wrong::field)
        .containsExactly("body");
  }
}
