package fucina.gateway.api;

import fucina.scheduler.Actor;
import fucina.scheduler.Blackout;
import fucina.scheduler.BlackoutChange;
import fucina.scheduler.BlackoutQuery;
import fucina.scheduler.BlackoutRequest;
import fucina.scheduler.Blackouts;
import fucina.scheduler.Blackouts.Outcome;
import fucina.scheduler.Booking;
import fucina.scheduler.Window;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/** Machines out for upkeep: staff of their centre lay, change and lift blackouts. */
final class BlackoutsApi implements Resource {
  /** Of the bookings in the way so many are shown; all are counted. */
  private static final int SHOWN = 100;

  private static final Instant FOR_EVER = Instant.parse("9999-12-31T00:00:00Z");

  private final Blackouts blackouts;
  private final SessionShape names;
  private final InstantSource clock;

  BlackoutsApi(Parts parts, SessionShape names) {
    this.blackouts = parts.lab().scheduler().blackouts();
    this.names = names;
    this.clock = parts.clock();
  }

  @Override
  public Map<String, Door.Work> works() {
    return Map.of(
        "layBlackout", this::lay,
        "listBlackouts", this::list,
        "getBlackout", this::get,
        "changeBlackout", this::change,
        "liftBlackout", this::lift);
  }

  private Future<Answer> lay(Call call) {
    JsonObject body = call.body();
    Optional<Instant> from = call.bodyInstant("from");
    Instant to = call.bodyInstant("to").orElseThrow();
    String reason = body.getString("reason").strip();
    if (from.filter(begin -> !begin.isBefore(to)).isPresent()) {
      return Future.succeededFuture(Problem.invalid("to", "must be later than from"));
    }
    if (reason.isEmpty()) {
      return Future.succeededFuture(nothingSaid());
    }
    SortedSet<String> machines = new TreeSet<>();
    body.getJsonArray("machines").forEach(id -> machines.add((String) id));
    return blackouts
        .lay(
            new BlackoutRequest(machines, from, to, reason, body.getBoolean("displace", false)),
            call.actor())
        .map(
            outcome ->
                answer(
                    outcome,
                    call,
                    done ->
                        whole(201, done)
                            .with("Location", "/api/v1/blackouts/" + done.blackout().id())));
  }

  private Future<Answer> list(Call call) {
    Actor actor = call.actor();
    Instant from = call.instant("from").orElse(clock.instant());
    Instant to = call.instant("to").orElse(FOR_EVER);
    if (!from.isBefore(to)) {
      return Future.succeededFuture(Problem.invalid("to", "must be later than from"));
    }
    return blackouts
        .list(
            new BlackoutQuery(
                call.text("machine"), call.text("centre").or(actor::centre), new Window(from, to)))
        .map(
            all ->
                Page.cut(
                    all.stream().filter(each -> actor.staffOf(each.centre())).toList(),
                    call,
                    Blackout::id,
                    this::shape));
  }

  private Future<Answer> get(Call call) {
    return with(
        call,
        blackout ->
            Future.succeededFuture(
                Answer.ok(shape(blackout)).with("ETag", ETags.of(blackout.version()))));
  }

  private Future<Answer> change(Call call) {
    JsonObject body = call.body();
    Optional<String> reason = Optional.ofNullable(body.getString("reason")).map(String::strip);
    if (reason.filter(String::isEmpty).isPresent()) {
      return Future.succeededFuture(nothingSaid());
    }
    BlackoutChange change =
        new BlackoutChange(
            call.bodyInstant("from"),
            call.bodyInstant("to"),
            reason,
            body.getBoolean("displace", false));
    return with(
        call,
        blackout -> {
          Optional<String> condition = call.header("If-Match");
          if (condition.isEmpty()) {
            return Future.succeededFuture(Problem.conditionRequired());
          }
          return blackouts
              .change(
                  blackout.id(),
                  ETags.version(condition.get()).orElse(blackout.version()),
                  change,
                  call.actor())
              .map(outcome -> answer(outcome, call, done -> whole(200, done)));
        });
  }

  private Future<Answer> lift(Call call) {
    Optional<Long> read = call.header("If-Match").flatMap(ETags::version);
    return blackouts
        .lift(call.path("blackout"), read, call.actor())
        .map(outcome -> answer(outcome, call, done -> Answer.nothing()));
  }

  /** Work on a blackout of the caller's centre; one of another does not exist. */
  private Future<Answer> with(Call call, Function<Blackout, Future<Answer>> work) {
    return blackouts
        .find(call.path("blackout"))
        .compose(
            found ->
                found
                    .filter(each -> call.actor().staffOf(each.centre()))
                    .map(work)
                    .orElseGet(() -> Future.succeededFuture(unknown(call))));
  }

  private Answer answer(Outcome outcome, Call call, Function<Outcome.Done, Answer> done) {
    if (outcome instanceof Outcome.Done good) {
      return done.apply(good);
    }
    if (outcome instanceof Outcome.Refused refused) {
      return Problem.inTheWay(refused.refusals(), bookings(refused.bookings()));
    }
    if (outcome instanceof Outcome.UnknownMachines unknown) {
      return Problem.notFound("machine " + String.join(", ", unknown.machines()));
    }
    if (outcome instanceof Outcome.Foreign foreign) {
      return Problem.forbidden(
          "Only staff of centre " + foreign.centre() + " takes its machines out for upkeep.");
    }
    return outcome instanceof Outcome.Stale stale ? Problem.stale(stale.version()) : unknown(call);
  }

  private static Problem nothingSaid() {
    return Problem.unprocessable("reason", "says nothing; everybody reads what is done");
  }

  private static Problem unknown(Call call) {
    return Problem.notFound("blackout " + call.path("blackout"));
  }

  private JsonArray bookings(List<Booking> bookings) {
    return new JsonArray(bookings.stream().limit(SHOWN).map(names::booking).toList());
  }

  private Answer.Result whole(int status, Outcome.Done done) {
    List<String> displaced = done.displaced().stream().map(Booking::id).toList();
    return Answer.json(status, shape(done.blackout()).put("displaced", new JsonArray(displaced)))
        .with("ETag", ETags.of(done.blackout().version()));
  }

  private JsonObject shape(Blackout blackout) {
    return new JsonObject()
        .put("id", blackout.id())
        .put("centre", blackout.centre())
        .put("machines", new JsonArray(blackout.machines()))
        .put("from", Shapes.instant(blackout.window().from()))
        .put("to", Shapes.instant(blackout.window().to()))
        .put("reason", blackout.reason())
        .put("madeBy", names.person(blackout.madeBy()))
        .put("madeAt", Shapes.instant(blackout.madeAt()))
        .put("liftedAt", Shapes.instant(blackout.liftedAt()))
        .put("version", blackout.version());
  }
}
