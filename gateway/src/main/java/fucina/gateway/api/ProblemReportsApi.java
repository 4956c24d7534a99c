package fucina.gateway.api;

import fucina.gateway.registry.Machine;
import fucina.gateway.registry.ProblemReport;
import fucina.gateway.registry.ProblemReport.Severity;
import fucina.gateway.registry.ProblemReports;
import fucina.gateway.session.Sessions;
import fucina.scheduler.Actor;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What people report of machines: seen by all while open, resolved by the machine's technician. */
final class ProblemReportsApi implements Resource {
  private final ProblemReports problems;
  private final Sessions sessions;
  private final OwnMachines machines;
  private final SessionShape shape;
  private final InstantSource clock;

  ProblemReportsApi(Parts parts, SessionShape shape) {
    this.problems = parts.lab().problems();
    this.sessions = parts.lab().sessions();
    this.machines = new OwnMachines(parts.lab().registry());
    this.shape = shape;
    this.clock = parts.clock();
  }

  @Override
  public Map<String, Door.Work> works() {
    return Map.of(
        "listProblems", this::list,
        "getProblem", this::get,
        "reportProblem", this::report,
        "resolveProblem", this::resolve,
        "problemPhoto", this::photo);
  }

  private Future<Answer> list(Call call) {
    boolean open = call.flag("open");
    return machines.with(
        call,
        machine ->
            problems
                .all(machine.id())
                .map(
                    all -> {
                      List<ProblemReport> seen =
                          all.stream()
                              .filter(report -> sees(machine, report, call.actor()))
                              .filter(report -> !open || report.resolved().isEmpty())
                              .toList();
                      return Page.cut(
                          seen,
                          call,
                          ProblemReport::id,
                          report -> shape(machine, report, call.actor()));
                    }));
  }

  private Future<Answer> get(Call call) {
    return with(call, (machine, report) -> Answer.ok(shape(machine, report, call.actor())));
  }

  private Future<Answer> report(Call call) {
    return machines.with(
        call,
        machine -> {
          Severity severity =
              Severity.valueOf(call.body().getString("severity").toUpperCase(Locale.ROOT));
          Optional<byte[]> photo;
          try {
            photo =
                Optional.ofNullable(call.body().getString("photo"))
                    .map(Base64.getDecoder()::decode);
          } catch (IllegalArgumentException e) {
            return Future.succeededFuture(
                Problem.unprocessable("photo", "is not base64 (RFC 4648 §4)"));
          }
          if (call.body().getString("text").isBlank()) {
            return blank("text", "say in words what is wrong with the machine");
          }
          Optional<Problem> unfit =
              photo.flatMap(Photo::flaw).map(flaw -> Problem.unprocessable("photo", flaw));
          if (unfit.isPresent()) {
            return Future.succeededFuture(unfit.get());
          }
          return forbidden(machine, severity, call.actor())
              .compose(
                  forbidden ->
                      forbidden.isPresent()
                          ? Future.<Answer>succeededFuture(forbidden.get())
                          : problems
                              .report(
                                  machine,
                                  call.body().getString("text"),
                                  severity,
                                  photo,
                                  call.actor())
                              .map(
                                  made ->
                                      Answer.created(
                                          "/machines/" + machine.id() + "/problems/" + made.id(),
                                          shape(machine, made, call.actor()))));
        });
  }

  /** Who has worked a machine knows what is wrong with it; only who works it now may stop it. */
  private Future<Optional<Problem>> forbidden(Machine machine, Severity severity, Actor actor) {
    if (actor.staff()) {
      boolean stops = severity == Severity.STOPS;
      // Whoever of the centre sees a danger may take the machine out; to bring it back is
      // another's.
      return Future.succeededFuture(
          stops && !actor.staffOf(machine.centre())
              ? Optional.of(
                  Problem.forbidden(
                      "Only staff of centre "
                          + machine.centre()
                          + ", or who works the machine now, takes it out of service."))
              : Optional.empty());
    }
    Instant now = clock.instant();
    String asked = Shapes.instant(now);
    return sessions
        .readable(machine.id(), actor.organisation())
        .map(
            windows -> {
              if (windows.isEmpty()) {
                return Optional.of(
                    Problem.window(
                        machine.id(),
                        asked,
                        "Problems of a machine are reported by those who have worked it."));
              }
              return severity == Severity.STOPS
                      && !sessions.mayWatch(machine.id(), actor.organisation(), now)
                  ? Optional.of(
                      Problem.window(
                          machine.id(),
                          asked,
                          "Only who works a machine now, or its technician, takes it out of"
                              + " service; report it as limits, and call the centre."))
                  : Optional.empty();
            });
  }

  private static Future<Answer> blank(String field, String wanted) {
    return Future.succeededFuture(Problem.unprocessable(field, "is blank; " + wanted));
  }

  private Future<Answer> resolve(Call call) {
    return machines.kept(
        call,
        machine ->
            call.body().getString("note").isBlank()
                ? blank("note", "say in words what was found or done")
                : problems
                    .resolve(
                        machine, call.path("problem"), call.body().getString("note"), call.actor())
                    .map(
                        found ->
                            found
                                .<Answer>map(
                                    report -> Answer.ok(shape(machine, report, call.actor())))
                                .orElseGet(() -> unknown(call))));
  }

  private Future<Answer> photo(Call call) {
    return machines.with(
        call,
        machine ->
            problems
                .find(machine.id(), call.path("problem"))
                .compose(
                    found ->
                        found.filter(report -> knows(machine, report, call.actor())).isPresent()
                            ? problems.photo(machine.id(), call.path("problem"))
                            : Future.succeededFuture(Optional.empty()))
                .map(
                    photo ->
                        photo
                            .<Answer>map(
                                bytes ->
                                    Answer.text(
                                        Photo.of(bytes).orElseThrow().type(), Buffer.buffer(bytes)))
                            .orElseGet(() -> unknown(call))));
  }

  private interface Work {
    Answer answer(Machine machine, ProblemReport report);
  }

  private Future<Answer> with(Call call, Work work) {
    return machines.with(
        call,
        machine ->
            problems
                .find(machine.id(), call.path("problem"))
                .map(
                    found ->
                        found
                            .filter(report -> sees(machine, report, call.actor()))
                            .map(report -> work.answer(machine, report))
                            .orElseGet(() -> unknown(call))));
  }

  private static Problem unknown(Call call) {
    return Problem.notFound("problem " + call.path("problem") + " of " + call.path("machine"));
  }

  private static boolean sees(Machine machine, ProblemReport report, Actor actor) {
    return report.resolved().isEmpty() || knows(machine, report, actor);
  }

  /** Whether who reported, and the photo, may be seen. */
  private static boolean knows(Machine machine, ProblemReport report, Actor actor) {
    return actor.staffOf(machine.centre()) || report.organisation().equals(actor.organisation());
  }

  private JsonObject shape(Machine machine, ProblemReport report, Actor actor) {
    boolean knows = knows(machine, report, actor);
    return new JsonObject()
        .put("id", report.id())
        .put("machine", report.machine())
        .put("text", report.text())
        .put("severity", Shapes.word(report.severity()))
        .put("at", Shapes.instant(report.at()))
        .put("reporter", knows ? shape.person(report.person()) : null)
        .put(
            "photo",
            knows && report.photo()
                ? "/api/v1/machines/" + report.machine() + "/problems/" + report.id() + "/photo"
                : null)
        .put("resolvedAt", Shapes.instant(report.resolved().map(ProblemReport.Resolved::at)))
        .put(
            "resolvedBy",
            report.resolved().map(resolved -> shape.person(resolved.person())).orElse(null))
        .put("resolution", report.resolved().map(ProblemReport.Resolved::note).orElse(null));
  }
}
