package fucina.gateway.registry;

import fucina.profiles.Profile;
import fucina.scheduler.Actor;
import fucina.scheduler.AuditEntry;
import fucina.scheduler.postgres.Audit;
import fucina.scheduler.postgres.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Every version of every profile at rest; a version once written never changes. */
final class ProfileTable {
  private final Database database;
  private final InstantSource clock;

  ProfileTable(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** All texts, oldest first. */
  Future<List<String>> texts() {
    return database
        .pool()
        .query("SELECT text FROM added_profile ORDER BY added_at, id, version")
        .execute()
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false).map(r -> r.getString(0)).toList());
  }

  /**
   * Writes a version that is new, with its audit line; tells the text that is there afterwards.
   *
   * @return empty where the profile's first version is another centre's, and nothing was written
   */
  Future<Optional<String>> add(Profile profile, Actor actor) {
    return database.inTransaction(
        connection ->
            mayAdd(connection, profile.id(), actor)
                .compose(
                    may ->
                        may
                            ? insert(connection, profile, actor)
                                .compose(
                                    isNew ->
                                        isNew
                                            ? audit(connection, profile, actor)
                                            : Future.succeededFuture())
                                .compose(done -> text(connection, profile))
                                .map(Optional::of)
                            : Future.succeededFuture(Optional.empty())));
  }

  /** Two centres that add a first version at once take turns. */
  private static Future<Boolean> mayAdd(SqlConnection connection, String id, Actor actor) {
    return connection
        .preparedQuery("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))")
        .execute(Tuple.of("profile " + id))
        .compose(
            locked ->
                connection
                    .preparedQuery(
                        "SELECT centre FROM added_profile WHERE id = $1 ORDER BY added_at LIMIT 1")
                    .execute(Tuple.of(id)))
        .map(
            rows ->
                rows.size() == 0
                    || actor.capacity() == Actor.Capacity.ADMINISTRATOR
                    || actor.centre().isPresent()
                        && actor
                            .centre()
                            .equals(Optional.ofNullable(rows.iterator().next().getString(0))));
  }

  /**
   * Keeps a version that comes with the product, for machines pinned to it when it no longer does.
   */
  Future<Void> keep(Profile profile) {
    return database.inTransaction(
        connection -> insert(connection, profile, Actor.GATEWAY).mapEmpty());
  }

  private Future<Boolean> insert(SqlConnection connection, Profile profile, Actor actor) {
    return connection
        .preparedQuery(
            "INSERT INTO added_profile (id, version, text, added_at, added_by, centre) VALUES ($1,$2,$3,$4,$5,$6)"
                + " ON CONFLICT (id, version) DO NOTHING")
        .execute(
            Tuple.of(
                profile.id(),
                profile.version(),
                profile.source(),
                clock.instant().atOffset(ZoneOffset.UTC),
                actor.person(),
                actor.centre().orElse(null)))
        .map(rows -> rows.rowCount() == 1);
  }

  private static Future<String> text(SqlConnection connection, Profile profile) {
    return connection
        .preparedQuery("SELECT text FROM added_profile WHERE id = $1 AND version = $2")
        .execute(Tuple.of(profile.id(), profile.version()))
        .map(rows -> rows.iterator().next().getString(0));
  }

  private Future<Void> audit(SqlConnection connection, Profile profile, Actor actor) {
    return Audit.append(
        connection,
        new AuditEntry(
            clock.instant(),
            actor,
            Optional.empty(),
            "profile.added",
            profile.id(),
            Map.of("version", profile.version(), "hash", profile.hash())));
  }
}
