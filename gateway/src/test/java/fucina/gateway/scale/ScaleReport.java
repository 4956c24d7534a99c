package fucina.gateway.scale;

import fucina.gateway.scale.StoredNumbers.Count;
import fucina.gateway.scale.Trend.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What a run showed, held against what is promised.
 *
 * @param registered seconds from the first registration until all machines delivered
 * @param answers how catalogue, health and metrics answered all the while
 * @param wrong what was not answered with 200
 */
public record ScaleReport(
    ScaleSize size,
    double registered,
    List<Sample> samples,
    Count count,
    String answers,
    List<String> wrong) {
  private static final double SHARE_OF_HEAP = 0.1;
  private static final double HEAP_NOISE = 24.0 * 1024 * 1024;
  private static final double SHARE_OF_THREADS = 0.05;
  private static final int ROWS_AT_MOST = 24;

  public ScaleReport {
    samples = List.copyOf(samples);
    wrong = List.copyOf(wrong);
  }

  /** One promise. */
  private record Limit(String what, String limit, String measured, boolean held) {
    String row() {
      return "| " + what + " | " + limit + " | " + measured + " | " + (held ? "yes" : "NO") + " |";
    }
  }

  private Trend trend(ToDoubleFunction<Sample> value, boolean collected) {
    return Trend.of(
        samples.stream()
            .filter(sample -> !collected || sample.heap() > 0)
            .map(sample -> new Point(sample.seconds(), value.applyAsDouble(sample)))
            .toList());
  }

  private List<Limit> limits() {
    double atMost = size.rssMebibytes() * 1024.0 * 1024;
    double rss = samples.stream().mapToDouble(s -> s.gateway().rssAnon()).max().orElse(0);
    Trend heap = trend(Sample::heap, true);
    Trend threads = trend(sample -> sample.gateway().threads(), false);
    long callbacks = samples.stream().mapToLong(s -> s.gateway().callbacks()).max().orElse(0);
    return List.of(
        new Limit(
            "RssAnon, highest",
            ProcessFigures.mebibytes(atMost),
            ProcessFigures.mebibytes(rss),
            rss <= atMost),
        new Limit(
            "heap after GC, trend over the run",
            "at most +10 % or +" + ProcessFigures.mebibytes(HEAP_NOISE),
            ProcessFigures.mebibytes(heap.growth())
                + " on "
                + ProcessFigures.mebibytes(heap.median()),
            heap.flat(SHARE_OF_HEAP, HEAP_NOISE)),
        new Limit(
            "threads but for callbacks, trend over the run",
            "at most +5 %",
            threads.toString(),
            threads.flat(SHARE_OF_THREADS, 1)),
        new Limit(
            "threads for OPC UA callbacks, most at once",
            "two a machine: " + 2 * size.opcua(),
            Long.toString(callbacks),
            callbacks <= 2L * size.opcua()),
        new Limit(
            "numbers lost",
            "0",
            count.lost() + ", and " + count.declared() + " in declared gaps",
            count.lost() == 0),
        new Limit(
            "numbers stored twice, or under another signal",
            "0",
            count.duplicates() + ", " + count.mixedUp(),
            count.duplicates() + count.mixedUp() == 0),
        new Limit(
            "catalogue, health, metrics",
            "all answered",
            wrong.isEmpty() ? "all" : wrong.size() + " not: " + wrong.get(0),
            wrong.isEmpty()));
  }

  /** The promises that were not kept, each in a sentence. */
  public List<String> broken() {
    return limits().stream()
        .filter(limit -> !limit.held())
        .map(limit -> limit.what() + ": " + limit.measured() + ", not " + limit.limit())
        .toList();
  }

  /** All of it as Markdown. */
  public String markdown() {
    Sample last = samples.get(samples.size() - 1);
    Sample first = samples.get(0);
    double seconds = last.seconds() - first.seconds();
    List<String> lines = new ArrayList<>();
    lines.add("## One gateway, " + size.machines() + " machines, " + size.values() + " values/s");
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "%d machines over OPC UA (SignAndEncrypt) and %d over MQTT (QoS 1), %d signals each,"
                + " registered and delivering after %.0f s; watched for %.0f s: %,.0f values/s told,"
                + " %,.0f stored, the gateway at %.2f of a core, the machines at %.2f.",
            size.opcua(),
            size.mqtt(),
            size.signals(),
            registered,
            seconds,
            (last.told() - first.told()) / seconds,
            (last.stored() - first.stored()) / seconds,
            (last.gateway().cpu() - first.gateway().cpu()) / seconds,
            (last.labCpu() - first.labCpu()) / seconds));
    lines.add("");
    lines.add(Sample.HEADER);
    int step = Math.max(1, samples.size() / ROWS_AT_MOST);
    for (int row = 0; row < samples.size(); row += step) {
      lines.add(samples.get(row).row());
    }
    lines.add("");
    lines.add("| promise | limit | measured | held |\n|---|---|---|---|");
    limits().forEach(limit -> lines.add(limit.row()));
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "%,d numbers found of those told. Asked all the while: %s.",
            count.stored(),
            answers));
    count.examples().forEach(example -> lines.add("- " + example));
    return String.join("\n", lines) + "\n";
  }
}
