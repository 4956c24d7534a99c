package fucina.gateway.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a run of the bench measured, the raw client beside Fucina, with where it was measured. */
public final class BenchTable {
  private static final double GIB = 1024.0 * 1024 * 1024;

  private final List<String> rows = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final String environment = environment();

  /** Two rates of one run; {@code goal} is the least ratio between them. */
  public void compared(String what, Rates rates, double goal) {
    double ratio = rates.fucina() / rates.raw();
    row(
        what,
        String.format(Locale.ROOT, "%,.0f/s", rates.raw()),
        String.format(Locale.ROOT, "%,.0f/s", rates.fucina()),
        String.format(Locale.ROOT, "%.2f", ratio),
        String.format(Locale.ROOT, "ratio ≥ %.1f", goal),
        ratio >= goal);
  }

  /** As above, where Fucina's own rate has a goal. */
  public void reached(String what, Rates rates, double goal) {
    row(
        what,
        String.format(Locale.ROOT, "%,.0f/s", rates.raw()),
        String.format(Locale.ROOT, "%,.0f/s", rates.fucina()),
        String.format(Locale.ROOT, "%.2f", rates.fucina() / rates.raw()),
        String.format(Locale.ROOT, "%,.0f/s", goal),
        rates.fucina() >= goal);
  }

  /** A figure that has nothing raw beside it. */
  public void alone(String what, String measured, String goal, boolean held) {
    row(what, "", measured, "", goal, held);
  }

  /** Two findings side by side that are no rates. */
  public void beside(String what, String raw, String fucina) {
    row(what, raw, fucina, "", "", true);
  }

  private void row(
      String what, String raw, String fucina, String ratio, String goal, boolean held) {
    String words = what.replace("|", "/");
    String verdict = goal.isEmpty() ? "" : held ? "yes" : "no";
    rows.add("| " + String.join(" | ", words, raw, fucina, ratio, goal, verdict) + " |");
    System.out.println(rows.get(rows.size() - 1));
  }

  /** A sentence below the table. */
  public void note(String sentence) {
    notes.add(sentence);
    System.out.println(sentence);
  }

  /** All of it as Markdown. */
  public String markdown() {
    List<String> lines = new ArrayList<>();
    lines.add("## The raw client beside Fucina");
    lines.add("");
    lines.add(environment + "; load average at the end " + load() + ".");
    lines.add("");
    lines.add("| what | raw | Fucina | ratio | goal | reached |\n|---|--:|--:|--:|--:|---|");
    lines.addAll(rows);
    lines.add("");
    notes.forEach(note -> lines.add("- " + note));
    return String.join("\n", lines) + "\n";
  }

  private static String environment() {
    return String.format(
        Locale.ROOT,
        "%s: %d cores (%s), %.0f GiB memory, JDK %s, Linux %s; load average at the start %s",
        Instant.now().truncatedTo(ChronoUnit.MINUTES),
        Runtime.getRuntime().availableProcessors(),
        line("/proc/cpuinfo", "model name"),
        Long.parseLong(line("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) * 1024 / GIB,
        System.getProperty("java.version"),
        System.getProperty("os.version"),
        load());
  }

  private static String line(String file, String name) {
    return text(file)
        .lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("0");
  }

  private static String load() {
    return text("/proc/loadavg").split(" ", 2)[0];
  }

  private static String text(String file) {
    try {
      return Files.readString(Path.of(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
