package fucina.scheduler.postgres;

import fucina.scheduler.Asker;
import fucina.scheduler.AuditEntry;
import fucina.scheduler.Blackout;
import fucina.scheduler.BookableMachine;
import fucina.scheduler.Booking;
import fucina.scheduler.Booking.Allocation;
import fucina.scheduler.Diary;
import fucina.scheduler.Ledger;
import fucina.scheduler.Occurrence;
import fucina.scheduler.Party;
import fucina.scheduler.Policy;
import fucina.scheduler.Policy.Scope;
import fucina.scheduler.Series;
import fucina.scheduler.Standing;
import fucina.scheduler.WaitingEntry;
import fucina.scheduler.Window;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;

/** One transaction on one connection. */
final class PostgresLedger implements Ledger {
  /** Bookings with their allocations; a condition follows. */
  static final String BOOKINGS =
      """
      SELECT b.id, b.person, b.organisation, b.window_from AS booked_from, b.window_to AS booked_to,
        b.purpose, b.state, b.version, b.created_at, b.reason,
        b.claimed_until, b.series,
        a.session, a.machine, a.window_from, a.window_to, a.active, a.ended_at, a.approve_by,
        lower(a.occupied) AS occupied_from, upper(a.occupied) AS occupied_to
      FROM booking b JOIN allocation a ON a.booking = b.id""";

  private static final String DIARIES =
      """
      SELECT machine, lower(occupied) AS occupied_from, upper(occupied) AS occupied_to,
        blackout IS NOT NULL AS upkeep
      FROM allocation
      WHERE active AND machine = ANY ($1) AND occupied && tstzrange($2, $3)
        AND ($4::text IS NULL OR booking IS DISTINCT FROM $4)""";

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

  private static final String LOCK_BOOKING = "SELECT id FROM booking WHERE id = $1 FOR UPDATE";

  private static final String LOCK_BOOKING_OF =
      """
      SELECT id FROM booking
      WHERE id = (SELECT booking FROM allocation WHERE session = $1) FOR UPDATE""";

  private static final String INSERT =
      """
      INSERT INTO booking
        (id, person, organisation, window_from, window_to, purpose, state, version, created_at,
          claimed_until, series)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)""";

  private static final String INSERT_ALLOCATION =
      """
      INSERT INTO allocation
        (session, booking, machine, window_from, window_to, occupied, active, ended_at, approve_by)
      VALUES ($1, $2, $3, $4, $5, tstzrange($6, $7), $8, $9, $10)""";

  private static final String UPDATE =
      """
      UPDATE booking
      SET window_from = $2, window_to = $3, state = $4, version = $5, reason = $6,
        claimed_until = $7, purpose = $8
      WHERE id = $1""";

  private static final String UPDATE_ALLOCATION =
      """
      UPDATE allocation SET window_from = $2, window_to = $3, occupied = tstzrange($4, $5),
        active = $6, ended_at = $7, approve_by = $8
      WHERE session = $1""";

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

  /**
   * What occupies these machines, and where who asks stands.
   *
   * @param counted made once before what the organisation holds is read, where a quota counts
   */
  static Future<List<Diary>> diaries(
      SqlClient client,
      List<BookableMachine> machines,
      Window span,
      Asker asker,
      Function<Party, Future<Void>> counted) {
    Tuple asked =
        Tuple.of(
            Rows.ids(machines),
            Rows.at(span.from()),
            Rows.at(span.to()),
            asker.except().orElse(null));
    Future<RowSet<Row>> taken = client.preparedQuery(DIARIES).execute(asked);
    return PolicyRows.inForce(
            client, Optional.of(asker.party().map(Party::organisation).orElse("")))
        .compose(
            policies ->
                asker
                    .party()
                    .filter(party -> PolicyRows.count(policies))
                    .map(
                        party ->
                            counted
                                .apply(party)
                                .compose(done -> PolicyRows.holdings(client, party, span, asker)))
                    .orElse(Future.succeededFuture(List.of()))
                    .compose(
                        holdings ->
                            taken.map(
                                rows ->
                                    Rows.diaries(
                                        machines,
                                        rows,
                                        each ->
                                            Standing.of(
                                                each, asker.party(), policies, holdings)))));
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
    return diaries(connection, machines, span, asker, this::lock);
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
    return locked(LOCK_BOOKING, id);
  }

  @Override
  public Future<Optional<Booking>> bookingOf(String session) {
    return locked(LOCK_BOOKING_OF, session);
  }

  @Override
  public Future<Void> insert(Booking booking) {
    Tuple head =
        Tuple.of(
            booking.id(),
            booking.party().person(),
            booking.party().organisation(),
            Rows.at(booking.window().from()),
            Rows.at(booking.window().to()),
            booking.purpose(),
            booking.state().name(),
            booking.version(),
            Rows.at(booking.createdAt()),
            booking.claimedUntil().map(Rows::at).orElse(null),
            booking.series().orElse(null));
    List<Tuple> rows = booking.allocations().stream().map(a -> row(booking, a)).toList();
    return query(INSERT, head)
        .compose(done -> connection.preparedQuery(INSERT_ALLOCATION).executeBatch(rows))
        .mapEmpty();
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
  public Future<Void> update(Booking booking) {
    Tuple head =
        Tuple.of(
            booking.id(),
            Rows.at(booking.window().from()),
            Rows.at(booking.window().to()),
            booking.state().name(),
            booking.version(),
            booking.reason().orElse(null),
            booking.claimedUntil().map(Rows::at).orElse(null),
            booking.purpose());
    List<Tuple> rows = booking.allocations().stream().map(PostgresLedger::change).toList();
    return query(UPDATE, head)
        .compose(done -> connection.preparedQuery(UPDATE_ALLOCATION).executeBatch(rows))
        .mapEmpty();
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

  private Future<Optional<Booking>> locked(String lock, String id) {
    return query(lock, Tuple.of(id))
        .compose(
            rows ->
                first(rows).isEmpty()
                    ? Future.succeededFuture(Optional.empty())
                    : query(
                            BOOKINGS + " WHERE b.id = $1 ORDER BY a.machine",
                            Tuple.of(first(rows).get().getString("id")))
                        .map(found -> Rows.bookings(found).stream().findFirst()));
  }

  private static Tuple row(Booking booking, Allocation each) {
    return Tuple.of(
        each.session(),
        booking.id(),
        each.machine(),
        Rows.at(each.window().from()),
        Rows.at(each.window().to()),
        Rows.at(each.occupied().from()),
        Rows.at(each.occupied().to()),
        each.active(),
        each.endedAt().map(Rows::at).orElse(null),
        each.approveBy().map(Rows::at).orElse(null));
  }

  private static Tuple change(Allocation each) {
    return Tuple.of(
        each.session(),
        Rows.at(each.window().from()),
        Rows.at(each.window().to()),
        Rows.at(each.occupied().from()),
        Rows.at(each.occupied().to()),
        each.active(),
        each.endedAt().map(Rows::at).orElse(null),
        each.approveBy().map(Rows::at).orElse(null));
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
