package fucina.profiles;

import static fucina.profiles.SomeProfiles.ROBOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProfileReaderTest {

  @Test
  void theUnspoiledProfilesAreSound() {
    Stream.of(ROBOT, SomeProfiles.PRINTER, SomeProfiles.LINE).forEach(SomeProfiles::sound);
  }

  @Test
  void fiveFlawsAreReportedAtOnceWithLineAndKey() {
    String text = ROBOT;
    text = SomeProfiles.spoiled(text, "family: robot", "family: robots");
    text = SomeProfiles.spoiled(text, "nsu=urn:maker:robot;s=Axis1", "ns=2;s=Axis1");
    text = SomeProfiles.spoiled(text, "unece: DD", "unece: XYZ");
    text = SomeProfiles.spoiled(text, "consent: required", "consent: never");
    text = SomeProfiles.spoiled(text, "action: stop", "action: halt");

    assertThat(SomeProfiles.flaws(text))
        .extracting(Flaw::line, Flaw::key)
        .containsExactly(
            tuple(lineOf(text, "family: robots"), "fucina.family"),
            tuple(lineOf(text, "unece: XYZ"), "properties.axis1.position.fucina.unece"),
            tuple(lineOf(text, "ns=2;s=Axis1"), "properties.axis1.position.forms[0].href"),
            tuple(lineOf(text, "consent: never\n"), "actions.start.fucina.consent"),
            tuple(lineOf(text, "action: halt"), "fucina:end.action"));
  }

  private static int lineOf(String text, String piece) {
    return SomeProfiles.lineOf(text, piece);
  }

  @Test
  void aSoundProfileCarriesWhatItsTextSays() {
    Profile robot = SomeProfiles.sound(ROBOT);

    assertThat(robot.id()).isEqualTo("small-robot");
    assertThat(robot.title()).isEqualTo(new Label("Small robot", "Piccolo robot"));
    assertThat(robot.protocol()).isEqualTo(Protocol.OPC_UA);
    assertThat(robot.watchdog()).contains(NodeAddress.byId("nsu=urn:maker:robot;s=Heartbeat"));
    assertThat(robot.offlineAfter()).isEqualTo(Duration.ofSeconds(30));
    assertThat(robot.source()).isEqualTo(ROBOT);
    assertThat(robot.signals())
        .extracting(Signal::name)
        .containsExactly("robot.mode", "task.state", "axis1.position");
    assertThat(robot.signal("axis1.position"))
        .contains(
            new Signal(
                "axis1.position",
                Label.of("Axis 1"),
                ValueType.NUMBER,
                Optional.of(new Signal.Unit("°", "DD")),
                Optional.of(-360.0),
                Optional.of(360.0),
                Map.of(),
                List.of(),
                Signal.Role.MEASUREMENT,
                Duration.ofMillis(100),
                Duration.ofMillis(100),
                0.05,
                new SignalAddress.OpcUaNode("nsu=urn:maker:robot;s=Axis1")));
    assertThat(robot.states().orElseThrow().overrides().get(0).in()).containsExactly(Value.of(3));
    assertThat(robot.end().orElseThrow().linkLoss()).isEqualTo(End.LinkLoss.STOPS_ITSELF);
  }

  @Test
  void aCommandKeepsTheOrderOfItsArguments() {
    Command start = SomeProfiles.sound(ROBOT).command("start").orElseThrow();

    assertThat(start.arguments())
        .extracting(Command.Argument::name)
        .containsExactly("Program", "Speed");
    assertThat(start.address())
        .isEqualTo(
            new CommandAddress.OpcUaMethod(
                NodeAddress.byId("nsu=urn:maker:robot;s=Task"),
                NodeAddress.byId("nsu=urn:maker:robot;s=Task.Start")));
    assertThat(start.preconditions())
        .containsExactly(
            new Command.Precondition("robot.mode", List.of(Value.of(4)), Duration.ofSeconds(2)));
  }

  @Test
  void aPrintersPayloadAndAnswerAreRead() {
    Profile printer = SomeProfiles.sound(SomeProfiles.PRINTER);

    assertThat(printer.signals().get(0).address())
        .isEqualTo(new SignalAddress.MqttTopic("{{PREFIX}}/progress", "/value", 100));
    CommandAddress.MqttRequest request =
        (CommandAddress.MqttRequest) printer.commands().get(0).address();
    assertThat(request.payload())
        .isEqualTo("{\"method\":\"cancel\",\"why\":\"${input.reason}\",\"id\":\"${requestId}\"}");
    assertThat(request.response())
        .contains(
            new CommandAddress.MqttResponse("{{PREFIX}}/response", "/id", "/result", "/error"));
  }

  @Test
  void aLinesMetricsAndWritesAreRead() {
    Profile line = SomeProfiles.sound(SomeProfiles.LINE);

    assertThat(line.signals().get(1).address())
        .isEqualTo(new SignalAddress.SparkplugMetric("Status/Speed"));
    assertThat(line.commands())
        .extracting(Command::address)
        .containsExactly(
            new CommandAddress.SparkplugWrite("Command/Hold", Optional.of(Value.of(true))),
            new CommandAddress.SparkplugWrite("Command/Speed", Optional.empty()));
  }

  @Test
  void jsonIsReadLikeYaml() {
    String json =
        """
        {
        \t"@context": "https://www.w3.org/2022/wot/td/v1.1",
        \t"@type": "tm:ThingModel",
        \t"id": "urn:fucina:profile:sensor",
        \t"version": { "model": "1.0.0" }, "title": "A \\"sensor\\" \\u00b0 a\\/b \\\\/ \\ud83d\\ude00",
        \t"fucina": { "profileVersion": 1, "family": "lab-device", "protocol": "mqtt" },
        \t"base": "mqtt://{{BROKER}}:1883",
        \t"properties": { "temperature": {
        \t\t"title": "Temperature", "type": "number", "unit": "°C",
        \t\t"fucina": { "unece": "CEL", "path": "/t" },
        \t\t"forms": [ { "href": "/", "mqv:filter": "sensors/one" } ] } }
        }
        """;

    assertThat(SomeProfiles.sound(json).title().en()).isEqualTo("A \"sensor\" ° a/b \\/ 😀");
    assertThat(SomeProfiles.flaws(json.replace("\"CEL\"", "\"CELL\"")))
        .extracting(Flaw::line, Flaw::key)
        .containsExactly(tuple(10, "properties.temperature.fucina.unece"));
  }

  @Test
  void keysOfAnotherVocabularyAreLeftAlone() {
    SomeProfiles.sound(ROBOT + "saref:madeBy: \"a maker\"\n");
  }

  @Test
  void aProfileOverTheSizeIsNotEvenParsed() {
    String text = ROBOT + "# " + "x".repeat(ProfileReader.MAX_BYTES);

    assertThat(SomeProfiles.flaws(text))
        .singleElement()
        .extracting(Flaw::reason)
        .asString()
        .contains("at most 262144");
  }

  @Test
  void moreThanTwoThousandSignalsAreTooMany() {
    StringBuilder signals = new StringBuilder("properties:\n");
    for (int n = 0; n < 2_001; n++) {
      String name = "  s" + n + ": { title: T, type: boolean, forms: [ { href: \"/?id=";
      signals.append(name).append("nsu=urn:m;i=").append(n).append("\" } ] }\n");
    }
    String text = ROBOT.substring(0, ROBOT.indexOf("properties:\n")) + signals;

    assertThat(SomeProfiles.flaws(text))
        .containsExactly(
            new Flaw(lineOf(text, "properties:\n"), "properties", "must hold at most 2000"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   \n", "# only a comment", "---\n"})
  void anEmptyTextIsOneFlaw(String text) {
    assertThat(SomeProfiles.flaws(text)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"just words", "42", "[1, 2]", "null", "{", "a: [", "\u0000", "\t- x"})
  void aTextThatIsNoProfileSaysSo(String text) {
    assertThat(SomeProfiles.flaws(text)).isNotEmpty();
  }
}
