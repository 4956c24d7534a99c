package fucina.gateway.scale;

import fucina.gateway.scale.LabProcess.Told;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Holds what the gateway stored against what was told at the source, number by number. */
public final class StoredNumbers {
  private static final Pattern LINE =
      Pattern.compile("\"signal\":\"value(\\d+)\",\"t\":\"([^\"]+)\".*\"value\":([0-9.eE+-]+)");
  private static final String BAD = "\"quality\":\"bad\"";
  private static final double PLACES = 10_000;
  private static final int EXAMPLES = 24;

  private final Store store;
  private final Instant from;
  private final int signals;

  /**
   * What a machine's store holds of what it told, or all machines' together.
   *
   * @param stored numbers found
   * @param missing numbers told after the first one found that are not there
   * @param declared how many of the missing lie in a declared gap
   * @param duplicates numbers found more than once
   * @param mixedUp values found under a signal that did not tell them
   * @param examples some of what is wrong, in words
   */
  public record Count(
      long stored,
      long missing,
      long declared,
      long duplicates,
      long mixedUp,
      List<String> examples) {
    public static final Count NOTHING = new Count(0, 0, 0, 0, 0, List.of());

    /** Both together. */
    public Count plus(Count more) {
      return new Count(
          stored + more.stored,
          missing + more.missing,
          declared + more.declared,
          duplicates + more.duplicates,
          mixedUp + more.mixedUp,
          Stream.concat(examples.stream(), more.examples.stream()).limit(EXAMPLES).toList());
    }

    /** How many are missing without a word. */
    public long lost() {
      return missing - declared;
    }
  }

  private record Reading(int number, Instant time) {}

  private record Gap(String signal, Instant from, Instant to) {}

  /**
   * One life of a source, in which its numbers count from one.
   *
   * @param from before it told anything
   * @param to after it told all, and before the next one tells anything
   * @param whole whether its first numbers count too, before the first one that is found
   */
  public record Life(Instant from, Instant to, boolean whole) {}

  /**
   * Counts what a store holds.
   *
   * @param signals of each machine
   */
  public StoredNumbers(Store store, Instant from, int signals) {
    this.store = store;
    this.from = from;
    this.signals = signals;
  }

  /** Reads all a machine has stored since the beginning, and counts. */
  public Count of(String machine, Told told) {
    return of(machine, told, new Life(from, Instant.now().plusSeconds(60), false));
  }

  /** Reads all a machine has stored of one life of its source, and counts. */
  public Count of(String machine, Told told, Life life) {
    String span = "from=" + encoded(life.from()) + "&to=" + encoded(life.to());
    String raw = asked("/machines/" + machine + "/telemetry?raw=true&" + span);
    Map<Integer, List<Reading>> stored = new HashMap<>();
    // A machine that is gone says so with its last value, which is no new one.
    long mixedUp =
        raw.lines()
            .filter(line -> !line.contains(BAD))
            .filter(line -> !sorted(line, stored))
            .count();
    Gaps gaps = new Gaps(machine, span);
    Count all = new Count(0, 0, 0, 0, mixedUp, List.of());
    for (int signal = 0; signal < signals; signal++) {
      List<Reading> own = stored.getOrDefault(signal, List.of());
      all = all.plus(count(machine, own, signal, told, gaps));
      if (life.whole()) {
        all = all.plus(beginning(machine, own, signal, told, gaps, life));
      }
    }
    return all;
  }

  /** Whether a line is a number of its own signal; it is put to it then. */
  private static boolean sorted(String line, Map<Integer, List<Reading>> stored) {
    Matcher parts = LINE.matcher(line);
    if (!parts.find()) {
      return false;
    }
    int signal = Integer.parseInt(parts.group(1));
    double value = Double.parseDouble(parts.group(3));
    int number = (int) Math.floor(value + 0.5 / PLACES);
    if (Math.round((value - number) * PLACES) != signal) {
      return false;
    }
    stored
        .computeIfAbsent(signal, any -> new ArrayList<>())
        .add(new Reading(number, Instant.parse(parts.group(2))));
    return true;
  }

  private static Count count(
      String machine, List<Reading> stored, int signal, Told told, Gaps gaps) {
    String name = machine + " " + name(signal) + " ";
    List<String> examples = new ArrayList<>();
    if (stored.isEmpty()) {
      return new Count(0, told.last(), 0, 0, 0, List.of(name + "none"));
    }
    List<Reading> inOrder = stored.stream().sorted(Comparator.comparing(Reading::number)).toList();
    long missing = 0;
    long declared = 0;
    long duplicates = 0;
    Reading before = inOrder.get(0);
    for (Reading next : inOrder.subList(1, inOrder.size())) {
      if (next.number() == before.number()) {
        duplicates++;
        examples.add(name + next.number() + " twice, at " + before.time() + " and " + next.time());
        continue;
      }
      long hole = toldOf(before.number() + 1, next.number() - 1, told);
      if (hole > 0) {
        missing += hole;
        boolean said = gaps.declare(signal, before.time(), Optional.of(next.time()));
        examples.add(name + hole + " missing between " + before + " and " + next + in(said, gaps));
        declared += said ? hole : 0;
      }
      before = next;
    }
    long tail = toldOf(before.number() + 1, told.last(), told);
    if (tail > 0) {
      missing += tail;
      boolean said = gaps.declare(signal, before.time(), Optional.empty());
      examples.add(name + tail + " missing at the end, after " + before + in(said, gaps));
      declared += said ? tail : 0;
    }
    return new Count(inOrder.size() - duplicates, missing, declared, duplicates, 0, examples);
  }

  /** What is missing before the first one found, or altogether. */
  private static Count beginning(
      String machine, List<Reading> stored, int signal, Told told, Gaps gaps, Life life) {
    Optional<Reading> first = stored.stream().min(Comparator.comparing(Reading::number));
    long hole = first.map(one -> toldOf(1, one.number() - 1, told)).orElse(0L);
    Optional<Instant> to = first.map(Reading::time).or(() -> Optional.of(life.to()));
    if (first.isEmpty()) {
      // They were counted as missing already.
      return gaps.declare(signal, life.from(), to)
          ? new Count(0, 0, told.last(), 0, 0, List.of())
          : Count.NOTHING;
    }
    if (hole == 0) {
      return Count.NOTHING;
    }
    boolean said = gaps.declare(signal, life.from(), to);
    String words = machine + " " + name(signal) + " " + hole + " missing from " + life.from();
    List<String> examples = List.of(words + " until " + first.get() + in(said, gaps));
    return new Count(0, hole, said ? hole : 0, 0, 0, examples);
  }

  private static String in(boolean said, Gaps gaps) {
    return said ? ", declared" : ", NOT declared in " + gaps.all();
  }

  private static String name(int signal) {
    return String.format(Locale.ROOT, "value%03d", signal);
  }

  /** How many numbers of a stretch were told. */
  private static long toldOf(int from, int to, Told told) {
    long skipped = told.skipped().stream().filter(n -> n >= from && n <= to).count();
    return Math.max(0, to - from + 1 - skipped);
  }

  /** A machine's gaps; asked for where something is missing. */
  private final class Gaps {
    private final String machine;
    private final String span;
    private Optional<List<Gap>> read = Optional.empty();

    Gaps(String machine, String span) {
      this.machine = machine;
      this.span = span;
    }

    List<Gap> all() {
      List<Gap> all = read.orElseGet(() -> gaps(machine, span));
      read = Optional.of(all);
      return all;
    }

    /** Whether a stretch of a signal lies in them; gaps that touch are one. */
    boolean declare(int signal, Instant from, Optional<Instant> to) {
      String name = name(signal);
      Instant covered = from;
      for (Gap gap : all()) {
        boolean its = gap.signal().isEmpty() || gap.signal().equals(name);
        if (its && !gap.from().isAfter(covered) && gap.to().isAfter(covered)) {
          covered = gap.to();
        }
      }
      Instant end = covered;
      return to.map(wanted -> !end.isBefore(wanted)).orElse(end.isAfter(from));
    }
  }

  /** How many gaps a machine has. */
  public int gaps(String machine) {
    String span = "from=" + encoded(from) + "&to=" + encoded(Instant.now().plusSeconds(60));
    return gaps(machine, span).size();
  }

  private List<Gap> gaps(String machine, String span) {
    return new JsonObject(asked("/machines/" + machine + "/gaps?" + span))
        .getJsonArray("items").stream()
            .map(JsonObject.class::cast)
            .map(
                gap ->
                    new Gap(
                        gap.getString("signal", ""),
                        Instant.parse(gap.getString("from")),
                        Instant.parse(gap.getString("to"))))
            .sorted(Comparator.comparing(Gap::from))
            .toList();
  }

  /** Whether the newest value of every signal of a machine is its source's last. */
  public boolean caughtUp(String machine, Told told) {
    return store
        .get("/machines/" + machine + "/latest")
        .map(JsonObject::new)
        .filter(
            latest ->
                latest.getJsonArray("items").stream()
                    .map(JsonObject.class::cast)
                    .allMatch(
                        item -> Math.floor(item.getDouble("value") + 0.5 / PLACES) >= told.last()))
        .isPresent();
  }

  private String asked(String path) {
    return store
        .get(path)
        .orElseThrow(() -> new IllegalStateException(path + " is not answered well"));
  }

  private static String encoded(Instant instant) {
    return URLEncoder.encode(instant.toString(), StandardCharsets.UTF_8);
  }
}
