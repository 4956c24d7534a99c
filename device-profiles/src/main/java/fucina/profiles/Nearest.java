package fucina.profiles;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The known word a person most likely meant. */
final class Nearest {
  private static final int LONGEST = 64;

  private Nearest() {}

  /** The nearest word, where one is near enough to be meant. */
  static Optional<String> to(String written, Collection<String> known) {
    if (written.length() > LONGEST) {
      return Optional.empty();
    }
    int tolerated = Math.max(2, written.length() / 3);
    return known.stream()
        .filter(word -> Math.abs(written.length() - word.length()) <= tolerated)
        .filter(word -> distance(written, word) <= tolerated)
        .min(Comparator.comparingInt(word -> distance(written, word)));
  }

  /** {@code ; did you mean X?} where a word is near, else which words there are. */
  static String hint(String written, Collection<String> known) {
    return to(written, known)
        .map(word -> "did you mean " + word + "?")
        .orElseGet(
            () ->
                known.isEmpty()
                    ? "none is known here"
                    : "known are " + String.join(", ", known.stream().sorted().limit(40).toList()));
  }

  /** Levenshtein distance, upper and lower case alike. */
  private static int distance(String a, String b) {
    String left = a.toLowerCase(Locale.ROOT);
    String right = b.toLowerCase(Locale.ROOT);
    int[] previous = new int[right.length() + 1];
    for (int j = 0; j <= right.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int[] current = new int[right.length() + 1];
      current[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int swap = previous[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(swap, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[right.length()];
  }
}
