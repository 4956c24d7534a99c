package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.registry.Machine;
import fucina.profiles.Catalogue;
import fucina.profiles.Command;
import fucina.profiles.Profile;
import fucina.profiles.Signal;
import io.vertx.core.json.JsonArray;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every packaged kind of machine as a Thing Description, held against the W3C's own schema. */
class ThingDescriptionTest {
  private static final String BASE = "https://lab.example";

  static Stream<Profile> packaged() {
    return Catalogue.builtIn().profiles().stream();
  }

  /** A registered machine of a profile, with a secret address and login. */
  static Machine machine(Profile profile) {
    Map<String, String> variables = new TreeMap<>();
    profile.variables().forEach(variable -> variables.put(variable.name(), variable.example()));
    return new Machine(
        "machine-1",
        "Machine one",
        "made",
        profile,
        new Machine.Connection(
            "opc.tcp://10.1.2.3:4840", "", Optional.of("user-of-the-machine"), variables),
        FakeRegistry.RULES,
        true,
        "");
  }

  @ParameterizedTest
  @MethodSource("packaged")
  void theDescriptionKeepsToThePublishedSchema(Profile profile) throws IOException {
    OutputUnit outcome = validate(ThingDescription.of(machine(profile), BASE));

    assertThat(outcome.getErrors()).as(profile.id()).isNullOrEmpty();
    assertThat(outcome.getValid()).isTrue();
  }

  @Test
  void theSchemaDoesFindWhatIsWrong() throws IOException {
    Profile profile = Catalogue.builtIn().profile("sensor-mqtt").orElseThrow();
    JsonObject broken = ThingDescription.of(machine(profile), BASE);
    broken.getJsonObject("properties").getJsonObject("room.humidity").remove("forms");

    assertThat(validate(broken).getValid()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("packaged")
  void everySignalAndCommandIsInItAndNoAddressOrLogin(Profile profile) {
    JsonObject thing = ThingDescription.of(machine(profile), BASE);

    assertThat(thing.getJsonObject("properties").fieldNames())
        .containsExactlyElementsOf(profile.signals().stream().map(Signal::name).toList());
    assertThat(thing.getJsonObject("actions").fieldNames())
        .containsExactlyElementsOf(profile.commands().stream().map(Command::name).toList());
    assertThat(thing.encode()).doesNotContain("10.1.2.3", "user-of-the-machine", "nsu=");
  }

  @Test
  void anActionsInputIsWhatIsPosted() {
    Profile profile = Catalogue.builtIn().profile("robot-arm-6axis").orElseThrow();
    JsonObject input =
        ThingDescription.of(machine(profile), BASE)
            .getJsonObject("actions")
            .getJsonObject("load")
            .getJsonObject("input");

    assertThat(input.getJsonArray("required")).containsExactly("command", "arguments", "nonce");
    JsonObject arguments = input.getJsonObject("properties").getJsonObject("arguments");
    assertThat(arguments.getJsonArray("required")).isEqualTo(new JsonArray(List.of("Name")));
  }

  private static OutputUnit validate(JsonObject thing) throws IOException {
    return Validator.create(
            JsonSchema.of(schema()),
            new JsonSchemaOptions()
                .setDraft(Draft.DRAFT7)
                .setOutputFormat(OutputFormat.Basic)
                .setBaseUri("https://fucina.invalid/"))
        .validate(new JsonObject(thing.encode()));
  }

  private static JsonObject schema() throws IOException {
    try (InputStream stream =
        ThingDescriptionTest.class.getResourceAsStream("td-json-schema-validation.json")) {
      assertThat(stream).isNotNull();
      return new JsonObject(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
