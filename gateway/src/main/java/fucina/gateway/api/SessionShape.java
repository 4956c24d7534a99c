package fucina.gateway.api;

import fucina.gateway.access.People;
import fucina.gateway.registry.Machine;
import fucina.gateway.registry.Registry;
import fucina.gateway.session.CommandRecord;
import fucina.gateway.session.Session;
import fucina.scheduler.Booking;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Bookings, sessions and commands on the wire, with the names people read. */
final class SessionShape {
  private final People people;
  private final Registry registry;

  SessionShape(People people, Registry registry) {
    this.people = people;
    this.registry = registry;
  }

  JsonObject booking(Booking booking) {
    List<JsonObject> sessions = booking.allocations().stream().map(this::allocation).toList();
    return new JsonObject()
        .put("id", booking.id())
        .put("organisation", organisation(booking.party().organisation()))
        .put("person", person(booking.party().person()))
        .put(
            "machines",
            new JsonArray(booking.allocations().stream().map(Booking.Allocation::machine).toList()))
        .put("from", Shapes.instant(booking.window().from()))
        .put("to", Shapes.instant(booking.window().to()))
        .put("purpose", booking.purpose())
        .put("state", Shapes.word(booking.state()))
        .put("version", booking.version())
        .put("createdAt", Shapes.instant(booking.createdAt()))
        .put("approveBy", Shapes.instant(booking.approveBy()))
        .put("claimedUntil", Shapes.instant(booking.claimedUntil()))
        .put("series", booking.series().orElse(null))
        .put("reason", booking.reason().orElse(null))
        .put("sessions", new JsonArray(sessions));
  }

  JsonObject session(Session session) {
    return new JsonObject()
        .put("id", session.id())
        .put("booking", session.booking())
        .put("machine", session.machine())
        .put("machineName", machineName(session.machine()))
        .put("organisation", organisation(session.party().organisation()))
        .put("from", Shapes.instant(session.window().from()))
        .put("to", Shapes.instant(session.window().to()))
        .put("state", Shapes.word(session.state()))
        .put("operator", session.operator().map(this::person).orElse(null))
        .put("consent", session.consent().map(this::consent).orElse(null))
        .put("withdrawal", session.withdrawal().map(this::withdrawal).orElse(null))
        .put("fencing", session.fencing())
        .put("startedAt", Shapes.instant(session.startedAt()))
        .put("endedAt", Shapes.instant(session.endedAt()))
        .put("endReason", session.endReason().orElse(null))
        .put("endOutcome", session.endOutcome().orElse(null));
  }

  JsonObject command(CommandRecord command) {
    List<JsonObject> steps = command.steps().stream().map(SessionShape::step).toList();
    return new JsonObject()
        .put("id", command.id())
        .put("session", command.session().isEmpty() ? null : command.session())
        .put("machine", command.machine())
        .put("command", command.command())
        .put("arguments", new JsonObject(command.arguments()))
        .put("person", person(command.person()))
        .put("step", Shapes.word(command.step()))
        .put("steps", new JsonArray(steps));
  }

  JsonObject person(String id) {
    return Shapes.named(id, people.personName(id));
  }

  JsonObject organisation(String id) {
    return Shapes.named(id, people.organisationName(id));
  }

  private JsonObject allocation(Booking.Allocation allocation) {
    return new JsonObject()
        .put("id", allocation.session())
        .put("machine", allocation.machine())
        .put("machineName", machineName(allocation.machine()))
        .put("from", Shapes.instant(allocation.window().from()))
        .put("to", Shapes.instant(allocation.window().to()))
        .put("active", allocation.open())
        .put("approveBy", Shapes.instant(allocation.approveBy()));
  }

  /** Whose machine it is; empty where there is none of that id. */
  Optional<String> centreOf(String machine) {
    return registry.machine(machine).map(Machine::centre);
  }

  private String machineName(String id) {
    return registry.machine(id).map(Machine::name).orElse(id);
  }

  private JsonObject consent(Session.Consent consent) {
    return new JsonObject()
        .put("technician", person(consent.technician()))
        .put("at", Shapes.instant(consent.at()));
  }

  private JsonObject withdrawal(Session.Consent by) {
    return new JsonObject()
        .put("person", person(by.technician()))
        .put("at", Shapes.instant(by.at()));
  }

  private static JsonObject step(CommandRecord.Stepped step) {
    return new JsonObject()
        .put("step", Shapes.word(step.step()))
        .put("at", Shapes.instant(step.at()))
        .put("detail", step.detail());
  }
}
