package fucina.gateway.link;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.profiles.Catalogue;
import fucina.profiles.Protocol;
import fucina.profiles.SignalAddress.MqttTopic;
import fucina.profiles.ValueType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MachineTopicsTest {
  private static MachineTopics of(String profile, Map<String, String> variables) {
    return MachineTopics.of(
        new LinkSettings(
            "any",
            Catalogue.builtIn().profile(profile).orElseThrow(),
            "mqtt://broker",
            "",
            Optional.empty(),
            Optional.empty(),
            variables));
  }

  @Test
  void allBelowWhatTheRegistrationFilledInIsTheMachines() {
    MachineTopics printer = of("printer-fff-klipper", Map.of("PREFIX", "printer-1", "CAMERA", "c"));
    assertThat(printer.has("printer-1/klipper/state/extruder/temperature")).isTrue();
    assertThat(printer.has("printer-1/klipper/state/fan/speed")).as("not in its profile").isTrue();
    assertThat(printer.has("printer-10/klipper/state/extruder/temperature")).isFalse();
    MachineTopics sensor = of("sensor-mqtt", Map.of("PREFIX", "sensors/room-1"));
    assertThat(sensor.has("sensors/room-1/temperature")).isTrue();
    assertThat(sensor.has("sensors/room-2/temperature")).isFalse();
    assertThat(sensor.has("sensors")).isFalse();
  }

  @Test
  void aTopicWithoutAVariableIsItselfAndWhatLiesBelow() {
    MachineTopics press =
        MachineTopics.of(
            new LinkSettings(
                "press",
                SomeProfiles.of(
                    Protocol.MQTT,
                    List.of(
                        SomeProfiles.signal(
                            "force", ValueType.NUMBER, new MqttTopic("hall/press/force", "", 1))),
                    List.of()),
                "mqtt://broker",
                "",
                Optional.empty(),
                Optional.empty(),
                Map.of()));
    assertThat(press.has("hall/press/force")).isTrue();
    assertThat(press.has("hall/press/state")).isFalse();
  }

  @Test
  void aSparkplugMachineHasItsDevicesTopicsAndItsNodes() {
    MachineTopics line =
        of("line-sparkplug", Map.of("GROUP", "made", "NODE", "cell-2", "DEVICE", "line-2"));
    assertThat(line.has("spBv1.0/made/DDATA/cell-2/line-2")).isTrue();
    assertThat(line.has("spBv1.0/made/NBIRTH/cell-2")).isTrue();
    assertThat(line.has("spBv1.0/made/DDATA/cell-2/line-3")).isFalse();
    assertThat(line.has("spBv1.0/other/DDATA/cell-2/line-2")).isFalse();
  }

  @Test
  void aMachineOverOpcUaAndARegistrationThatIsNotWholeHaveNone() {
    assertThat(of("robot-arm-6axis", Map.of()).has("robot-1")).isFalse();
    assertThat(of("printer-fff-klipper", Map.of()).has("{{PREFIX}}/klipper")).isFalse();
  }

  @Test
  void aNameOfThisHostIsThisHost() {
    assertThat(MachineTopics.brokerLookedUp("mqtt://127.0.0.2"))
        .isEqualTo(MachineTopics.broker("mqtt://localhost:1883"))
        .isEqualTo(MachineTopics.brokerLookedUp("mqtt://[::1]:1883"));
    assertThat(MachineTopics.brokerLookedUp("mqtt://no-such-host.invalid:1884"))
        .isEqualTo("no-such-host.invalid:1884");
  }
}
