package fucina.gateway.link;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The topics that are a machine's own at its broker: those its profile names, and all below what
 * its registration filled in ({@code printer-1} of <code>{{PREFIX}}/klipper/…</code>); of a
 * Sparkplug machine, its device's and its edge node's.
 *
 * @param below the topics, each with all below it
 * @param sparkplug the Sparkplug topics, as a pattern of the whole topic; matches none where the
 *     machine speaks otherwise
 */
public record MachineTopics(Set<String> below, Pattern sparkplug) {
  private static final Pattern NONE = Pattern.compile("(?!)");

  /** Of a machine; none where it speaks no MQTT, or its registration is not whole. */
  public static MachineTopics of(LinkSettings settings) {
    try {
      return switch (settings.profile().protocol()) {
        case OPC_UA -> new MachineTopics(Set.of(), NONE);
        case SPARKPLUG -> new MachineTopics(Set.of(), sparkplug(settings));
        case MQTT ->
            new MachineTopics(
                Templates.of(settings.profile()).stream()
                    .map(MachineTopics::own)
                    .map(settings::filled)
                    .filter(topic -> !topic.isEmpty())
                    .collect(Collectors.toUnmodifiableSet()),
                NONE);
      };
    } catch (IllegalArgumentException notWhole) {
      return new MachineTopics(Set.of(), NONE);
    }
  }

  /** A broker's host and port, however they were written. */
  public static String broker(String endpoint) {
    return CommandPoints.broker(endpoint);
  }

  /**
   * A broker's host and port where any name of this host is this host; looks the name up, so it may
   * wait.
   */
  public static String brokerLookedUp(String endpoint) {
    try {
      String host = String.valueOf(URI.create(endpoint).getHost());
      return InetAddress.getByName(host).isLoopbackAddress()
          ? broker(endpoint.replace("//" + host, "//127.0.0.1"))
          : broker(endpoint);
    } catch (UnknownHostException e) {
      return broker(endpoint);
    }
  }

  /** Whether a message on this topic is the machine's. */
  public boolean has(String topic) {
    return below.stream().anyMatch(own -> topic.equals(own) || topic.startsWith(own + "/"))
        || sparkplug.matcher(topic).matches();
  }

  /** A template up to the last level that the registration fills in; all of it where none is. */
  private static String own(String template) {
    List<String> levels = List.of(template.split("/", -1));
    int filled = levels.size() - 1;
    while (filled >= 0 && !levels.get(filled).contains("{{")) {
      filled--;
    }
    return filled < 0 ? template : String.join("/", levels.subList(0, filled + 1));
  }

  private static Pattern sparkplug(LinkSettings settings) {
    String device = settings.filled("{{DEVICE}}");
    return Pattern.compile(
        Stream.of("spBv1.0/", settings.filled("{{GROUP}}"), "/")
                .map(Pattern::quote)
                .collect(Collectors.joining())
            + "[^/]+/"
            + Pattern.quote(settings.filled("{{NODE}}"))
            + (device.isEmpty() ? "" : "(/" + Pattern.quote(device) + ")?"));
  }
}
