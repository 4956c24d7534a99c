package fucina.scheduler.postgres;

import fucina.scheduler.Asker;
import fucina.scheduler.Holding;
import fucina.scheduler.Ledger.PolicyVersion;
import fucina.scheduler.Party;
import fucina.scheduler.Policy;
import fucina.scheduler.Policy.Scope;
import fucina.scheduler.Terms;
import fucina.scheduler.Window;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Policies, and what organisations hold, which they count. */
final class PolicyRows {
  /** As far back as the month of an instant may have begun, on any wall clock. */
  private static final Duration MONTH = Duration.ofDays(33);

  private static final String IN_FORCE =
      """
      SELECT * FROM (
        SELECT DISTINCT ON (scope, organisation) * FROM policy
        WHERE $1::text IS NULL OR organisation IN ('', $1)
        ORDER BY scope, organisation, version DESC) newest
      WHERE content IS NOT NULL""";

  private static final String NEWEST =
      """
      SELECT * FROM policy WHERE scope = $1 AND organisation = $2
      ORDER BY version DESC LIMIT 1""";

  private static final String APPEND =
      """
      INSERT INTO policy (scope, organisation, version, content, set_by, set_at)
      VALUES ($1, $2, $3, $4, $5, $6)""";

  private static final String HOLDINGS =
      """
      SELECT a.booking, a.machine, m.centre, b.person, a.window_from, a.window_to
      FROM booking b
        JOIN allocation a ON a.booking = b.id
        JOIN bookable_machine m ON m.id = a.machine
      WHERE b.organisation = $1 AND a.active AND a.window_to > $2
        AND ($3::text IS NULL OR b.id <> $3)""";

  private PolicyRows() {}

  /** Those in force for everybody and for an organisation; of all organisations where empty. */
  static Future<List<Policy>> inForce(SqlClient client, Optional<String> organisation) {
    return client
        .preparedQuery(IN_FORCE)
        .execute(Tuple.of(organisation.orElse(null)))
        .map(PolicyRows::policies);
  }

  /** The newest in a scope for an organisation, in force or withdrawn. */
  static Future<PolicyVersion> newest(
      SqlClient client, Scope scope, Optional<String> organisation) {
    return client
        .preparedQuery(NEWEST)
        .execute(Tuple.of(scope.text(), organisation.orElse("")))
        .map(
            rows -> {
              for (Row row : rows) {
                Optional<Policy> policy =
                    Optional.ofNullable(row.getJsonObject("content"))
                        .map(content -> PolicyJson.read(row));
                return new PolicyVersion(row.getLong("version"), policy);
              }
              return new PolicyVersion(0, Optional.empty());
            });
  }

  /** Appends a version, in force or, withdrawn, without content. */
  static Future<Void> append(SqlClient client, Policy policy, boolean withdrawn) {
    return client
        .preparedQuery(APPEND)
        .execute(
            Tuple.of(
                policy.scope().text(),
                policy.organisation().orElse(""),
                policy.version(),
                withdrawn ? null : PolicyJson.write(policy.terms()),
                policy.setBy(),
                Rows.at(policy.setAt())))
        .mapEmpty();
  }

  /** Whether what an organisation holds has to be known to judge by these. */
  static boolean count(List<Policy> policies) {
    return policies.stream().map(Policy::terms).anyMatch(Terms::count);
  }

  /** What the asking organisation holds, from the month before a span on. */
  static Future<List<Holding>> holdings(SqlClient client, Party party, Window span, Asker asker) {
    Instant from = span.from().isBefore(asker.now()) ? span.from() : asker.now();
    return client
        .preparedQuery(HOLDINGS)
        .execute(
            Tuple.of(party.organisation(), Rows.at(from.minus(MONTH)), asker.except().orElse(null)))
        .map(
            rows -> {
              List<Holding> holdings = new ArrayList<>();
              rows.forEach(row -> holdings.add(holding(row)));
              return holdings;
            });
  }

  private static Holding holding(Row row) {
    return new Holding(
        row.getString("booking"),
        row.getString("machine"),
        row.getString("centre"),
        row.getString("person"),
        Rows.window(row, "window_from", "window_to"));
  }

  private static List<Policy> policies(RowSet<Row> rows) {
    List<Policy> policies = new ArrayList<>();
    rows.forEach(row -> policies.add(PolicyJson.read(row)));
    return policies;
  }
}
