package fucina.gateway.link;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Hears what a broker says below a topic filter, with a client of its own and nothing kept, so that
 * nobody else misses anything.
 */
public interface TopicWatch {

  /**
   * Listens; waits as long as it is asked to, and some seconds for the broker.
   *
   * @throws LinkFault where there is no connection, or the broker refuses the filter
   */
  Heard listen(LinkSettings settings, String filter, Duration time)
      throws LinkFault, InterruptedException;

  /**
   * What is wrong with a topic filter (MQTT 5 §4.7), as a sentence that says what would be right;
   * empty where nothing is.
   */
  static Optional<String> objection(String filter) {
    if (filter.startsWith("$share/")) {
      return Optional.of(
          "a shared subscription takes messages away from others; leave $share/… out");
    }
    if (filter.indexOf('\0') >= 0) {
      return Optional.of("must not hold the character U+0000");
    }
    String[] levels = filter.split("/", -1);
    for (int i = 0; i < levels.length; i++) {
      if (levels[i].contains("#") && (levels[i].length() > 1 || i < levels.length - 1)) {
        return Optional.of("# stands alone and last, as in sensors/#");
      }
      if (levels[i].contains("+") && levels[i].length() > 1) {
        return Optional.of("+ stands alone between slashes, as in sensors/+/temperature");
      }
    }
    return Optional.empty();
  }

  /**
   * What was heard.
   *
   * @param topics by name
   * @param messages in all
   * @param complete false where there were more topics than are listed
   */
  record Heard(List<Topic> topics, long messages, boolean complete) {}

  /**
   * One topic.
   *
   * @param count how many messages
   * @param retained whether the sample was kept by the broker
   * @param bytes size of the sample's payload
   * @param kind json, number, boolean, text, binary, empty or sparkplug
   * @param sample the newest payload as text, at most 2 KiB
   * @param cut whether the sample is only a beginning
   * @param pointers where values are inside a JSON payload
   * @param at when the sample arrived
   */
  record Topic(
      String topic,
      long count,
      boolean retained,
      int bytes,
      String kind,
      String sample,
      boolean cut,
      List<Pointer> pointers,
      Instant at) {}

  /**
   * A value inside a payload.
   *
   * @param pointer RFC 6901
   * @param value a Number, Boolean or String; empty for JSON's null
   */
  record Pointer(String pointer, Optional<Object> value) {}
}
