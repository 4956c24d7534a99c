package fucina.gateway.notice;

import fucina.gateway.registry.Secrets;
import fucina.scheduler.Actor;
import fucina.scheduler.AuditEntry;
import fucina.scheduler.postgres.Audit;
import fucina.scheduler.postgres.Database;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The programs that are told: an organisation's of its bookings, a centre's of those on its
 * machines.
 */
public final class Webhooks {
  /** So many one organisation or centre may have. */
  public static final int MOST = 20;

  /** So many of the last deliveries are shown. */
  private static final int SHOWN = 100;

  private static final String OWN = "(organisation = $1 AND $2::text IS NULL OR centre = $2)";

  private final Database database;
  private final DeliveryTable deliveries;
  private final Secrets secrets;
  private final InstantSource clock;

  public Webhooks(Database database, Secrets secrets, InstantSource clock) {
    this.database = database;
    this.deliveries = new DeliveryTable(database);
    this.secrets = secrets;
    this.clock = clock;
  }

  /**
   * One of them, without its secret.
   *
   * @param name what its owner calls it
   * @param events what it is told of, as {@link Kind#action} names it
   */
  public record Webhook(String id, String name, String url, Set<String> events, Instant createdAt) {
    public Webhook {
      events = Set.copyOf(events);
    }
  }

  /**
   * One just made.
   *
   * @param secret to verify signatures with; shown this once
   */
  public record Made(Webhook webhook, String secret) {}

  /** Where one is called; {@code byStaff} where a centre's. */
  record Target(String url, String secret, boolean byStaff) {}

  /**
   * Makes one.
   *
   * @return empty where its owner has {@link #MOST} already
   */
  public Future<Optional<Made>> make(String name, String url, Set<String> events, Actor by) {
    Made made =
        new Made(
            new Webhook(UUID.randomUUID().toString(), name, url, events, clock.instant()),
            Signature.secret());
    return database.inTransaction(
        sql ->
            sql.preparedQuery("SELECT count(*) FROM webhook WHERE " + OWN)
                .execute(own(by))
                .compose(
                    rows ->
                        rows.iterator().next().getLong(0) >= MOST
                            ? Future.succeededFuture(Optional.empty())
                            : insert(sql, made, by).map(Optional.of(made))));
  }

  /** Those of the actor's organisation or centre, newest first. */
  public Future<List<Webhook>> list(Actor by) {
    return database
        .pool()
        .preparedQuery("SELECT * FROM webhook WHERE " + OWN + " ORDER BY created_at DESC, id")
        .execute(own(by))
        .map(rows -> rows.stream().map(Webhooks::webhook).toList());
  }

  /** The last deliveries, newest first; empty where the actor has no such webhook. */
  public Future<Optional<List<Delivery>>> deliveries(Actor by, String id) {
    return list(by)
        .compose(
            own ->
                own.stream().anyMatch(each -> each.id().equals(id))
                    ? deliveries.list(id, "WEBHOOK", SHOWN).map(Optional::of)
                    : Future.succeededFuture(Optional.empty()));
  }

  /**
   * Removes one, with what waits for it.
   *
   * @return whether the actor had it
   */
  public Future<Boolean> remove(Actor by, String id) {
    return database.inTransaction(
        sql ->
            sql.preparedQuery("DELETE FROM webhook WHERE id = $3 AND " + OWN)
                .execute(own(by).addString(id))
                .compose(
                    rows ->
                        rows.rowCount() == 0
                            ? Future.succeededFuture(false)
                            : sql.preparedQuery(
                                    "DELETE FROM delivery WHERE way = 'WEBHOOK' AND recipient = $1")
                                .execute(Tuple.of(id))
                                .compose(done -> audit(sql, by, "webhook.removed", id, Map.of()))
                                .map(true)));
  }

  Future<Optional<Target>> target(String id) {
    return database
        .pool()
        .preparedQuery("SELECT url, secret, centre FROM webhook WHERE id = $1")
        .execute(Tuple.of(id))
        .map(
            rows ->
                rows.stream()
                    .findFirst()
                    .map(
                        row ->
                            new Target(
                                row.getString("url"),
                                secrets.decrypt(row.getBuffer("secret").getBytes()),
                                row.getString("centre") != null)));
  }

  private Future<Void> insert(SqlConnection sql, Made made, Actor by) {
    Webhook webhook = made.webhook();
    return sql.preparedQuery(
            "INSERT INTO webhook (id, name, url, events, organisation, centre, secret, created_at)"
                + " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
        .execute(
            Tuple.of(
                webhook.id(),
                webhook.name(),
                webhook.url(),
                webhook.events().stream().sorted().toArray(String[]::new),
                by.centre().isPresent() ? null : by.organisation(),
                by.centre().orElse(null),
                Buffer.buffer(secrets.encrypt(made.secret())),
                DeliveryTable.at(webhook.createdAt())))
        .compose(
            done -> audit(sql, by, "webhook.made", webhook.id(), Map.of("url", webhook.url())));
  }

  private Future<Void> audit(
      SqlConnection sql, Actor by, String action, String id, Map<String, Object> detail) {
    return Audit.append(sql, new AuditEntry(clock.instant(), by, by.centre(), action, id, detail));
  }

  private static Tuple own(Actor by) {
    return Tuple.of(by.organisation(), by.centre().orElse(null));
  }

  private static Webhook webhook(Row row) {
    return new Webhook(
        row.getString("id"),
        row.getString("name"),
        row.getString("url"),
        Set.of(row.getArrayOfStrings("events")),
        row.getOffsetDateTime("created_at").toInstant());
  }
}
