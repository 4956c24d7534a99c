package fucina.profiles;

import java.util.Optional;

/** What MQTT topics may look like in a profile: one topic each, no wildcard. */
final class Topics {
  private static final int LONGEST = 1_000;

  private Topics() {}

  /** What is wrong with a topic; empty where nothing is. */
  static Optional<String> objection(String topic) {
    if (topic.isEmpty() || topic.length() > LONGEST) {
      return Optional.of("must be a topic of 1 to " + LONGEST + " characters");
    }
    if (topic.contains("#") || topic.contains("+")) {
      return Optional.of("has a wildcard; write the one topic the value comes on");
    }
    if (topic.startsWith("$") || topic.startsWith("/") || topic.indexOf('\0') >= 0) {
      return Optional.of("must start with a plain level, e.g. {{PREFIX}}/state");
    }
    return Optional.empty();
  }
}
