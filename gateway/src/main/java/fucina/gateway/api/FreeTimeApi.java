package fucina.gateway.api;

import fucina.gateway.registry.Machine;
import fucina.gateway.registry.Registry;
import fucina.scheduler.Actor;
import fucina.scheduler.AvailabilityQuery;
import fucina.scheduler.Occupied;
import fucina.scheduler.Scheduler;
import fucina.scheduler.Window;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** When machines are free, and when they are not. */
final class FreeTimeApi implements Resource {
  private static final Duration LONGEST = Duration.ofDays(100);

  private final Scheduler scheduler;
  private final Registry registry;
  private final SessionShape names;

  FreeTimeApi(Parts.Lab lab, SessionShape names) {
    this.scheduler = lab.scheduler();
    this.registry = lab.registry();
    this.names = names;
  }

  @Override
  public Map<String, Door.Work> works() {
    return Map.of("availability", this::availability, "occupancy", this::occupancy);
  }

  private Future<Answer> availability(Call call) {
    return within(
        call,
        window ->
            scheduler
                .availability(
                    new AvailabilityQuery(
                        window,
                        Duration.ofMinutes(call.number("minutes")),
                        call.text("family"),
                        call.text("capability"),
                        call.text("centre"),
                        Optional.of(call.actor()).filter(actor -> !actor.staff()).map(Actor::party),
                        call.number("limit")))
                .map(
                    slots ->
                        Answer.ok(
                            new JsonObject()
                                .put(
                                    "slots",
                                    new JsonArray(slots.stream().map(Shapes::slot).toList())))));
  }

  private Future<Answer> occupancy(Call call) {
    return within(
        call,
        window ->
            scheduler
                .occupancy(window, call.text("centre"), call.text("machine"))
                .map(
                    taken ->
                        Answer.ok(
                            new JsonObject()
                                .put(
                                    "items",
                                    new JsonArray(
                                        taken.stream()
                                            .map(stretch -> shape(stretch, call.actor()))
                                            .toList())))));
  }

  private static Future<Answer> within(Call call, Function<Window, Future<Answer>> work) {
    Instant from = call.instant("from").orElseThrow();
    Instant to = call.instant("to").orElseThrow();
    if (!from.isBefore(to)) {
      return Future.succeededFuture(Problem.invalid("to", "must be later than from"));
    }
    if (Duration.between(from, to).compareTo(LONGEST) > 0) {
      return Future.succeededFuture(
          Problem.invalid("to", "is more than " + LONGEST.toDays() + " days after from"));
    }
    return work.apply(new Window(from, to));
  }

  private JsonObject shape(Occupied stretch, Actor actor) {
    boolean mine =
        !actor.staff() && stretch.organisation().filter(actor.organisation()::equals).isPresent();
    boolean told =
        mine
            || registry
                .machine(stretch.machine())
                .map(Machine::centre)
                .filter(actor::staffOf)
                .isPresent();
    JsonObject json =
        new JsonObject()
            .put("machine", stretch.machine())
            .put("from", Shapes.instant(stretch.window().from()))
            .put("to", Shapes.instant(stretch.window().to()))
            .put(
                "kind",
                mine && stretch.kind() == Occupied.Kind.BOOKED
                    ? "mine"
                    : Shapes.word(stretch.kind()));
    if (told) {
      stretch.organisation().ifPresent(id -> json.put("organisation", names.organisation(id)));
    }
    stretch.reason().ifPresent(reason -> json.put("reason", reason));
    return json;
  }
}
