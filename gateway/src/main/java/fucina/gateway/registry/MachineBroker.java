package fucina.gateway.registry;

import fucina.gateway.link.MqttTerms;
import java.util.Optional;

/** The broker of machines that name none: the gateway's user there, and how it is spoken to. */
public record MachineBroker(
    String url, Optional<String> username, Optional<String> password, MqttTerms terms) {
  @Override
  public String toString() {
    return url;
  }
}
