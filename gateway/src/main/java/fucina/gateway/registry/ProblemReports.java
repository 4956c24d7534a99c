package fucina.gateway.registry;

import fucina.gateway.registry.ProblemReport.Resolved;
import fucina.gateway.registry.ProblemReport.Severity;
import fucina.scheduler.Actor;
import fucina.scheduler.AuditEntry;
import fucina.scheduler.postgres.Audit;
import fucina.scheduler.postgres.Database;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people report of machines, at rest in PostgreSQL; the open ones also in memory, as every
 * answer about a machine shows them. One that stops a machine halts it in the registry until it is
 * resolved.
 */
public final class ProblemReports {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemReports.class);
  private static final String COLUMNS =
      "id, machine, text, severity, at, person, organisation, photo IS NOT NULL AS has_photo,"
          + " resolved_at, resolved_by, resolution";

  private final Database database;
  private final Registry registry;
  private final InstantSource clock;
  private final Map<String, ProblemReport> open = new ConcurrentHashMap<>();

  public ProblemReports(Database database, Registry registry, InstantSource clock) {
    this.database = database;
    this.registry = registry;
    this.clock = clock;
  }

  /** Reads the open ones and halts what they stop. */
  public Future<Void> start() {
    return database
        .pool()
        .query("SELECT " + COLUMNS + " FROM problem_report WHERE resolved_at IS NULL")
        .execute()
        .map(ProblemReports::reports)
        .compose(
            reports -> {
              reports.forEach(report -> open.put(report.id(), report));
              List<Future<Void>> halted =
                  reports.stream().map(ProblemReport::machine).distinct().map(this::halt).toList();
              return Future.all(halted).mapEmpty();
            });
  }

  /** The open ones of a machine, the gravest first, then the newest. */
  public List<ProblemReport> open(String machine) {
    return open.values().stream()
        .filter(report -> report.machine().equals(machine))
        .sorted(
            Comparator.comparing(ProblemReport::severity)
                .thenComparing(ProblemReport::at)
                .reversed())
        .toList();
  }

  /** All of a machine, newest first. */
  public Future<List<ProblemReport>> all(String machine) {
    return database
        .pool()
        .preparedQuery(
            "SELECT " + COLUMNS + " FROM problem_report WHERE machine = $1 ORDER BY at DESC, id")
        .execute(Tuple.of(machine))
        .map(ProblemReports::reports);
  }

  public Future<Optional<ProblemReport>> find(String machine, String id) {
    return database
        .pool()
        .preparedQuery("SELECT " + COLUMNS + " FROM problem_report WHERE machine = $1 AND id = $2")
        .execute(Tuple.of(machine, id))
        .map(rows -> reports(rows).stream().findFirst());
  }

  /** The photo of one; empty where it has none. */
  public Future<Optional<byte[]>> photo(String machine, String id) {
    return database
        .pool()
        .preparedQuery("SELECT photo FROM problem_report WHERE machine = $1 AND id = $2")
        .execute(Tuple.of(machine, id))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .flatMap(row -> Optional.ofNullable(row.getBuffer(0)).stream())
                    .map(Buffer::getBytes)
                    .findFirst());
  }

  /**
   * Takes a report; one that stops the machine has halted it when this completes.
   *
   * @param photo JPEG or PNG
   */
  public Future<ProblemReport> report(
      Machine machine, String text, Severity severity, Optional<byte[]> photo, Actor actor) {
    ProblemReport report =
        new ProblemReport(
            UUID.randomUUID().toString(),
            machine.id(),
            text,
            severity,
            clock.instant().truncatedTo(ChronoUnit.MICROS),
            actor.person(),
            actor.organisation(),
            photo.isPresent(),
            Optional.empty());
    return database
        .inTransaction(
            connection ->
                connection
                    .preparedQuery(
                        "INSERT INTO problem_report (id, machine, text, severity, at, person,"
                            + " organisation, photo) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)")
                    .execute(
                        Tuple.of(
                                report.id(),
                                report.machine(),
                                report.text(),
                                severity.name(),
                                utc(report.at()),
                                report.person())
                            .addString(report.organisation())
                            .addBuffer(photo.map(Buffer::buffer).orElse(null)))
                    .compose(
                        done ->
                            Audit.append(
                                connection, entry(machine, actor, "problem.reported", report))))
        .compose(
            done -> {
              open.put(report.id(), report);
              if (report.stops()) {
                LOG.warn(
                    "{} is out of service: a problem was reported. Its technician is called.",
                    machine.id());
              }
              return halt(machine.id());
            })
        .map(report);
  }

  /**
   * Ends a report; a second time changes nothing. With the last one that stopped it, the machine is
   * back in service when this completes.
   *
   * @return as it is now; empty where the machine has no such report
   */
  public Future<Optional<ProblemReport>> resolve(
      Machine machine, String id, String note, Actor actor) {
    return find(machine.id(), id)
        .compose(
            found ->
                found.isEmpty() || found.get().resolved().isPresent()
                    ? Future.succeededFuture(found)
                    : resolve(machine, found.get(), note, actor).map(Optional::of));
  }

  private Future<ProblemReport> resolve(
      Machine machine, ProblemReport report, String note, Actor actor) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return database
        .inTransaction(
            connection ->
                connection
                    .preparedQuery(
                        "UPDATE problem_report SET resolved_at = $2, resolved_by = $3,"
                            + " resolution = $4 WHERE id = $1 AND resolved_at IS NULL")
                    .execute(Tuple.of(report.id(), utc(now), actor.person(), note))
                    .compose(
                        done ->
                            Audit.append(
                                connection, entry(machine, actor, "problem.resolved", report))))
        .compose(
            done -> {
              open.remove(report.id());
              return halt(machine.id());
            })
        .compose(done -> find(machine.id(), report.id()))
        .map(Optional::orElseThrow);
  }

  /** Tells the registry whether anything stops the machine, and what. */
  private Future<Void> halt(String machine) {
    return registry.halt(
        machine,
        open(machine).stream()
            .filter(ProblemReport::stops)
            .findFirst()
            .map(report -> "A problem was reported: " + report.text()));
  }

  private AuditEntry entry(Machine machine, Actor actor, String action, ProblemReport report) {
    return new AuditEntry(
        clock.instant(),
        actor,
        Optional.of(machine.centre()),
        action,
        machine.id(),
        Map.of("problem", report.id(), "severity", report.severity().name()));
  }

  private static List<ProblemReport> reports(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false).map(ProblemReports::report).toList();
  }

  private static ProblemReport report(Row row) {
    return new ProblemReport(
        row.getString("id"),
        row.getString("machine"),
        row.getString("text"),
        Severity.valueOf(row.getString("severity")),
        row.getOffsetDateTime("at").toInstant(),
        row.getString("person"),
        row.getString("organisation"),
        row.getBoolean("has_photo"),
        Optional.ofNullable(row.getOffsetDateTime("resolved_at"))
            .map(
                at ->
                    new Resolved(
                        at.toInstant(),
                        row.getString("resolved_by"),
                        row.getString("resolution"))));
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
