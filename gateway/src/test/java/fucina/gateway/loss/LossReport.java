package fucina.gateway.loss;

import fucina.gateway.scale.StoredNumbers.Count;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a run showed.
 *
 * @param seed of its schedule
 * @param took how long it took, start and settling included
 * @param blows how often each kind of thing went wrong
 * @param rows one for each source
 * @param notes what was left out, and why
 */
public record LossReport(
    long seed, Duration took, Map<Blow.Kind, Integer> blows, List<Row> rows, List<String> notes) {
  public LossReport {
    rows = List.copyOf(rows);
    notes = List.copyOf(notes);
  }

  /**
   * One source.
   *
   * @param whole whether nothing may be missing
   * @param published numbers it told that count
   * @param gaps how many gaps its machine has
   */
  record Row(String machine, String words, boolean whole, long published, Count count, int gaps) {
    boolean held() {
      return count.lost() == 0
          && count.duplicates() == 0
          && count.mixedUp() == 0
          && count.stored() + count.missing() == published
          && count.stored() > 0
          && (!whole || (count.missing() == 0 && gaps == 0));
    }

    private String line() {
      return String.format(
          Locale.ROOT,
          "| %s | %s | %,d | %,d | %,d | %,d | %,d | %d | %s |",
          machine,
          words,
          published,
          count.stored(),
          count.declared(),
          count.lost(),
          count.duplicates(),
          gaps,
          held() ? "yes" : "NO");
    }
  }

  /** The sources of which something is not as promised, each in a sentence. */
  public List<String> broken() {
    return rows.stream()
        .filter(row -> !row.held())
        .map(
            row ->
                row.machine()
                    + ": "
                    + row.count().lost()
                    + " lost, "
                    + row.count().declared()
                    + " declared missing, "
                    + row.count().duplicates()
                    + " twice, "
                    + row.gaps()
                    + " gaps; "
                    + row.count().examples())
        .toList();
  }

  /** All of it as Markdown. */
  public String markdown() {
    List<String> lines = new ArrayList<>();
    lines.add("## Loss proof, seed " + seed);
    lines.add("");
    lines.add(
        took.toSeconds()
            + " s; "
            + blows.entrySet().stream()
                .map(each -> each.getKey().words() + " " + each.getValue())
                .collect(Collectors.joining(", "))
            + ".");
    lines.add("");
    lines.add(
        "| source | | published | stored | declared missing | lost | twice | gaps | as promised |");
    lines.add("|---|---|---|---|---|---|---|---|---|");
    rows.forEach(row -> lines.add(row.line()));
    lines.add("");
    notes.forEach(note -> lines.add("- " + note));
    rows.forEach(row -> row.count().examples().forEach(example -> lines.add("- " + example)));
    lines.add("- Again: `./fucina bench loss --seed " + seed + "`");
    return String.join("\n", lines) + "\n";
  }
}
