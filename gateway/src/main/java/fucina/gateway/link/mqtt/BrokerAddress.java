package fucina.gateway.link.mqtt;

import fucina.gateway.link.LinkFault;
import fucina.gateway.link.LinkState;
import fucina.gateway.link.MqttTerms;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A broker and how we sign in to it; machines with the same one share a connection.
 *
 * @param endpoint {@code mqtt://host:port} or {@code mqtts://host:port}
 * @param username empty where the broker asks for none
 * @param password never logged
 * @param kind {@code machines}, or what else needs a connection of its own
 * @param durable whether the broker keeps for us what we miss
 * @param terms how it is spoken to
 */
public record BrokerAddress(
    String endpoint,
    Optional<String> username,
    Optional<String> password,
    String kind,
    boolean durable,
    MqttTerms terms) {

  /** One spoken to in the usual way. */
  public BrokerAddress(
      String endpoint,
      Optional<String> username,
      Optional<String> password,
      String kind,
      boolean durable) {
    this(endpoint, username, password, kind, durable, MqttTerms.USUAL);
  }

  /**
   * A last will, made anew for each connection.
   *
   * @param topic retained, QoS 1
   * @param payload text of it
   */
  public record Will(String topic, Supplier<String> payload) {}

  /** As Paho wants it. */
  String url() throws LinkFault {
    try {
      URI uri = new URI(endpoint);
      String scheme = String.valueOf(uri.getScheme());
      boolean tls = scheme.equals("mqtts");
      if (uri.getHost() != null && (tls || scheme.equals("mqtt"))) {
        int port = uri.getPort() > 0 ? uri.getPort() : tls ? 8883 : 1883;
        return (tls ? "ssl://" : "tcp://") + uri.getHost() + ":" + port;
      }
    } catch (URISyntaxException e) {
      // Told below with what would be right.
    }
    throw new LinkFault(
        LinkState.MISCONFIGURED,
        "\""
            + endpoint
            + "\" is no broker's address: write mqtt://host:1883 or mqtts://host:8883.");
  }

  /** The host as it stands in the endpoint. */
  String host() {
    return String.valueOf(URI.create(endpoint).getHost());
  }

  /** What the broker is asked for to hear a filter. */
  String wire(String filter) {
    return terms.shareGroup().map(group -> "$share/" + group + "/" + filter).orElse(filter);
  }

  boolean tls() {
    return endpoint.startsWith("mqtts:");
  }

  @Override
  public String toString() {
    return endpoint + username.map(name -> " as " + name).orElse("");
  }
}
