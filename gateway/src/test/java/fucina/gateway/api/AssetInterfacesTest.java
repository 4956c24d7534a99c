package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.registry.Machine;
import fucina.profiles.Catalogue;
import fucina.profiles.Profile;
import fucina.profiles.Protocol;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every packaged kind of machine as a shell, held against the metamodel's own schema. */
class AssetInterfacesTest {
  private static final String BASE = "https://lab.example";

  static Stream<Profile> packaged() {
    return Catalogue.builtIn().profiles().stream();
  }

  /** The smallest of each protocol: the schema's recursion costs the validator seconds a signal. */
  static Stream<Profile> smallest() {
    return packaged()
        .collect(
            Collectors.toMap(
                Profile::protocol,
                Function.identity(),
                BinaryOperator.minBy(Comparator.comparing(profile -> profile.signals().size()))))
        .values()
        .stream();
  }

  @ParameterizedTest
  @MethodSource("smallest")
  void theShellKeepsToTheMetamodelsSchema(Profile profile) throws IOException {
    OutputUnit outcome =
        validate(AssetInterfaces.of(ThingDescriptionTest.machine(profile), BASE, true));

    assertThat(outcome.getErrors()).as(profile.id()).isNullOrEmpty();
    assertThat(outcome.getValid()).isTrue();
  }

  @Test
  void theSchemaDoesFindWhatIsWrong() throws IOException {
    Profile sensor = Catalogue.builtIn().profile("sensor-mqtt").orElseThrow();
    JsonObject broken = AssetInterfaces.of(ThingDescriptionTest.machine(sensor), BASE, true);
    broken.getJsonArray("submodels").getJsonObject(0).remove("id");

    assertThat(validate(broken).getValid()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("packaged")
  void onlyStaffSeesTheMachinesOwnAddressAndNobodyItsLogin(Profile profile) {
    Machine machine = ThingDescriptionTest.machine(profile);

    assertThat(AssetInterfaces.of(machine, BASE, false).encode())
        .contains(BASE)
        .doesNotContain("10.1.2.3", "user-of-the-machine");
    assertThat(AssetInterfaces.of(machine, BASE, true).encode())
        .doesNotContain("user-of-the-machine");
    if (profile.protocol() == Protocol.OPC_UA) {
      assertThat(AssetInterfaces.of(machine, BASE, true).encode()).contains("10.1.2.3");
    }
  }

  private static OutputUnit validate(JsonObject shell) throws IOException {
    return Validator.create(
            JsonSchema.of(schema()),
            new JsonSchemaOptions()
                .setDraft(Draft.DRAFT201909)
                .setOutputFormat(OutputFormat.Basic)
                .setBaseUri("https://fucina.invalid/"))
        .validate(new JsonObject(shell.encode()));
  }

  private static JsonObject schema() throws IOException {
    try (InputStream stream = AssetInterfacesTest.class.getResourceAsStream("aas.json")) {
      assertThat(stream).isNotNull();
      return new JsonObject(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
