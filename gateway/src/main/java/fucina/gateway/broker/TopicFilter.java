package fucina.gateway.broker;

import java.util.List;
import java.util.Optional;

/**
 * An MQTT topic filter (MQTT 5, 4.7): levels parted by {@code /}, {@code +} for any one level,
 * {@code #} at the end for this level and all below. A wildcard in the first place never covers
 * topics that begin with {@code $}.
 *
 * @param text the filter as written
 */
public record TopicFilter(String text) {
  public TopicFilter {
    flaw(text)
        .ifPresent(
            flaw -> {
              throw new IllegalArgumentException("'" + text + "' is no topic filter: " + flaw);
            });
  }

  /**
   * Whether everything the other filter, or topic, reaches is reached by this one too.
   *
   * @param other a topic, or a filter with wildcards
   */
  public boolean covers(String other) {
    List<String> mine = levels(text);
    List<String> theirs = levels(other);
    if (other.startsWith("$") && !text.startsWith("$")) {
      return false;
    }
    for (int i = 0; i < mine.size(); i++) {
      if (mine.get(i).equals("#")) {
        return true;
      }
      if (i == theirs.size() || !coversLevel(mine.get(i), theirs.get(i))) {
        return false;
      }
    }
    return mine.size() == theirs.size();
  }

  private static boolean coversLevel(String mine, String theirs) {
    return mine.equals("+") ? !theirs.equals("#") : mine.equals(theirs);
  }

  private static List<String> levels(String filter) {
    return List.of(filter.split("/", -1));
  }

  private static Optional<String> flaw(String text) {
    if (text.isEmpty()) {
      return Optional.of("it is empty");
    }
    List<String> levels = levels(text);
    for (int i = 0; i < levels.size(); i++) {
      String level = levels.get(i);
      if (level.length() > 1 && (level.contains("+") || level.contains("#"))) {
        return Optional.of("a wildcard stands alone in its level");
      }
      if (level.equals("#") && i < levels.size() - 1) {
        return Optional.of("# stands only at the end");
      }
    }
    return Optional.empty();
  }
}
