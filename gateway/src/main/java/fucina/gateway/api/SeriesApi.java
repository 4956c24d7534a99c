package fucina.gateway.api;

import fucina.gateway.calendar.Recurrence;
import fucina.gateway.calendar.Recurrence.Expanded;
import fucina.gateway.registry.Machine;
import fucina.gateway.registry.Registry;
import fucina.gateway.session.Sessions;
import fucina.scheduler.Actor;
import fucina.scheduler.Booking;
import fucina.scheduler.Series;
import fucina.scheduler.SeriesDecision;
import fucina.scheduler.SeriesDesk;
import fucina.scheduler.SeriesDesk.Move;
import fucina.scheduler.SeriesQuery;
import fucina.scheduler.SeriesRequest;
import fucina.scheduler.Window;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Windows that come back by a rule: asked for, listed, moved, given back. */
final class SeriesApi implements Resource {
  private final SeriesDesk desk;
  private final Sessions sessions;
  private final Registry registry;
  private final InstantSource clock;
  private final SeriesShape shape;

  SeriesApi(Parts parts, SessionShape names) {
    this.desk = parts.lab().scheduler().series();
    this.sessions = parts.lab().sessions();
    this.registry = parts.lab().registry();
    this.clock = parts.clock();
    this.shape = new SeriesShape(names);
  }

  @Override
  public Map<String, Door.Work> works() {
    return Map.of(
        "bookSeries",
        this::book,
        "listSeries",
        this::list,
        "getSeries",
        call -> with(call, this::whole),
        "changeSeries",
        call -> with(call, series -> change(call, series)),
        "cancelSeries",
        call -> with(call, series -> cancel(call, series)));
  }

  private Future<Answer> book(Call call) {
    JsonObject body = call.body();
    Instant from = call.bodyInstant("from").orElseThrow();
    Instant to = call.bodyInstant("to").orElseThrow();
    if (!from.isBefore(to)) {
      return Future.succeededFuture(Problem.invalid("to", "must be later than from"));
    }
    List<String> machines = texts(body, "machines");
    List<String> unknown = machines.stream().filter(id -> registry.machine(id).isEmpty()).toList();
    if (!unknown.isEmpty()) {
      return Future.succeededFuture(Problem.notFound("machine " + String.join(", ", unknown)));
    }
    Set<ZoneId> zones = zones(body, machines);
    if (zones.size() != 1) {
      return Future.succeededFuture(Problem.unprocessable("zone", zoneWanted(body, zones)));
    }
    ZoneId zone = zones.iterator().next();
    List<Instant> exdates = texts(body, "exdates").stream().map(Call::instantOf).toList();
    String rule = body.getString("rrule").strip();
    Expanded expanded = Recurrence.of(rule, from, zone, exdates, clock.instant());
    if (expanded instanceof Expanded.Flawed flawed) {
      return Future.succeededFuture(Problem.unprocessable(flawed.field(), flawed.reason()));
    }
    Duration length = Duration.between(from, to);
    SeriesRequest request =
        new SeriesRequest(
            call.actor().party(),
            machines,
            new Window(from, to),
            zone,
            rule,
            exdates,
            ((Expanded.Named) expanded)
                .starts().stream().map(start -> new Window(start, start.plus(length))).toList(),
            body.getString("purpose", ""),
            body.getString("mode").equals("whole"),
            body.getBoolean("dryRun", false),
            call.header("Idempotency-Key"));
    return desk.make(request, call.actor()).compose(this::opened).map(made -> made(request, made));
  }

  /** An occurrence that begins now is a session at once. */
  private Future<SeriesDecision> opened(SeriesDecision decision) {
    return decision instanceof SeriesDecision.Done done && !done.replayed()
        ? sessions.openDue().map(decision)
        : Future.succeededFuture(decision);
  }

  private Answer made(SeriesRequest request, SeriesDecision decision) {
    if (decision instanceof SeriesDecision.Done done) {
      return Answer.created(
          "/series/" + done.series().id(), shape.whole(done.series(), done.occurrences()));
    }
    return decision instanceof SeriesDecision.Judged judged
        ? Answer.ok(shape.judged(request, judged.occurrences(), clock.instant()))
        : refused(decision, request.zone());
  }

  private Future<Answer> list(Call call) {
    Actor actor = call.actor();
    int limit = call.number("limit");
    SeriesQuery query =
        new SeriesQuery(
            actor.staff() ? Optional.empty() : Optional.of(actor.organisation()),
            actor.staff() ? actor.centre() : Optional.empty(),
            limit + 1,
            call.text("after"));
    return desk.list(query)
        .map(found -> Answer.ok(Page.of(found, limit, Series::id, shape::head).json()));
  }

  private Future<Answer> whole(Series series) {
    return desk.occurrences(series.id()).map(all -> Answer.ok(shape.whole(series, all)));
  }

  private Future<Answer> cancel(Call call, Series series) {
    Optional<Instant> from = call.instant("from");
    return from.isPresent() == call.text("scope").isPresent()
        ? Future.succeededFuture(
            Problem.unprocessable(
                "scope", "say either scope=all, or from and the first one to be given back"))
        : desk.cancel(series.id(), from, call.actor()).map(done -> changed(series, done));
  }

  private Future<Answer> change(Call call, Series series) {
    JsonObject body = call.body();
    Optional<Instant> from = call.bodyInstant("from");
    if (from.isPresent() != body.getString("scope").equals("following")) {
      return Future.succeededFuture(
          Problem.unprocessable("from", "goes with scope following, and following with from"));
    }
    int shift = body.getInteger("shiftMinutes", 0);
    Optional<Duration> length =
        Optional.ofNullable(body.getInteger("minutes")).map(Duration::ofMinutes);
    if (shift == 0 && length.isEmpty()) {
      return Future.succeededFuture(
          Problem.unprocessable("shiftMinutes", "changes nothing; say it, or minutes, or both"));
    }
    Function<Booking, Window> moved =
        booking -> {
          Instant start = Recurrence.moved(booking.window().from(), shift, series.zone());
          return new Window(start, start.plus(length.orElse(booking.window().length())));
        };
    Instant now = clock.instant();
    return desk.occurrences(series.id())
        .map(
            all ->
                all.stream()
                    .filter(each -> each.ahead(now))
                    .filter(each -> from.filter(each.at()::isBefore).isEmpty())
                    .flatMap(each -> each.booking().stream())
                    .map(each -> new Move(each.id(), each.version(), moved.apply(each)))
                    .toList())
        .compose(
            moves ->
                desk.move(
                    series.id(),
                    moves,
                    body.getString("mode").equals("whole"),
                    body.getBoolean("dryRun", false),
                    call.actor()))
        .compose(this::opened)
        .map(done -> changed(series, done));
  }

  private Answer changed(Series series, SeriesDecision decision) {
    if (decision instanceof SeriesDecision.Done done) {
      return Answer.ok(shape.whole(series, done.occurrences()));
    }
    return decision instanceof SeriesDecision.Judged judged
        ? Answer.ok(shape.judged(series, judged.occurrences()))
        : refused(decision, series.zone());
  }

  private static Answer refused(SeriesDecision decision, ZoneId zone) {
    if (decision instanceof SeriesDecision.Refused refused) {
      return SeriesShape.refused(refused.occurrences(), zone);
    }
    if (decision instanceof SeriesDecision.UnknownMachines unknown) {
      return Problem.notFound("machine " + String.join(", ", unknown.machines()));
    }
    return decision instanceof SeriesDecision.KeyReused reused
        ? Problem.keyReused(reused.key())
        : Problem.notFound("such series");
  }

  /** Work on a series the caller may see; one of somebody else does not exist. */
  private Future<Answer> with(Call call, Function<Series, Future<Answer>> work) {
    String id = call.path("series");
    return desk.find(id)
        .compose(
            found ->
                found
                    .filter(series -> visible(series, call.actor()))
                    .map(work)
                    .orElseGet(() -> Future.succeededFuture(Problem.notFound("series " + id))));
  }

  private boolean visible(Series series, Actor actor) {
    return (!actor.staff() && series.party().organisation().equals(actor.organisation()))
        || series.machines().stream()
            .map(id -> registry.machine(id).map(Machine::centre))
            .anyMatch(centre -> actor.staffOf(centre.orElse("")));
  }

  /** The zone that is asked for, or those of the machines; none where it is none. */
  private Set<ZoneId> zones(JsonObject body, List<String> machines) {
    Optional<String> asked = Optional.ofNullable(body.getString("zone"));
    return asked.isPresent()
        ? asked.stream()
            .filter(ZoneId.getAvailableZoneIds()::contains)
            .map(ZoneId::of)
            .collect(Collectors.toSet())
        : machines.stream()
            .flatMap(id -> registry.machine(id).stream())
            .map(machine -> machine.rules().zone())
            .collect(Collectors.toSet());
  }

  private static String zoneWanted(JsonObject body, Set<ZoneId> zones) {
    return zones.isEmpty()
        ? "\"%s\" is no zone of the IANA database; say one like Europe/Rome"
            .formatted(body.getString("zone"))
        : "is wanted, as the machines are of several: "
            + String.join(", ", zones.stream().map(ZoneId::getId).sorted().toList());
  }

  private static List<String> texts(JsonObject body, String field) {
    List<String> texts = new ArrayList<>();
    body.getJsonArray(field, new JsonArray()).forEach(text -> texts.add((String) text));
    return texts;
  }
}
