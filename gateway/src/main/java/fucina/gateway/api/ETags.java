package fucina.gateway.api;

import java.util.List;

/** Versions as entity tags (RFC 9110 §8.8.3), and the conditions made with them. */
final class ETags {
  private ETags() {}

  static String of(long version) {
    return "\"" + version + "\"";
  }

  /** Whether an {@code If-Match} holds for a version; weak tags never do. */
  static boolean match(String condition, long version) {
    return condition.strip().equals("*")
        || List.of(condition.split(",")).stream().anyMatch(tag -> tag.strip().equals(of(version)));
  }
}
