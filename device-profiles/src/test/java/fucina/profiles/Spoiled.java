package fucina.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A sound profile with one piece of its text replaced, and the flaws that must be found.
 *
 * <p>The files beside this class hold one a paragraph, like a patch: {@code -} lines stand in the
 * profile once, {@code +} lines replace them (none: the lines go), {@code =} lines are the key and
 * part of the reason of each flaw.
 */
record Spoiled(String rule, String profile, String piece, String by, Map<String, String> reasons) {
  /** Every paragraph of a file. */
  static Stream<Spoiled> in(String file) throws IOException {
    try (InputStream stream = Spoiled.class.getResourceAsStream("spoiled/" + file)) {
      assertThat(stream).as("file %s", file).isNotNull();
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return Stream.of(text.split("\n\n"))
          .map(paragraph -> List.of(paragraph.split("\n")))
          .filter(lines -> !lines.get(0).startsWith("#"))
          .map(Spoiled::of);
    }
  }

  private static Spoiled of(List<String> lines) {
    String[] head = lines.get(0).split(" \\| ");
    List<String> out = marked(lines, '-');
    List<String> in = marked(lines, '+');
    Map<String, String> reasons = new TreeMap<>();
    for (String flaw : marked(lines, '=')) {
      int colon = flaw.indexOf(": ");
      reasons.put(flaw.substring(0, colon), flaw.substring(colon + 2));
    }
    assertThat(out.size() + in.size() + reasons.size() + 1)
        .as(lines.get(0))
        .isEqualTo(lines.size());
    String piece = String.join("\n", out) + (in.isEmpty() ? "\n" : "");
    return new Spoiled(head[0], profile(head[1]), piece, String.join("\n", in), reasons);
  }

  private static String profile(String name) {
    return switch (name) {
      case "robot" -> SomeProfiles.ROBOT;
      case "printer" -> SomeProfiles.PRINTER;
      case "line" -> SomeProfiles.LINE;
      default -> throw new IllegalArgumentException(name + " is no profile to spoil");
    };
  }

  private static List<String> marked(List<String> lines, char mark) {
    List<String> found = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      if (line.charAt(0) == mark) {
        found.add(line.length() > 1 ? line.substring(2) : "");
      }
    }
    return found;
  }

  /** The flaws found in it. */
  List<Flaw> flaws() {
    return SomeProfiles.flaws(SomeProfiles.spoiled(profile, piece, by));
  }

  /** Whether a flaw names the line of what replaced the piece, or may speak of another. */
  boolean standsWhereItShould(Flaw flaw) {
    int first = SomeProfiles.lineOf(profile, piece);
    int last = first + (int) by.chars().filter(c -> c == '\n').count();
    boolean speaksOfAnother =
        flaw.reason().contains("missing") || by.isEmpty() || isAfter(flaw, last);
    return flaw.line() >= (speaksOfAnother ? 1 : first) && (speaksOfAnother || flaw.line() <= last);
  }

  private static boolean isAfter(Flaw flaw, int last) {
    return flaw.line() > last && flaw.key().startsWith("fucina:end");
  }

  @Override
  public String toString() {
    return rule;
  }
}
