package fucina.gateway.api;

import java.util.List;
import java.util.Optional;

/** Versions as entity tags (RFC 9110 §8.8.3), and the conditions made with them. */
final class ETags {
  private ETags() {}

  static String of(long version) {
    return "\"" + version + "\"";
  }

  /** The version an {@code If-Match} asks for; empty for any. One that is none matches nothing. */
  static Optional<Long> version(String condition) {
    String tag = condition.strip();
    if (tag.equals("*")) {
      return Optional.empty();
    }
    return Optional.of(
        tag.matches("\"[0-9]{1,18}\"") ? Long.parseLong(tag, 1, tag.length() - 1, 10) : -1);
  }

  /** Whether an {@code If-Match} holds for a version; weak tags never do. */
  static boolean match(String condition, long version) {
    return condition.strip().equals("*")
        || List.of(condition.split(",")).stream().anyMatch(tag -> tag.strip().equals(of(version)));
  }
}
