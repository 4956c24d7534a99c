package fucina.scheduler.postgres;

import fucina.scheduler.Asker;
import fucina.scheduler.AuditEntry;
import fucina.scheduler.Blackout;
import fucina.scheduler.BookableMachine;
import fucina.scheduler.Booking;
import fucina.scheduler.Diary;
import fucina.scheduler.Ledger;
import fucina.scheduler.Occurrence;
import fucina.scheduler.Party;
import fucina.scheduler.Policy;
import fucina.scheduler.Policy.Scope;
import fucina.scheduler.Series;
import fucina.scheduler.WaitingEntry;
import fucina.scheduler.Window;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;

/** One transaction on one connection. */
final class PostgresLedger implements Ledger {
  /** Locks until the end of the transaction; equal hashes of two keys only make them wait. */
  private static final String LOCK_KEY =
      "SELECT pg_advisory_xact_lock(hashtextextended($1 || chr(10) || $2, 0))";

  private static final String KEYED =
      "SELECT request_hash, booking FROM booking_key WHERE organisation = $1 AND key = $2";

  private static final String REMEMBER =
      "INSERT INTO booking_key (organisation, key, request_hash, booking) VALUES ($1, $2, $3, $4)";

  private static final String LOCK_MACHINES =
      """
      SELECT * FROM bookable_machine WHERE id = ANY ($1) AND NOT retired
      ORDER BY id FOR NO KEY UPDATE""";

  private static final String OWNERS =
      "SELECT id, centre FROM bookable_machine WHERE id = ANY ($1)";

  /** Those a person made; what the waiting list offered was not asked for now. */
  private static final String CLAIMS =
      """
      SELECT count(*)::int AS open FROM booking b
      WHERE b.person = $1 AND b.state = 'CLAIMED'
        AND NOT EXISTS (SELECT 1 FROM waiting w WHERE w.booking = b.id)""";

  private static final String FENCE = "SELECT last FROM fence WHERE machine = $1 FOR UPDATE";

  private static final String NEXT_FENCE =
      """
      INSERT INTO fence (machine, last) VALUES ($1, 1)
      ON CONFLICT (machine) DO UPDATE SET last = fence.last + 1
      RETURNING last""";

  private final SqlConnection connection;

  PostgresLedger(SqlConnection connection) {
    this.connection = connection;
  }

  @Override
  public Future<Optional<Keyed>> keyed(String organisation, String key) {
    Tuple asked = Tuple.of(organisation, key);
    return query(LOCK_KEY, asked)
        .compose(locked -> query(KEYED, asked))
        .map(
            rows ->
                first(rows)
                    .map(
                        row -> new Keyed(row.getString("request_hash"), row.getString("booking"))));
  }

  @Override
  public Future<Void> remember(String organisation, String key, Keyed keyed) {
    return query(REMEMBER, Tuple.of(organisation, key, keyed.requestHash(), keyed.booking()))
        .mapEmpty();
  }

  @Override
  public Future<List<BookableMachine>> lock(SortedSet<String> machines) {
    return query(LOCK_MACHINES, Tuple.of((Object) machines.toArray(String[]::new)))
        .map(Rows::machines);
  }

  @Override
  public Future<Map<String, String>> owners(Set<String> machines) {
    return query(OWNERS, Tuple.of((Object) machines.toArray(String[]::new)))
        .map(
            rows -> {
              Map<String, String> owners = new TreeMap<>();
              rows.forEach(row -> owners.put(row.getString("id"), row.getString("centre")));
              return owners;
            });
  }

  @Override
  public Future<List<Diary>> diaries(List<BookableMachine> machines, Window span, Asker asker) {
    return DiaryRows.diaries(connection, machines, span, asker, this::lock);
  }

  private Future<Void> lock(Party party) {
    return query(LOCK_KEY, Tuple.of("organisation", party.organisation())).mapEmpty();
  }

  @Override
  public Future<PolicyVersion> policy(Scope scope, Optional<String> organisation) {
    return query(LOCK_KEY, Tuple.of("policy " + scope.text(), organisation.orElse("")))
        .compose(locked -> PolicyRows.newest(connection, scope, organisation));
  }

  @Override
  public Future<Void> append(Policy policy, boolean withdrawn) {
    return PolicyRows.append(connection, policy, withdrawn);
  }

  @Override
  public Future<Optional<Booking>> booking(String id) {
    return BookingRows.locked(connection, id);
  }

  @Override
  public Future<Optional<Booking>> bookingOf(String session) {
    return BookingRows.lockedOf(connection, session);
  }

  @Override
  public Future<Void> insert(Booking booking) {
    return BookingRows.insert(connection, booking);
  }

  @Override
  public Future<Void> update(Booking booking) {
    return BookingRows.update(connection, booking);
  }

  @Override
  public Future<Void> insert(Series series) {
    return SeriesRows.insert(connection, series);
  }

  @Override
  public Future<Void> insert(String series, List<Occurrence> occurrences) {
    return SeriesRows.insert(connection, series, occurrences);
  }

  @Override
  public Future<Optional<Series>> series(String id) {
    return SeriesRows.locked(connection, id);
  }

  @Override
  public Future<List<Occurrence>> occurrences(String series) {
    return SeriesRows.occurrences(connection, series);
  }

  @Override
  public Future<Long> fence(String machine) {
    return query(FENCE, Tuple.of(machine))
        .map(rows -> first(rows).map(row -> row.getLong("last")).orElse(0L));
  }

  @Override
  public Future<Long> nextFence(String machine) {
    return query(NEXT_FENCE, Tuple.of(machine))
        .map(rows -> first(rows).orElseThrow().getLong("last"));
  }

  @Override
  public Future<Integer> claims(String person) {
    return query(LOCK_KEY, Tuple.of("claims", person))
        .compose(locked -> query(CLAIMS, Tuple.of(person)))
        .map(rows -> first(rows).orElseThrow().getInteger("open"));
  }

  @Override
  public Future<Boolean> anybodyWaits() {
    return WaitingRows.any(connection);
  }

  @Override
  public Future<List<WaitingEntry>> waiting() {
    return query(LOCK_KEY, Tuple.of("waiting", ""))
        .compose(locked -> WaitingRows.inLine(connection));
  }

  @Override
  public Future<Void> insert(WaitingEntry entry) {
    return WaitingRows.insert(connection, entry);
  }

  @Override
  public Future<Void> offered(String entry, String booking) {
    return WaitingRows.offered(connection, entry, booking);
  }

  @Override
  public Future<Boolean> end(String entry, WaitingEntry.State state) {
    return WaitingRows.end(connection, entry, state);
  }

  @Override
  public Future<Void> settle(String booking, WaitingEntry.State state) {
    return WaitingRows.settle(connection, booking, state);
  }

  @Override
  public Future<Void> waitAgain(String booking) {
    return WaitingRows.again(connection, booking);
  }

  @Override
  public Future<List<Occupant>> occupants(SortedSet<String> machines, Window span) {
    return BlackoutRows.occupants(connection, machines, span);
  }

  @Override
  public Future<Optional<Blackout>> blackout(String id) {
    return BlackoutRows.locked(connection, id);
  }

  @Override
  public Future<Void> insert(Blackout blackout) {
    return BlackoutRows.insert(connection, blackout);
  }

  @Override
  public Future<Void> update(Blackout blackout) {
    return BlackoutRows.update(connection, blackout);
  }

  @Override
  public Future<Void> append(AuditEntry entry) {
    return Audit.append(connection, entry);
  }

  private Future<RowSet<Row>> query(String sql, Tuple values) {
    return connection.preparedQuery(sql).execute(values);
  }

  private static Optional<Row> first(RowSet<Row> rows) {
    for (Row row : rows) {
      return Optional.of(row);
    }
    return Optional.empty();
  }
}
