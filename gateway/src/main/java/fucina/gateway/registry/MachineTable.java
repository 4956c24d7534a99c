package fucina.gateway.registry;

import fucina.gateway.registry.Machine.Connection;
import fucina.profiles.AllowLists;
import fucina.profiles.Profile;
import fucina.scheduler.Actor;
import fucina.scheduler.AuditEntry;
import fucina.scheduler.MachineRules;
import fucina.scheduler.postgres.Audit;
import fucina.scheduler.postgres.Database;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.StreamSupport;

/** Centres and machines at rest; each change with its audit line, in one transaction. */
final class MachineTable {
  private final Database database;
  private final InstantSource clock;

  MachineTable(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * A machine with its encrypted secrets, where it has any.
   *
   * @param userKey PEM of a certificate and key to sign in with
   */
  record Kept(Machine machine, Optional<byte[]> password, Optional<byte[]> userKey) {}

  Future<List<Centre>> centres() {
    return database
        .pool()
        .query("SELECT id, name, city FROM centre ORDER BY id")
        .execute()
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(r -> new Centre(r.getString(0), r.getString(1), r.getString(2)))
                    .toList());
  }

  Future<Void> centre(Centre centre) {
    return database
        .pool()
        .preparedQuery(
            "INSERT INTO centre (id, name, city) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET name = $2, city = $3")
        .execute(Tuple.of(centre.id(), centre.name(), centre.city()))
        .mapEmpty();
  }

  /**
   * Every machine that is not retired; one whose row cannot be read is a draft out of service that
   * says so.
   *
   * @param profiles finds one by its id and version
   * @param usual the rules of a machine whose own cannot be read
   */
  Future<List<Kept>> machines(
      BiFunction<String, Optional<String>, Optional<Profile>> profiles, MachineRules usual) {
    return database
        .pool()
        .query("SELECT * FROM registered_machine WHERE NOT retired ORDER BY id")
        .execute()
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .flatMap(row -> MachineRows.kept(row, profiles, usual).stream())
                    .toList());
  }

  /**
   * Writes a machine.
   *
   * @param approvedBefore what was approved until now, so that the audit says what changed
   */
  Future<Void> machine(Kept kept, AllowLists approvedBefore, Actor actor, String action) {
    Machine m = kept.machine();
    Connection c = m.connection();
    return database.inTransaction(
        connection ->
            connection
                .preparedQuery(
                    "INSERT INTO registered_machine (id, name, centre, profile, endpoint, security, username, password, variables, rules, in_service, service_note, published, signals, insecure, user_key, mqtt, profile_version, allow_lists)"
                        + " VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19) ON CONFLICT (id) DO UPDATE SET name = $2, centre = $3, profile = $4,"
                        + " endpoint = $5, security = $6, username = $7, password = $8, variables = $9, rules = $10, in_service = $11, service_note = $12, published = $13, signals = $14, insecure = $15, user_key = $16, mqtt = $17, profile_version = $18, allow_lists = $19, retired = false")
                .execute(
                    Tuple.of(
                            m.id(),
                            m.name(),
                            m.centre(),
                            m.profile().id(),
                            c.endpoint(),
                            c.security())
                        .addString(c.username().orElse(null))
                        .addBuffer(kept.password().map(Buffer::buffer).orElse(null))
                        .addJsonObject(new JsonObject(Map.copyOf(c.variables())))
                        .addJsonObject(MachineRows.json(m.rules()))
                        .addBoolean(m.inService())
                        .addString(m.serviceNote())
                        .addBoolean(m.published())
                        .addJsonObject(PlaceJson.of(c.signals()))
                        .addBoolean(c.insecure())
                        .addBuffer(kept.userKey().map(Buffer::buffer).orElse(null))
                        .addJsonObject(MqttColumn.json(c.mqtt()))
                        .addString(m.profile().version())
                        .addJsonObject(AllowListJson.of(m.allowLists())))
                .compose(
                    done ->
                        audit(
                            connection,
                            actor,
                            Optional.of(m.centre()),
                            action,
                            m.id(),
                            said(m, approvedBefore))));
  }

  private static Map<String, Object> said(Machine machine, AllowLists approvedBefore) {
    Map<String, Object> said =
        new HashMap<>(
            Map.of(
                "endpoint",
                machine.connection().endpoint(),
                "profile",
                machine.profile().id() + " " + machine.profile().version(),
                "inService",
                machine.inService(),
                "note",
                machine.serviceNote()));
    JsonObject changes = AllowListJson.changes(approvedBefore, machine.allowLists());
    if (!changes.isEmpty()) {
      said.put("allowLists", changes);
    }
    return said;
  }

  /** Pins a machine of before to a version of its profile. */
  Future<Void> pin(Machine machine) {
    return database
        .pool()
        .preparedQuery(
            "UPDATE registered_machine SET profile_version = $2 WHERE id = $1 AND profile_version IS NULL")
        .execute(Tuple.of(machine.id(), machine.profile().version()))
        .mapEmpty();
  }

  Future<Void> retire(Machine machine, Actor actor) {
    return database.inTransaction(
        connection ->
            connection
                .preparedQuery(
                    "UPDATE registered_machine SET retired = true, password = NULL, user_key = NULL WHERE id = $1")
                .execute(Tuple.of(machine.id()))
                .compose(
                    done ->
                        audit(
                            connection,
                            actor,
                            Optional.of(machine.centre()),
                            "machine.retired",
                            machine.id(),
                            Map.of())));
  }

  private Future<Void> audit(
      SqlClient client,
      Actor actor,
      Optional<String> centre,
      String action,
      String subject,
      Map<String, Object> detail) {
    return Audit.append(
        client, new AuditEntry(clock.instant(), actor, centre, action, subject, detail));
  }
}
