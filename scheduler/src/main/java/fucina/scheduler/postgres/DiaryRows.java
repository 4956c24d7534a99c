package fucina.scheduler.postgres;

import fucina.scheduler.Asker;
import fucina.scheduler.BookableMachine;
import fucina.scheduler.Diary;
import fucina.scheduler.Party;
import fucina.scheduler.Standing;
import fucina.scheduler.Window;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What machines' diaries are read from. */
final class DiaryRows {
  private static final String DIARIES =
      """
      SELECT machine, lower(occupied) AS occupied_from, upper(occupied) AS occupied_to,
        blackout IS NOT NULL AS upkeep
      FROM allocation
      WHERE active AND machine = ANY ($1) AND occupied && tstzrange($2, $3)
        AND ($4::text IS NULL OR booking IS DISTINCT FROM $4)""";

  private DiaryRows() {}

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
}
