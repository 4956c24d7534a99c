package fucina.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TakenPortIT {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"http.port", "management.port", "mqtt.embedded-port"})
  void aTakenPortIsSaidBeforeAnythingThatTakesLongIsStarted(String key) throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      SettingsReader reader = new SettingsReader().environment(Map.of());
      for (String port : new String[] {"http.port", "management.port", "mqtt.embedded-port"}) {
        reader.with(port, "0");
      }
      Settings settings =
          reader.with(key, "" + taken.getLocalPort()).with("data", folder.toString()).settings();
      try (Gateway gateway = new Gateway(settings, false, Settings.USUAL_RULES)) {
        assertThatThrownBy(gateway::start)
            .isInstanceOf(StartFailure.class)
            .hasMessageContaining("Port " + taken.getLocalPort())
            .hasMessageContaining("Set " + key);
      }
      assertThat(folder.resolve("postgres")).doesNotExist();
      assertThat(folder.resolve("questdb")).doesNotExist();
    }
  }

  @Test
  void inTheDemoThePortIsCalledAsItsCommandLineDoes() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Settings settings =
          new SettingsReader()
              .environment(Map.of())
              .with("http.port", "" + taken.getLocalPort())
              .with("management.port", "0")
              .with("mqtt.embedded-port", "0")
              .with("data", folder.toString())
              .settings();
      try (Demo demo = new Demo(settings, false, Optional.empty())) {
        assertThatThrownBy(() -> demo.start(System.out))
            .isInstanceOf(StartFailure.class)
            .hasMessageContaining("Set --port to another one");
      }
    }
  }
}
