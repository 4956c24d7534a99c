package fucina.gateway.record;

import fucina.gateway.alarm.AlarmQuery;
import fucina.gateway.alarm.Occurrence;
import fucina.gateway.record.Datasets.Sources;
import fucina.gateway.registry.Machine;
import fucina.gateway.session.CommandRecord;
import fucina.gateway.session.Outcome;
import fucina.gateway.session.Session;
import fucina.scheduler.Actor;
import fucina.scheduler.Window;
import fucina.scheduler.postgres.Audit;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Brings together what is known of an ended session besides its readings. */
final class Gathering {
  private static final int AT_MOST = 10_000;

  private final Sources from;
  private final InstantSource clock;

  Gathering(Sources from, InstantSource clock) {
    this.from = from;
    this.clock = clock;
  }

  /**
   * The facts of a session, its gaps apart.
   *
   * @param reader one who may see the session
   */
  Future<Facts> facts(Session session, Machine machine, Actor reader) {
    Future<List<CommandRecord>> commands =
        from.sessions()
            .commands(session.id(), reader)
            .map(
                found ->
                    found instanceof Outcome.Done<List<CommandRecord>> done
                        ? done.value()
                        : List.of());
    Future<List<Audit.Line>> events =
        from.audit().list(Optional.empty(), Optional.of(session.id()), AT_MOST, Optional.empty());
    return Future.all(commands, alarms(session), events)
        .map(
            all ->
                new Facts(
                    session,
                    machine,
                    all.resultAt(0),
                    oldestFirst(all.<List<Occurrence>>resultAt(1)),
                    oldestFirst(all.<List<Audit.Line>>resultAt(2)),
                    from.links().clockOffset(machine.id()),
                    from.registry().link(machine.id()).state(),
                    List.of(),
                    clock.instant()));
  }

  private Future<List<Occurrence>> alarms(Session session) {
    Instant begin = session.startedAt().orElseThrow();
    Instant end = Facts.end(session);
    if (!begin.isBefore(end)) {
      return Future.succeededFuture(List.of());
    }
    AlarmQuery query =
        new AlarmQuery(
            Optional.empty(),
            Optional.of(List.of(new AlarmQuery.Within(session.machine(), new Window(begin, end)))),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            AT_MOST,
            Optional.empty());
    return from.alarms()
        .list(query)
        .map(found -> found.stream().map(one -> one.asOf(end)).toList());
  }

  private static <T> List<T> oldestFirst(List<T> newestFirst) {
    List<T> turned = new ArrayList<>(newestFirst);
    Collections.reverse(turned);
    return turned;
  }
}
