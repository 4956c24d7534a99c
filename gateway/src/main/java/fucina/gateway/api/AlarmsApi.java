package fucina.gateway.api;

import fucina.gateway.alarm.AlarmQuery;
import fucina.gateway.alarm.AlarmQuery.Which;
import fucina.gateway.alarm.AlarmQuery.Within;
import fucina.gateway.alarm.Alarms;
import fucina.gateway.alarm.Occurrence;
import fucina.gateway.registry.Machine;
import fucina.gateway.session.Session;
import fucina.gateway.session.Sessions;
import fucina.scheduler.Actor;
import fucina.scheduler.Refusal;
import fucina.scheduler.Window;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Alarms: seen by staff of the machine's centre, and by who holds its running window; acknowledged
 * by staff.
 */
final class AlarmsApi implements Resource {
  /** Any time there is an alarm at. */
  private static final Window EVER =
      new Window(Instant.EPOCH, Instant.parse("9999-12-31T00:00:00Z"));

  private final Alarms alarms;
  private final Sessions sessions;
  private final OwnMachines machines;
  private final AlarmShape shape;
  private final InstantSource clock;

  AlarmsApi(Parts parts, AlarmShape shape) {
    this.alarms = parts.lab().alarms();
    this.sessions = parts.lab().sessions();
    this.machines = new OwnMachines(parts.lab().registry());
    this.clock = parts.clock();
    this.shape = shape;
  }

  @Override
  public Map<String, Door.Work> works() {
    return Map.of(
        "listAlarms", this::all,
        "machineAlarms", call -> machines.with(call, machine -> of(call, machine)),
        "sessionAlarms", this::ofSession,
        "acknowledgeAlarm", this::acknowledge);
  }

  private Future<Answer> all(Call call) {
    Optional<String> machine = call.text("machine");
    if (machine.isPresent()) {
      return machines.with(call, machine.get(), found -> of(call, found));
    }
    Actor actor = call.actor();
    if (actor.staff()) {
      boolean everything = actor.capacity() == Actor.Capacity.ADMINISTRATOR;
      Optional<String> centre =
          everything ? Optional.empty() : Optional.of(actor.centre().orElse(""));
      return page(call, asked(call, centre, Optional.empty()), Optional.empty());
    }
    List<Within> own = new ArrayList<>();
    for (Machine each : machines.registry().machines()) {
      since(each.id(), actor)
          .ifPresent(since -> own.add(new Within(each.id(), new Window(since, EVER.to()))));
    }
    Map<String, Instant> begins = new java.util.HashMap<>();
    own.forEach(each -> begins.put(each.machine(), each.window().from()));
    return page(call, asked(call, Optional.empty(), Optional.of(own)), Optional.of(begins));
  }

  private Future<Answer> of(Call call, Machine machine) {
    Actor actor = call.actor();
    if (actor.staffOf(machine.centre())) {
      List<Within> all = List.of(new Within(machine.id(), EVER));
      return page(call, asked(call, Optional.empty(), Optional.of(all)), Optional.empty());
    }
    if (actor.staff()) {
      return Future.succeededFuture(
          Problem.forbidden("Only staff of centre " + machine.centre() + " may see this."));
    }
    Optional<Instant> since = since(machine.id(), actor);
    if (since.isEmpty()) {
      return Future.succeededFuture(
          Problem.window(
              machine.id(), "now", "Alarms are for the organisation whose window is running."));
    }
    List<Within> own = List.of(new Within(machine.id(), new Window(since.get(), EVER.to())));
    return page(
        call,
        asked(call, Optional.empty(), Optional.of(own)),
        Optional.of(Map.of(machine.id(), since.get())));
  }

  /** When an organisation's running window on a machine began; empty where it has none. */
  private Optional<Instant> since(String machine, Actor actor) {
    return sessions.mayWatch(machine, actor.organisation(), clock.instant())
        ? sessions
            .on(machine)
            .filter(session -> session.party().organisation().equals(actor.organisation()))
            .map(session -> session.startedAt().orElse(session.window().from()))
        : Optional.empty();
  }

  /** What stood or came in a session's window, as it was when it ended. */
  private Future<Answer> ofSession(Call call) {
    String id = call.path("session");
    return sessions
        .find(id, call.actor())
        .compose(
            found ->
                found
                    .map(session -> ofSession(call, session))
                    .orElseGet(() -> Future.succeededFuture(Problem.notFound("session " + id))));
  }

  private Future<Answer> ofSession(Call call, Session session) {
    Instant from = session.startedAt().orElse(session.window().from());
    Instant end = session.endedAt().orElseGet(clock::instant);
    Instant to = end.isAfter(from) ? end : from.plus(Duration.ofMillis(1));
    Optional<Instant> since = call.actor().staff() ? Optional.empty() : Optional.of(from);
    AlarmQuery query =
        asked(
            call,
            Optional.empty(),
            Optional.of(List.of(new Within(session.machine(), new Window(from, to)))));
    return paged(
        call, query, one -> shape.alarm(session.endedAt().isPresent() ? one.asOf(to) : one, since));
  }

  private Future<Answer> acknowledge(Call call) {
    String id = call.path("alarm");
    String note = call.body().getString("note", "").strip();
    return alarms
        .find(id)
        .compose(
            found -> {
              if (found.isEmpty()) {
                return Future.succeededFuture(Problem.notFound("alarm " + id));
              }
              Occurrence one = found.get();
              if (!call.actor().staffOf(one.centre())) {
                return Future.succeededFuture(
                    Problem.forbidden(
                        "Only staff of centre " + one.centre() + " may acknowledge this."));
              }
              return alarms.acknowledge(one, call.actor(), note).map(now -> noted(now, note));
            });
  }

  private Answer noted(Occurrence now, String note) {
    JsonObject alarm = shape.alarm(now, Optional.empty());
    JsonObject stays = alarm.getJsonObject("acknowledgement");
    if (note.isEmpty() || note.equals(stays.getString("note"))) {
      return Answer.ok(alarm);
    }
    String by =
        Optional.ofNullable(stays.getJsonObject("person"))
            .map(person -> "by " + person.getString("name"))
            .orElse("at the machine");
    return Problem.refused(
        List.of(
            new Refusal(
                "noted",
                "one note",
                stays.getString("note"),
                "This alarm was acknowledged %s at %s with the note \"%s\", which stays; what is new is told with POST /api/v1/machines/%s/problems."
                    .formatted(
                        by, stays.getString("at"), stays.getString("note"), now.machine()))));
  }

  private static AlarmQuery asked(
      Call call, Optional<String> centre, Optional<List<Within>> within) {
    return new AlarmQuery(
        centre,
        within,
        call.text("state").map(word -> Which.valueOf(word.toUpperCase(Locale.ROOT))),
        call.instant("from"),
        call.instant("to"),
        call.number("limit") + 1,
        call.text("after"));
  }

  private Future<Answer> page(Call call, AlarmQuery query, Optional<Map<String, Instant>> begins) {
    return paged(
        call,
        query,
        one -> shape.alarm(one, begins.map(known -> known.getOrDefault(one.machine(), EVER.to()))));
  }

  private Future<Answer> paged(
      Call call, AlarmQuery query, java.util.function.Function<Occurrence, JsonObject> each) {
    Future<Boolean> known =
        query.after().isEmpty()
            ? Future.succeededFuture(true)
            : alarms.find(query.after().get()).map(Optional::isPresent);
    return known.compose(
        place ->
            place
                ? alarms
                    .list(query)
                    .map(
                        found ->
                            Answer.ok(
                                Page.of(found, call.number("limit"), Occurrence::id, each).json()))
                : Future.succeededFuture(
                    Problem.invalid(
                        "after",
                        "is no place in this list; give the next of the page before, or leave it"
                            + " out")));
  }
}
