package fucina.gateway.link;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.profiles.Catalogue;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CommandPointsTest {
  private static Set<String> line(String endpoint, String device) {
    return of(
        "line-sparkplug", endpoint, Map.of("GROUP", "made", "NODE", "cell-2", "DEVICE", device));
  }

  private static Set<String> of(String profile, String endpoint, Map<String, String> variables) {
    return CommandPoints.of(
        new LinkSettings(
            "any",
            Catalogue.builtIn().profile(profile).orElseThrow(),
            endpoint,
            "",
            Optional.empty(),
            Optional.empty(),
            variables));
  }

  @Test
  void aSparkplugDeviceIsItsGroupNodeAndDeviceOnItsBroker() {
    assertThat(line("mqtt://Broker", "line-2"))
        .isNotEmpty()
        .isEqualTo(line("mqtt://broker:1883", "line-2"))
        .doesNotContainAnyElementsOf(line("mqtt://broker", "line-3"))
        .doesNotContainAnyElementsOf(line("mqtt://other", "line-2"));
  }

  @Test
  void aServersPathTellsMachinesApart() {
    assertThat(of("robot-arm-6axis", "opc.tcp://lab/a", Map.of()))
        .isNotEmpty()
        .isEqualTo(of("robot-arm-6axis", "opc.tcp://LAB:4840/a/", Map.of()))
        .doesNotContainAnyElementsOf(of("robot-arm-6axis", "opc.tcp://lab/b", Map.of()));
  }

  @Test
  void whatTakesNoCommandsHasNone() {
    assertThat(of("energy-meter-opcua", "opc.tcp://lab", Map.of())).isEmpty();
  }
}
