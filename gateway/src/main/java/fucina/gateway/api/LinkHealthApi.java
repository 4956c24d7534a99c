package fucina.gateway.api;

import fucina.gateway.link.LinkStatus;
import fucina.gateway.link.Links;
import fucina.gateway.link.LockHold;
import fucina.gateway.link.MachineEvent;
import fucina.gateway.link.MachineEvents;
import fucina.gateway.link.SignalStatus;
import fucina.gateway.registry.Registry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How a machine's link fares and what the machine reported, for those who look after it. */
final class LinkHealthApi implements Resource {
  private final Registry registry;
  private final OwnMachines machines;
  private final Links links;
  private final MachineEvents events;

  LinkHealthApi(Parts.Lab lab) {
    this.registry = lab.registry();
    this.machines = new OwnMachines(lab.registry());
    this.links = lab.links();
    this.events = lab.events();
  }

  @Override
  public Map<String, Door.Work> works() {
    return Map.of(
        "machineLink", call -> forStaff(call, id -> Answer.ok(link(id))),
        "machineEvents", call -> forStaff(call, id -> events(id, call)));
  }

  private Future<Answer> forStaff(Call call, Function<String, Answer> answer) {
    return machines.with(
        call,
        machine ->
            Future.succeededFuture(
                call.actor().staffOf(machine.centre())
                    ? answer.apply(machine.id())
                    : Problem.forbidden(
                        "Only staff of centre " + machine.centre() + " may see this.")));
  }

  private JsonObject link(String machine) {
    LinkStatus status = registry.link(machine);
    JsonArray signals = new JsonArray();
    links.signals(machine).forEach(signal -> signals.add(shape(signal)));
    return new JsonObject()
        .put("state", Shapes.word(status.state()))
        .put("detail", status.detail())
        .put("since", Shapes.instant(status.since()))
        .put("clockOffsetMs", links.clockOffset(machine).map(Duration::toMillis).orElse(null))
        .put("lock", links.link(machine).map(link -> lock(link.lock())).orElse(null))
        .put("signals", signals);
  }

  private static @Nullable JsonObject lock(LockHold hold) {
    if (hold instanceof LockHold.None) {
      return null;
    }
    JsonObject lock = new JsonObject().putNull("client").putNull("user").put("detail", "");
    if (hold instanceof LockHold.Others other) {
      return lock.put("state", "others").put("client", other.client()).put("user", other.user());
    }
    return hold instanceof LockHold.Wanted wanted
        ? lock.put("state", "wanted").put("detail", wanted.detail())
        : lock.put("state", "ours");
  }

  private static JsonObject shape(SignalStatus signal) {
    return new JsonObject()
        .put("signal", signal.signal())
        .put("state", Shapes.word(signal.state()))
        .put("detail", signal.detail())
        .put("samplingMs", signal.sampling().map(LinkHealthApi::millis).orElse(null))
        .put("queue", signal.queue().orElse(null))
        .put("lastHeard", signal.lastHeard().map(Shapes::instant).orElse(null));
  }

  /** Machines revise to odd fractions of a millisecond too. */
  private static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }

  private Answer events(String machine, Call call) {
    return Page.cut(
        events.recent(machine),
        call,
        MachineEvent::id,
        LinkHealthApi::shape,
        new JsonObject().put("standing", shapes(events.standing(machine))));
  }

  private static JsonArray shapes(List<MachineEvent> events) {
    JsonArray shapes = new JsonArray();
    events.forEach(event -> shapes.add(shape(event)));
    return shapes;
  }

  private static JsonObject shape(MachineEvent event) {
    return new JsonObject()
        .put("id", event.id())
        .put("condition", event.condition().orElse(null))
        .put("type", event.type())
        .put("source", event.source())
        .put("severity", event.severity())
        .put("message", event.message())
        .put("active", event.active().orElse(null))
        .put("acknowledged", event.acknowledged().orElse(null))
        .put("retained", event.retained())
        .put("at", Shapes.instant(event.time()));
  }
}
