package fucina.gateway.access;

import fucina.gateway.access.DeviceUser.Below;
import fucina.gateway.access.DeviceUser.EdgeNode;
import fucina.scheduler.Actor;
import fucina.scheduler.AuditEntry;
import fucina.scheduler.postgres.Audit;
import fucina.scheduler.postgres.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The devices known to the embedded broker, in PostgreSQL. Each change is durable before the broker
 * hears of it; at a start the broker knows them all before its port opens.
 */
public final class DeviceUsers implements AutoCloseable {
  private static final String COLUMNS = "name, centre, prefix, edge_group, edge_node";

  private final Database database;
  private final InstantSource clock;
  private final Passwords passwords;
  private final Door door;

  /** The broker's side. May be called from any thread. */
  public interface Door {
    /** Lets a device in, or in with another password. */
    void admit(DeviceUser user, String passwordHash);

    /** Turns a device away and ends its connections. */
    void dismiss(String name);

    /**
     * What stands in the way of a new device: a user of the same name, or one that may publish to
     * the same topics. Empty where nothing does.
     */
    Optional<String> inTheWay(DeviceUser user);
  }

  public DeviceUsers(Vertx vertx, Database database, InstantSource clock, Door door) {
    this.database = database;
    this.clock = clock;
    this.passwords = new Passwords(vertx);
    this.door = door;
  }

  /** What became of a new device. */
  public sealed interface Outcome {
    /**
     * It may connect.
     *
     * @param password shown this once
     */
    record Admitted(DeviceUser user, String password) implements Outcome {}

    /** Its name or its topics are somebody else's. */
    record Taken(String detail) implements Outcome {}
  }

  /** Tells the broker of every device there is. */
  public Future<Void> start() {
    return database
        .pool()
        .query("SELECT " + COLUMNS + ", password_hash FROM device_user")
        .execute()
        .onSuccess(
            rows -> rows.forEach(row -> door.admit(user(row), row.getString("password_hash"))))
        .mapEmpty();
  }

  /** The devices, by name. */
  public Future<List<DeviceUser>> list() {
    return database
        .pool()
        .query("SELECT " + COLUMNS + " FROM device_user ORDER BY name")
        .execute()
        .map(rows -> rows.stream().map(DeviceUsers::user).toList());
  }

  public Future<Optional<DeviceUser>> find(String name) {
    return list().map(all -> all.stream().filter(user -> user.name().equals(name)).findFirst());
  }

  /** Lets a device in under a password made here. */
  public Future<Outcome> admit(DeviceUser user, Actor by) {
    Optional<String> other = door.inTheWay(user);
    return other.isPresent()
        ? Future.succeededFuture(new Outcome.Taken(other.get()))
        : insert(user, by);
  }

  /**
   * Takes the old password from a device and ends its connections.
   *
   * @return the new password, shown this once
   */
  public Future<String> freshPassword(DeviceUser user, Actor by) {
    String password = Secret.password();
    return passwords
        .hash(password)
        .compose(
            hash ->
                database
                    .inTransaction(
                        sql ->
                            sql.preparedQuery(
                                    "UPDATE device_user SET password_hash = $2 WHERE name = $1")
                                .execute(Tuple.of(user.name(), hash))
                                .compose(done -> audit(sql, user, "device-user.password", by)))
                    .onSuccess(done -> door.admit(user, hash)))
        .map(password);
  }

  /** Turns a device away for good. */
  public Future<Void> remove(DeviceUser user, Actor by) {
    return database
        .inTransaction(
            sql ->
                sql.preparedQuery("DELETE FROM device_user WHERE name = $1")
                    .execute(Tuple.of(user.name()))
                    .compose(done -> audit(sql, user, "device-user.removed", by)))
        .onSuccess(done -> door.dismiss(user.name()));
  }

  @Override
  public void close() {
    passwords.close();
  }

  private Future<Outcome> insert(DeviceUser user, Actor by) {
    String password = Secret.password();
    Optional<EdgeNode> edge =
        user.reach() instanceof EdgeNode node ? Optional.of(node) : Optional.empty();
    return passwords
        .hash(password)
        .compose(
            hash ->
                database
                    .inTransaction(
                        sql ->
                            sql.preparedQuery(
                                    "INSERT INTO device_user (name, centre, prefix, edge_group,"
                                        + " edge_node, password_hash, created_at) VALUES ($1, $2,"
                                        + " $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING")
                                .execute(
                                    Tuple.of(
                                        user.name(),
                                        user.centre(),
                                        prefix(user),
                                        edge.map(EdgeNode::group).orElse(null),
                                        edge.map(EdgeNode::node).orElse(null),
                                        hash,
                                        clock.instant().atOffset(ZoneOffset.UTC)))
                                .compose(
                                    rows ->
                                        rows.rowCount() == 0
                                            ? Future.succeededFuture(false)
                                            : audit(sql, user, "device-user.added", by).map(true)))
                    .map(
                        added -> {
                          if (!added) {
                            return new Outcome.Taken("another device has that name or edge node");
                          }
                          door.admit(user, hash);
                          return new Outcome.Admitted(user, password);
                        }));
  }

  private static @Nullable String prefix(DeviceUser user) {
    return user.reach() instanceof Below below ? below.prefix() : null;
  }

  private Future<Void> audit(SqlClient sql, DeviceUser user, String action, Actor by) {
    return Audit.append(
        sql,
        new AuditEntry(
            clock.instant(), by, Optional.of(user.centre()), action, user.name(), Map.of()));
  }

  private static DeviceUser user(Row row) {
    String prefix = row.getString("prefix");
    return new DeviceUser(
        row.getString("name"),
        row.getString("centre"),
        prefix != null
            ? new Below(prefix)
            : new EdgeNode(row.getString("edge_group"), row.getString("edge_node")));
  }
}
