package fucina.gateway.store.questdb;

import fucina.profiles.StorePolicy.Retention;
import java.time.Duration;
import java.util.Optional;

/**
 * Readings that are kept equally long. QuestDB drops whole partitions of a table, never rows, so
 * each shelf has tables of its own; all but the usual one are made when first used.
 */
enum Shelf {
  /** As long as the product's own setting says. */
  USUAL("", Optional.empty()),
  DAYS_7("_7d", Optional.of(Retention.DAYS_7)),
  DAYS_90("_90d", Optional.of(Retention.DAYS_90)),
  YEARS_2("_2y", Optional.of(Retention.YEARS_2));

  /** Ends the names of its tables; written to disk, so it never changes. */
  final String suffix;

  private final Optional<Retention> retention;

  Shelf(String suffix, Optional<Retention> retention) {
    this.suffix = suffix;
    this.retention = retention;
  }

  static Shelf of(Optional<Retention> retention) {
    return retention
        .map(
            length ->
                switch (length) {
                  case DAYS_7 -> DAYS_7;
                  case DAYS_90 -> DAYS_90;
                  case YEARS_2 -> YEARS_2;
                })
        .orElse(USUAL);
  }

  /** As a profile names it; {@code usual} for the product's own setting. */
  String word() {
    return retention.map(Retention::word).orElse("usual");
  }

  /**
   * How long readings stay.
   *
   * @param usual what the product's own setting says; empty for ever
   */
  Optional<Duration> length(Optional<Duration> usual) {
    return retention.map(Retention::length).or(() -> usual);
  }
}
