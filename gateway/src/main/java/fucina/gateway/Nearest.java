package fucina.gateway;

import java.util.Collection;
import java.util.Comparator;

/** The known word that somebody most likely meant. */
final class Nearest {
  private Nearest() {}

  static String of(String wrong, Collection<String> known) {
    return known.stream()
        .min(
            Comparator.<String>comparingInt(word -> word.startsWith(wrong) ? 0 : 1)
                .thenComparingInt(word -> Math.min(distance(wrong, word), ofGroup(wrong, word))))
        .orElse("");
  }

  /** A group's name alone, as in {@code htp:} for {@code http.port}, is compared with groups. */
  private static int ofGroup(String wrong, String word) {
    int dot = word.indexOf('.');
    return wrong.indexOf('.') >= 0 || dot < 0
        ? Integer.MAX_VALUE
        : distance(wrong, word.substring(0, dot));
  }

  /** Levenshtein distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
