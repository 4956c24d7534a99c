package fucina.scheduler.postgres;

import fucina.scheduler.Booking;
import fucina.scheduler.Booking.Allocation;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;

/** Bookings and their allocations. */
final class BookingRows {
  /** Bookings with their allocations; a condition follows. */
  static final String BOOKINGS =
      """
      SELECT b.id, b.person, b.organisation, b.window_from AS booked_from, b.window_to AS booked_to,
        b.purpose, b.state, b.version, b.created_at, b.reason,
        b.claimed_until, b.series,
        a.session, a.machine, a.window_from, a.window_to, a.active, a.ended_at, a.approve_by,
        lower(a.occupied) AS occupied_from, upper(a.occupied) AS occupied_to
      FROM booking b JOIN allocation a ON a.booking = b.id""";

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

  private BookingRows() {}

  /** A booking, locked. */
  static Future<Optional<Booking>> locked(SqlClient client, String id) {
    return locked(client, LOCK_BOOKING, id);
  }

  /** The booking a session belongs to, locked. */
  static Future<Optional<Booking>> lockedOf(SqlClient client, String session) {
    return locked(client, LOCK_BOOKING_OF, session);
  }

  private static Future<Optional<Booking>> locked(SqlClient client, String lock, String id) {
    return client
        .preparedQuery(lock)
        .execute(Tuple.of(id))
        .compose(
            rows -> {
              for (Row row : rows) {
                return client
                    .preparedQuery(BOOKINGS + " WHERE b.id = $1 ORDER BY a.machine")
                    .execute(Tuple.of(row.getString("id")))
                    .map(found -> Rows.bookings(found).stream().findFirst());
              }
              return Future.succeededFuture(Optional.empty());
            });
  }

  static Future<Void> insert(SqlClient client, Booking booking) {
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
    return client
        .preparedQuery(INSERT)
        .execute(head)
        .compose(done -> client.preparedQuery(INSERT_ALLOCATION).executeBatch(rows))
        .mapEmpty();
  }

  /** Writes a booking and all its allocations anew. */
  static Future<Void> update(SqlClient client, Booking booking) {
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
    List<Tuple> rows = booking.allocations().stream().map(BookingRows::change).toList();
    return client
        .preparedQuery(UPDATE)
        .execute(head)
        .compose(done -> client.preparedQuery(UPDATE_ALLOCATION).executeBatch(rows))
        .mapEmpty();
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
}
