package fucina.gateway.link;

import fucina.profiles.Command;
import fucina.profiles.CommandAddress;
import fucina.profiles.NodeAddress;
import fucina.profiles.Protocol;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where a machine takes its commands: two registrations that share one are the same physical
 * machine. A server or broker alone is none: several machines may live behind it.
 */
public final class CommandPoints {
  private static final int OPC_UA_PORT = 4840;
  private static final int MQTT_PORT = 1883;
  private static final int MQTT_TLS_PORT = 8883;

  private CommandPoints() {}

  /** All of a machine's; none where its profile has no commands. */
  public static Set<String> of(LinkSettings settings) {
    String at = place(settings);
    return settings.profile().commands().stream()
        .map(Command::address)
        .map(address -> at + " " + point(settings, address))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String point(LinkSettings settings, CommandAddress address) {
    if (address instanceof CommandAddress.OpcUaMethod at) {
      return node(at.object()) + " " + node(at.method());
    }
    if (address instanceof CommandAddress.OpcUaWrite at) {
      return node(at.node());
    }
    return settings.filled(
        address instanceof CommandAddress.MqttRequest at
            ? at.topic()
            : "{{GROUP}}/{{NODE}}/{{DEVICE}}");
  }

  private static String node(NodeAddress node) {
    return node.nodeId()
        .orElseGet(
            () ->
                node.browsePath().stream()
                    .map(step -> step.namespace() + ":" + step.name())
                    .collect(Collectors.joining("/")));
  }

  /** Host, port and, for OPC UA, path, however they were written. */
  private static String place(LinkSettings settings) {
    if (settings.profile().protocol() != Protocol.OPC_UA) {
      return broker(settings.endpoint());
    }
    URI uri = URI.create(settings.endpoint());
    String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
    String path = String.valueOf(uri.getPath()).replaceAll("/+$", "");
    return here(host) + ":" + (uri.getPort() < 0 ? OPC_UA_PORT : uri.getPort()) + path;
  }

  /** A broker's host and port, however they were written. */
  static String broker(String endpoint) {
    URI uri = URI.create(endpoint);
    String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
    int usual = "mqtts".equals(uri.getScheme()) ? MQTT_TLS_PORT : MQTT_PORT;
    return here(host) + ":" + (uri.getPort() < 0 ? usual : uri.getPort());
  }

  private static String here(String host) {
    return host.equals("localhost") || host.equals("[::1]") ? "127.0.0.1" : host;
  }
}
