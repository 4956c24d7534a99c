package fucina.gateway;

import fucina.gateway.api.PortTaken;

/** The ports that will be listened on. */
final class Ports {
  private Ports() {}

  /**
   * Tries them all: databases take seconds to start, and a taken port is said before.
   *
   * @throws StartFailure with one sentence that names the setting
   */
  static void tryOut(Settings settings) {
    Settings.Http http = settings.http();
    Settings.Management management = settings.management();
    try {
      PortTaken.trying("http.port", http.host(), http.port());
      PortTaken.trying("management.port", management.host(), management.port());
      if (settings.mqtt().broker().isEmpty()) {
        PortTaken.trying(
            "mqtt.embedded-port", settings.mqtt().embeddedHost(), settings.mqtt().embeddedPort());
      }
    } catch (PortTaken e) {
      throw new StartFailure(String.valueOf(e.getMessage()), e);
    }
  }
}
