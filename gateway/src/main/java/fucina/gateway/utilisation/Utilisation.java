package fucina.gateway.utilisation;

import fucina.gateway.utilisation.Figures.Lead;
import fucina.scheduler.OpenTime;
import fucina.scheduler.Scheduler;
import fucina.scheduler.Window;
import fucina.scheduler.postgres.Database;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How well machines are used, counted anew at each ask. */
public final class Utilisation {
  /** All together, beside the groups. */
  private static final String ALL = "";

  /**
   * Each booking twice, in its group and in the whole, however many of its machines lie there. A
   * window that was given back while it ran was held as long as it was used. A session that runs is
   * used until now.
   */
  private static final String FIGURES =
      """
      WITH share AS (
        SELECT %s AS own, b.id, b.state, a.active, b.created_at, a.window_from,
          tstzrange(a.window_from, a.window_to) * tstzrange($1, $2) AS held,
          CASE WHEN b.state <> 'NO_SHOW' AND s.started_at IS NOT NULL
            THEN tstzrange(s.started_at, greatest(s.started_at, coalesce(s.ended_at, $4)))
              * tstzrange(a.window_from, a.window_to) * tstzrange($1, $2)
            ELSE 'empty' END AS used
        FROM allocation a
        JOIN booking b ON b.id = a.booking
        JOIN bookable_machine m ON m.id = a.machine
        LEFT JOIN session s ON s.id = a.session
        WHERE a.window_from < $2 AND a.window_to > $1 AND ($3::text IS NULL OR m.centre = $3)
      ),
      one AS (
        SELECT g.name, id, state,
          sum(upper(CASE WHEN active THEN held ELSE used END)
            - lower(CASE WHEN active THEN held ELSE used END)) AS booked,
          sum(upper(used) - lower(used)) AS used,
          min(greatest(window_from - created_at, interval '0')) FILTER (WHERE active) AS lead
        FROM share CROSS JOIN LATERAL (VALUES (own), ('')) g (name)
        GROUP BY g.name, id, state
      ),
      states AS (
        SELECT name, jsonb_object_agg(state, many) AS bookings
        FROM (SELECT name, state, count(*) AS many FROM one GROUP BY name, state) counted
        GROUP BY name
      )
      SELECT name, bookings,
        extract(epoch FROM coalesce(sum(booked), interval '0'))::float8 AS booked,
        extract(epoch FROM coalesce(sum(used), interval '0'))::float8 AS used,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM lead)::float8) AS median,
        percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM lead)::float8) AS p90
      FROM one JOIN states USING (name)
      GROUP BY name, bookings""";

  private final Database database;
  private final Scheduler scheduler;
  private final InstantSource clock;

  public Utilisation(Database database, Scheduler scheduler, InstantSource clock) {
    this.database = database;
    this.scheduler = scheduler;
    this.clock = clock;
  }

  /**
   * What came of an ask.
   *
   * @param groups by id; machines and centres that nobody booked are among them
   */
  public record Report(Figures total, List<Figures> groups) {}

  /**
   * The figures of a span.
   *
   * @param centre only this centre's machines
   */
  public Future<Report> of(Window span, Grouping by, Optional<String> centre) {
    return scheduler
        .openTime(span, centre)
        .compose(open -> booked(span, by, centre).map(booked -> report(by, open, booked)));
  }

  private Future<Map<String, Figures>> booked(Window span, Grouping by, Optional<String> centre) {
    return database
        .pool()
        .preparedQuery(FIGURES.formatted(by.column()))
        .execute(Tuple.of(at(span.from()), at(span.to()), centre.orElse(null), at(clock.instant())))
        .map(
            rows -> {
              Map<String, Figures> found = new HashMap<>();
              rows.forEach(row -> found.put(row.getString("name"), figures(row)));
              return found;
            });
  }

  private static Report report(Grouping by, List<OpenTime> open, Map<String, Figures> booked) {
    Duration whole = Duration.ZERO;
    Map<String, Figures> groups = new TreeMap<>(booked);
    Figures total = groups.getOrDefault(ALL, Figures.none(ALL));
    groups.remove(ALL);
    Function<OpenTime, String> group =
        by == Grouping.MACHINE ? OpenTime::machine : OpenTime::centre;
    for (OpenTime machine : open) {
      whole = whole.plus(machine.open());
      if (by != Grouping.ORGANISATION) {
        String id = group.apply(machine);
        Figures before = groups.getOrDefault(id, Figures.none(id));
        groups.put(id, before.open(before.open().plus(machine.open())));
      }
    }
    if (by == Grouping.ORGANISATION) {
      Duration all = whole;
      groups.replaceAll((id, figures) -> figures.open(all));
    }
    return new Report(total.open(whole), List.copyOf(groups.values()));
  }

  private static Figures figures(Row row) {
    Map<String, Long> bookings = new HashMap<>();
    JsonObject states = row.getJsonObject("bookings");
    states.fieldNames().forEach(state -> bookings.put(state, states.getLong(state)));
    Optional<Duration> median = seconds(row.getDouble("median"));
    return new Figures(
        row.getString("name"),
        Duration.ZERO,
        seconds(row.getDouble("booked")).orElseThrow(),
        seconds(row.getDouble("used")).orElseThrow(),
        bookings,
        median.map(half -> new Lead(half, seconds(row.getDouble("p90")).orElseThrow())));
  }

  private static Optional<Duration> seconds(@Nullable Double seconds) {
    return Optional.ofNullable(seconds)
        .map(known -> Duration.of(Math.round(known * 1_000), ChronoUnit.MILLIS));
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
