package fucina.gateway.link.mqtt;

import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.MqttTerms;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * A broker as one who tries something out reaches it: with a client of its own, whose session ends
 * with its connection.
 *
 * @param connections makes the keeper of one trial's connections, whose client ids contain this
 */
public record TrialBroker(Function<String, MqttConnections> connections) {

  /** A fresh keeper; the caller closes it. */
  public MqttConnections open() {
    return connections.apply("trial-" + UUID.randomUUID().toString().substring(0, 8));
  }

  /** The broker of a machine, for a session that leaves nothing behind. */
  public static BrokerAddress of(LinkSettings settings) {
    return new BrokerAddress(
        settings.endpoint(),
        settings.username(),
        settings.password(),
        "trial",
        false,
        new MqttTerms(
            settings.mqtt().version(),
            // Sharing would take messages away from the gateways that share.
            Optional.empty(),
            settings.mqtt().ca(),
            settings.mqtt().certificate(),
            settings.mqtt().key()));
  }

  /** Listens on a keeper's connection. */
  static void listen(MqttConnections keeper, LinkSettings settings, BriefListener listener) {
    keeper.listen(of(settings), Optional.empty(), listener);
  }
}
