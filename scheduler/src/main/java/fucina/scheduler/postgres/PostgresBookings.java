package fucina.scheduler.postgres;

import fucina.scheduler.Asker;
import fucina.scheduler.Blackout;
import fucina.scheduler.BlackoutQuery;
import fucina.scheduler.BookableMachine;
import fucina.scheduler.Booking;
import fucina.scheduler.BookingQuery;
import fucina.scheduler.BookingStore;
import fucina.scheduler.Diary;
import fucina.scheduler.Held;
import fucina.scheduler.Ledger;
import fucina.scheduler.MachineFilter;
import fucina.scheduler.Occurrence;
import fucina.scheduler.Policy;
import fucina.scheduler.Series;
import fucina.scheduler.SeriesQuery;
import fucina.scheduler.WaitingEntry;
import fucina.scheduler.Window;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Bookings in PostgreSQL. */
public final class PostgresBookings implements BookingStore {
  /**
   * Beside deadlock and serialisation: the exclusion constraint found an overlap that was not there
   * when the rules were asked. Asked again they see it, and refuse in words.
   */
  private static final Set<String> AGAIN = Set.of("40P01", "40001", "23P01");

  private static final String ORDER = " ORDER BY b.window_from DESC, b.id DESC, a.machine";

  private static final String PAGE =
      """
      SELECT p.id FROM booking p
      WHERE ($1::text IS NULL OR p.organisation = $1)
        AND ($2::text IS NULL OR EXISTS (
          SELECT 1 FROM allocation x JOIN bookable_machine m ON m.id = x.machine
          WHERE x.booking = p.id AND m.centre = $2))
        AND ($3::text IS NULL OR (p.window_from, p.id) <
          (SELECT l.window_from, l.id FROM booking l WHERE l.id = $3))
        AND %s
      ORDER BY p.window_from DESC, p.id DESC
      LIMIT $4""";

  private static final String BEGUN =
      """
      SELECT x.booking FROM allocation x JOIN booking b ON b.id = x.booking
      WHERE x.active AND x.ended_at IS NULL AND x.window_from <= $1
        AND b.state IN ('CONFIRMED', 'IN_USE')""";

  private static final String LAPSED =
      """
      SELECT booking FROM allocation WHERE approve_by <= $1
      UNION SELECT id FROM booking WHERE state = 'CLAIMED' AND claimed_until <= $1
      LIMIT 100""";

  private static final String MACHINES =
      """
      SELECT * FROM bookable_machine
      WHERE NOT retired
        AND ($1::text IS NULL OR id = $1)
        AND ($2::text IS NULL OR family = $2)
        AND ($3::text IS NULL OR $3 = ANY (capabilities))
        AND ($4::text IS NULL OR centre = $4)
      ORDER BY id""";

  private static final String KNOWN =
      """
      SELECT * FROM bookable_machine m
      WHERE ($1::text IS NULL OR centre = $1)
        AND (NOT retired OR EXISTS (SELECT 1 FROM allocation a
          WHERE a.machine = m.id AND a.window_from < $3 AND a.window_to > $2))
      ORDER BY id""";

  private static final String HELD =
      """
      SELECT a.machine, b.organisation, o.reason, a.window_from, a.window_to,
        lower(a.occupied) AS occupied_from, upper(a.occupied) AS occupied_to
      FROM allocation a
        LEFT JOIN booking b ON b.id = a.booking
        LEFT JOIN blackout o ON o.id = a.blackout
      WHERE a.active AND a.machine = ANY ($1) AND a.occupied && tstzrange($2, $3)
      ORDER BY a.machine, a.window_from""";

  private static final String KEEP =
      """
      INSERT INTO bookable_machine (id, centre, family, capabilities, rules, in_service)
      VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT (id) DO UPDATE SET centre = EXCLUDED.centre, family = EXCLUDED.family,
        capabilities = EXCLUDED.capabilities, rules = EXCLUDED.rules,
        in_service = EXCLUDED.in_service, retired = false""";

  private static final String DROP = "UPDATE bookable_machine SET retired = true WHERE id = $1";

  private final Database database;

  public PostgresBookings(Database database) {
    this.database = database;
  }

  @Override
  public <T> Future<T> write(Function<Ledger, Future<T>> work) {
    return database.inTransaction(AGAIN, connection -> work.apply(new PostgresLedger(connection)));
  }

  @Override
  public Future<Optional<Booking>> find(String id) {
    return query(BookingRows.BOOKINGS + " WHERE b.id = $1" + ORDER, Tuple.of(id))
        .map(rows -> Rows.bookings(rows).stream().findFirst());
  }

  @Override
  public Future<List<Booking>> list(BookingQuery query) {
    Tuple asked =
        Tuple.of(
            query.organisation().orElse(null),
            query.centre().orElse(null),
            query.after().orElse(null),
            query.limit());
    // As text of the query, so that a rare state is found by its index.
    String page =
        PAGE.formatted(query.state().map(s -> "p.state = '" + s.name() + "'").orElse("true"));
    return query(BookingRows.BOOKINGS + " WHERE b.id IN (" + page + ")" + ORDER, asked)
        .map(Rows::bookings);
  }

  @Override
  public Future<Optional<Series>> series(String id) {
    return SeriesRows.find(database.pool(), id);
  }

  @Override
  public Future<List<Series>> series(SeriesQuery query) {
    return SeriesRows.list(database.pool(), query);
  }

  @Override
  public Future<List<Occurrence>> occurrences(String series) {
    return SeriesRows.occurrences(database.pool(), series);
  }

  @Override
  public Future<List<Booking>> begun(Instant now) {
    return query(
            BookingRows.BOOKINGS + " WHERE b.id IN (" + BEGUN + ")" + ORDER, Tuple.of(Rows.at(now)))
        .map(Rows::bookings);
  }

  @Override
  public Future<List<String>> lapsed(Instant now) {
    return query(LAPSED, Tuple.of(Rows.at(now)))
        .map(
            rows -> {
              List<String> ids = new ArrayList<>();
              rows.forEach(row -> ids.add(row.getString("booking")));
              return ids;
            });
  }

  @Override
  public Future<Optional<WaitingEntry>> waiting(String id) {
    return WaitingRows.find(database.pool(), id);
  }

  @Override
  public Future<List<WaitingEntry>> waiting(Optional<String> organisation) {
    return WaitingRows.of(database.pool(), organisation);
  }

  @Override
  public Future<Optional<Blackout>> blackout(String id) {
    return BlackoutRows.find(database.pool(), id);
  }

  @Override
  public Future<List<Blackout>> blackouts(BlackoutQuery query) {
    return BlackoutRows.list(database.pool(), query);
  }

  @Override
  public Future<List<BookableMachine>> machines(MachineFilter filter) {
    Tuple asked =
        Tuple.of(
            filter.machine().orElse(null),
            filter.family().orElse(null),
            filter.capability().orElse(null),
            filter.centre().orElse(null));
    return query(MACHINES, asked).map(Rows::machines);
  }

  @Override
  public Future<List<BookableMachine>> known(Optional<String> centre, Window span) {
    return query(KNOWN, Tuple.of(centre.orElse(null), Rows.at(span.from()), Rows.at(span.to())))
        .map(Rows::machines);
  }

  @Override
  public Future<List<Diary>> diaries(List<BookableMachine> machines, Window span, Asker asker) {
    return DiaryRows.diaries(
        database.pool(), machines, span, asker, party -> Future.succeededFuture());
  }

  @Override
  public Future<List<Policy>> policies() {
    return PolicyRows.inForce(database.pool(), Optional.empty());
  }

  @Override
  public Future<List<Held>> held(List<BookableMachine> machines, Window span) {
    return query(HELD, Tuple.of(Rows.ids(machines), Rows.at(span.from()), Rows.at(span.to())))
        .map(
            rows -> {
              List<Held> held = new ArrayList<>();
              rows.forEach(row -> held.add(Rows.held(row)));
              return held;
            });
  }

  @Override
  public Future<Void> keep(BookableMachine machine) {
    Tuple kept =
        Tuple.of(
            machine.machine(),
            machine.centre(),
            machine.family(),
            machine.capabilities().stream().sorted().toArray(String[]::new),
            RulesJson.write(machine.rules()),
            machine.inService());
    return query(KEEP, kept).mapEmpty();
  }

  @Override
  public Future<Void> drop(String machine) {
    return query(DROP, Tuple.of(machine)).mapEmpty();
  }

  private Future<RowSet<Row>> query(String sql, Tuple values) {
    return database.pool().preparedQuery(sql).execute(values);
  }
}
