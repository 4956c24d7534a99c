package fucina.gateway;

import fucina.gateway.api.PortTaken;
import java.util.function.UnaryOperator;

/** The ports that will be listened on. */
final class Ports {
  private Ports() {}

  /**
   * Tries them all: databases take seconds to start, and a taken port is said before.
   *
   * @param called what whoever starts it calls a setting, as {@code --port} in the demo
   * @throws StartFailure with one sentence that names the setting
   */
  static void tryOut(Settings settings, UnaryOperator<String> called) {
    Settings.Http http = settings.http();
    Settings.Management management = settings.management();
    try {
      PortTaken.trying(called.apply("http.port"), http.host(), http.port());
      PortTaken.trying(called.apply("management.port"), management.host(), management.port());
      if (settings.mqtt().broker().isEmpty()) {
        PortTaken.trying(
            called.apply("mqtt.embedded-port"),
            settings.mqtt().embeddedHost(),
            settings.mqtt().embeddedPort());
      }
    } catch (PortTaken e) {
      throw new StartFailure(String.valueOf(e.getMessage()), e);
    }
  }
}
