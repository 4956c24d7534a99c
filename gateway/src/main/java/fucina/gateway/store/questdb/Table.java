package fucina.gateway.store.questdb;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A table.
 *
 * <p>A commit costs one msync a column, and a row costs disk for every column, so the hot table has
 * four: numbers and flags of machines whose clock is right, which is nearly everything. Texts, and
 * readings whose source time differs from their time, go to a wider table. A {@code series} is
 * {@code machine/signal}; {@code meta} is {@link Meta}, and part of the key because it holds the
 * content hash.
 */
record Table(Kind kind, Shelf shelf) {
  static final Table GAPS = new Table(Kind.GAPS, Shelf.USUAL);

  static final int TS = 0;
  static final int SERIES = 1;
  static final int VALUE = 2;
  static final int META = 3;
  static final int TEXT = 4;
  static final int SOURCE = 5;

  /** What a table holds. */
  enum Kind {
    NUMBERS(
        "numbers",
        "ts timestamp, series symbol capacity 4096, value double, meta long",
        "day",
        "ts, series, meta"),
    WORDS(
        "words",
        "ts timestamp, series symbol capacity 4096, value double, meta long, text varchar, source timestamp",
        "day",
        "ts, series, meta"),
    /**
     * What became of a signal in each minute of an hour: {@link HourCells}. By days, so that they
     * go with the readings they tell of.
     */
    HOURS(
        "hours",
        "ts timestamp, series symbol capacity 4096 index capacity 32, till int, cells binary",
        "day",
        "ts, series"),
    GAPS(
        "gaps",
        "ts timestamp, machine symbol capacity 1024, signal symbol capacity 4096, till timestamp, reason symbol",
        "month",
        "ts, machine, signal, till, reason");

    private final String title;
    private final String columns;
    private final String partition;
    private final String keys;

    Kind(String title, String columns, String partition, String keys) {
      this.title = title;
      this.columns = columns;
      this.partition = partition;
      this.keys = keys;
    }
  }

  /** Those there are from the start. */
  static List<Table> first() {
    return List.of(
        new Table(Kind.NUMBERS, Shelf.USUAL),
        new Table(Kind.WORDS, Shelf.USUAL),
        new Table(Kind.HOURS, Shelf.USUAL),
        GAPS);
  }

  /** Those there may be. */
  static List<Table> all() {
    return Stream.concat(
            Arrays.stream(Shelf.values())
                .flatMap(
                    shelf ->
                        Stream.of(Kind.NUMBERS, Kind.WORDS, Kind.HOURS)
                            .map(kind -> new Table(kind, shelf))),
            Stream.of(GAPS))
        .toList();
  }

  String title() {
    return kind.title + shelf.suffix;
  }

  /** The longest stretch a partition has. */
  Duration partition() {
    return Duration.ofDays(kind.partition.equals("day") ? 1 : 31);
  }

  String ddl() {
    return "create table if not exists %s (%s) timestamp(ts) partition by %s wal dedup upsert keys(%s)"
        .formatted(title(), kind.columns, kind.partition, kind.keys);
  }
}
