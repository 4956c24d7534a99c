package fucina.gateway.link.mqtt;

/** Matching of topics against filters (MQTT 5 §4.7). */
public final class TopicFilters {
  private TopicFilters() {}

  /** Whether a topic falls under a filter with {@code +} and {@code #}. */
  public static boolean matches(String filter, String topic) {
    if (filter.equals(topic)) {
      return true;
    }
    if (topic.startsWith("$") != filter.startsWith("$")) {
      return false;
    }
    String[] wanted = filter.split("/", -1);
    String[] levels = topic.split("/", -1);
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i].equals("#")) {
        return true;
      }
      if (i >= levels.length || !(wanted[i].equals("+") || wanted[i].equals(levels[i]))) {
        return i == levels.length && i == wanted.length - 1 && wanted[i].equals("#");
      }
    }
    return wanted.length == levels.length;
  }

  /** Whether a filter names exactly one topic. */
  public static boolean exact(String filter) {
    return filter.indexOf('+') < 0 && filter.indexOf('#') < 0;
  }
}
