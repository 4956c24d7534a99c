package fucina.profiles;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Everything found wrong with one profile so far. */
final class Flaws {
  /** A hopeless file is not worth a thousand sentences. */
  private static final int AT_MOST = 200;

  private final Set<Flaw> found = new LinkedHashSet<>();

  /** Notes a flaw of a part. */
  void add(Part part, String reason) {
    add(part.line(), part.path(), reason);
  }

  /** Notes that a part lacks a key, or holds one that is wrong as a whole. */
  void add(Part part, String key, String reason) {
    Part culprit = part.at(key).orElse(part);
    add(culprit.line(), part.pathTo(key), reason);
  }

  /** Notes that the {@code fucina:} block of a part lacks a key, or holds one that is wrong. */
  void addKey(Part part, String key, String reason) {
    Part block = part.at("fucina").orElse(part);
    add(block.at(key).orElse(block).line(), part.pathTo("fucina") + "." + key, reason);
  }

  /** Notes a flaw of a line. */
  void add(int line, String key, String reason) {
    found.add(new Flaw(line, key, reason));
  }

  /** The word most likely meant, or which words there are; nothing once a file is hopeless. */
  String hint(String written, Collection<String> known) {
    return found.size() < AT_MOST ? Nearest.hint(written, known) : "see PROFILE.md";
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** By line, at most two hundred, the last one saying how many more there are. */
  List<Flaw> byLine() {
    List<Flaw> sorted = new ArrayList<>(found);
    sorted.sort(Comparator.comparingInt(Flaw::line).thenComparing(Flaw::key));
    if (sorted.size() <= AT_MOST) {
      return sorted;
    }
    List<Flaw> first = new ArrayList<>(sorted.subList(0, AT_MOST));
    first.add(
        new Flaw(0, "", "has " + (sorted.size() - AT_MOST) + " more flaws; mend these first"));
    return first;
  }
}
