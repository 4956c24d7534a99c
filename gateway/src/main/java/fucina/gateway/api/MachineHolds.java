package fucina.gateway.api;

import fucina.gateway.registry.Machine;
import fucina.gateway.registry.ProblemReport;
import fucina.gateway.registry.ProblemReports;
import fucina.gateway.session.Session;
import fucina.gateway.session.Sessions;
import fucina.scheduler.Occupied;
import fucina.scheduler.Refusal;
import fucina.scheduler.Scheduler;
import fucina.scheduler.Window;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What keeps a machine as it is for now: those who work it, have booked it, or consented to it. */
record MachineHolds(
    Scheduler scheduler, ProblemReports problems, Sessions sessions, InstantSource clock) {
  /** Further ahead than anything can be booked. */
  private static final Duration AHEAD = Duration.ofDays(800);

  /**
   * Why a machine cannot be changed or retired now.
   *
   * @param what {@code changed}: a window that runs would lose its machine; {@code retired}: those
   *     to come would, too; empty for neither
   */
  Future<List<Refusal>> held(Machine machine, String what) {
    if (what.isEmpty() || !machine.published()) {
      return Future.succeededFuture(List.of());
    }
    Instant now = clock.instant();
    return scheduler
        .occupancy(new Window(now, now.plus(AHEAD)), Optional.empty(), Optional.of(machine.id()))
        .map(
            all -> {
              List<Occupied> booked =
                  all.stream().filter(each -> each.kind() == Occupied.Kind.BOOKED).toList();
              List<Refusal> refusals = new ArrayList<>();
              sessions
                  .on(machine.id())
                  .map(session -> running(machine, what, session))
                  .or(
                      () ->
                          booked.stream()
                              .filter(each -> !each.window().from().isAfter(now))
                              .findFirst()
                              .map(each -> running(machine, what, each.window(), "")))
                  .ifPresent(refusals::add);
              List<Occupied> coming =
                  booked.stream().filter(each -> each.window().from().isAfter(now)).toList();
              if (what.equals("retired") && !coming.isEmpty()) {
                refusals.add(coming(machine, coming));
              }
              return refusals;
            });
  }

  /** A session under way, its safe end included: while it is, somebody may have to press stop. */
  private static Refusal running(Machine machine, String what, Session session) {
    return running(machine, what, session.window(), session.id() + " ");
  }

  private static Refusal running(Machine machine, String what, Window window, String session) {
    return new Refusal(
        "session",
        "no running window",
        session + "until " + Shapes.instant(window.to()),
        machine.id()
            + " is being worked until "
            + Shapes.instant(window.to())
            + " and cannot be "
            + what
            + " meanwhile; wait, or end the session.");
  }

  private static Refusal coming(Machine machine, List<Occupied> coming) {
    return new Refusal(
        "bookings",
        "no bookings to come",
        Integer.toString(coming.size()),
        machine.id()
            + " is booked "
            + (coming.size() == 1 ? "once" : coming.size() + " times")
            + " from "
            + Shapes.instant(coming.get(0).window().from())
            + " on; move or cancel these bookings first (GET /bookings), and take it out of service"
            + " meanwhile.");
  }

  /**
   * A technician consented to what was approved then: while the consent stands the lists stay as
   * they are, longer nor shorter. Who must change them takes it back first, which stops what moves.
   */
  Optional<Refusal> consentedTo(Machine machine, JsonObject body) {
    JsonObject asked = body.getJsonObject("allowLists", new JsonObject());
    JsonObject stands = MachineShape.allowLists(machine);
    boolean changes =
        asked.fieldNames().stream()
            .anyMatch(list -> !asked.getJsonArray(list).equals(stands.getValue(list)));
    return sessions
        .on(machine.id())
        .filter(session -> changes && session.consent().isPresent())
        .map(
            session ->
                new Refusal(
                    "consent",
                    "no consent in force",
                    "session "
                        + session.id()
                        + ", consented "
                        + Shapes.instant(session.consent().orElseThrow().at()),
                    "A technician consented to this session's motion with the lists as they are;"
                        + " take the consent back, change them, and consent again."));
  }

  /** A machine that a problem stops comes back with the problem's end, not before. */
  Optional<Refusal> stopping(Machine machine) {
    return problems.open(machine.id()).stream()
        .filter(report -> report.severity() == ProblemReport.Severity.STOPS)
        .findFirst()
        .map(
            report ->
                new Refusal(
                    "problem",
                    "no open problem that stops it",
                    report.id(),
                    "A problem stops this machine: \""
                        + report.text()
                        + "\"; resolve it, and the machine is back in service."));
  }
}
