package fucina.scheduler.postgres;

import fucina.scheduler.Booking;
import fucina.scheduler.Occurrence;
import fucina.scheduler.Party;
import fucina.scheduler.Refusal;
import fucina.scheduler.Series;
import fucina.scheduler.SeriesQuery;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Series and their occurrences. */
final class SeriesRows {
  private static final String FIND = "SELECT * FROM series WHERE id = $1";

  private static final String LIST =
      """
      SELECT s.* FROM series s
      WHERE ($1::text IS NULL OR s.organisation = $1)
        AND ($2::text IS NULL OR EXISTS (
          SELECT 1 FROM bookable_machine m WHERE m.id = ANY (s.machines) AND m.centre = $2))
        AND ($3::text IS NULL OR (s.created_at, s.id) <
          (SELECT l.created_at, l.id FROM series l WHERE l.id = $3))
      ORDER BY s.created_at DESC, s.id DESC
      LIMIT $4""";

  private static final String INSERT =
      """
      INSERT INTO series (id, person, organisation, machines, window_from, window_to, zone, rule,
        exdates, purpose, created_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)""";

  private static final String INSERT_OCCURRENCE =
      """
      INSERT INTO occurrence (series, recurrence_at, window_to, booking, refusals)
      VALUES ($1, $2, $3, $4, $5)""";

  private static final String OCCURRENCES =
      "SELECT * FROM occurrence WHERE series = $1 ORDER BY recurrence_at";

  private static final String BOOKINGS =
      BookingRows.BOOKINGS + " WHERE b.series = $1 ORDER BY a.machine";

  private SeriesRows() {}

  static Future<Optional<Series>> find(SqlClient client, String id) {
    return series(client, FIND, Tuple.of(id)).map(found -> found.stream().findFirst());
  }

  static Future<Optional<Series>> locked(SqlClient client, String id) {
    return series(client, FIND + " FOR UPDATE", Tuple.of(id))
        .map(found -> found.stream().findFirst());
  }

  static Future<List<Series>> list(SqlClient client, SeriesQuery query) {
    return series(
        client,
        LIST,
        Tuple.of(
            query.organisation().orElse(null),
            query.centre().orElse(null),
            query.after().orElse(null),
            query.limit()));
  }

  static Future<Void> insert(SqlClient client, Series series) {
    Tuple row =
        Tuple.tuple()
            .addValue(series.id())
            .addValue(series.party().person())
            .addValue(series.party().organisation())
            .addValue(series.machines().toArray(String[]::new))
            .addValue(Rows.at(series.first().from()))
            .addValue(Rows.at(series.first().to()))
            .addValue(series.zone().getId())
            .addValue(series.rule())
            .addValue(series.exdates().stream().map(Rows::at).toArray(OffsetDateTime[]::new))
            .addValue(series.purpose())
            .addValue(Rows.at(series.createdAt()));
    return client.preparedQuery(INSERT).execute(row).mapEmpty();
  }

  static Future<Void> insert(SqlClient client, String series, List<Occurrence> occurrences) {
    List<Tuple> rows = occurrences.stream().map(each -> row(series, each)).toList();
    return client.preparedQuery(INSERT_OCCURRENCE).executeBatch(rows).mapEmpty();
  }

  static Future<List<Occurrence>> occurrences(SqlClient client, String series) {
    return client
        .preparedQuery(BOOKINGS)
        .execute(Tuple.of(series))
        .map(
            rows -> {
              Map<String, Booking> bookings = new HashMap<>();
              Rows.bookings(rows).forEach(each -> bookings.put(each.id(), each));
              return bookings;
            })
        .compose(
            bookings ->
                client
                    .preparedQuery(OCCURRENCES)
                    .execute(Tuple.of(series))
                    .map(
                        rows -> {
                          List<Occurrence> occurrences = new ArrayList<>();
                          rows.forEach(row -> occurrences.add(occurrence(row, bookings)));
                          return occurrences;
                        }));
  }

  private static Future<List<Series>> series(SqlClient client, String sql, Tuple values) {
    return client
        .preparedQuery(sql)
        .execute(values)
        .map(
            rows -> {
              List<Series> series = new ArrayList<>();
              rows.forEach(row -> series.add(series(row)));
              return series;
            });
  }

  private static Series series(Row row) {
    return new Series(
        row.getString("id"),
        new Party(row.getString("person"), row.getString("organisation")),
        List.of(row.getArrayOfStrings("machines")),
        Rows.window(row, "window_from", "window_to"),
        ZoneId.of(row.getString("zone")),
        row.getString("rule"),
        Stream.of(row.getArrayOfOffsetDateTimes("exdates")).map(OffsetDateTime::toInstant).toList(),
        row.getString("purpose"),
        Rows.instant(row, "created_at"));
  }

  private static Occurrence occurrence(Row row, Map<String, Booking> bookings) {
    return new Occurrence(
        Rows.instant(row, "recurrence_at"),
        Rows.window(row, "recurrence_at", "window_to"),
        Optional.ofNullable(row.getString("booking")).map(bookings::get),
        row.getJsonArray("refusals").stream()
            .map(JsonObject.class::cast)
            .map(SeriesRows::refusal)
            .toList(),
        List.of());
  }

  private static Tuple row(String series, Occurrence occurrence) {
    JsonArray refusals = new JsonArray();
    occurrence.refusals().forEach(each -> refusals.add(json(each)));
    return Tuple.of(
        series,
        Rows.at(occurrence.at()),
        Rows.at(occurrence.window().to()),
        occurrence.booking().map(Booking::id).orElse(null),
        refusals);
  }

  private static JsonObject json(Refusal refusal) {
    return new JsonObject()
        .put("rule", refusal.rule())
        .put("limit", refusal.limit())
        .put("actual", refusal.actual())
        .put("detail", refusal.detail());
  }

  private static Refusal refusal(JsonObject json) {
    return new Refusal(
        json.getString("rule"),
        json.getString("limit"),
        json.getString("actual"),
        json.getString("detail"));
  }
}
