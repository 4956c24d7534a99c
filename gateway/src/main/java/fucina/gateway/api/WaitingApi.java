package fucina.gateway.api;

import fucina.scheduler.Actor;
import fucina.scheduler.MachineFilter;
import fucina.scheduler.Refusal;
import fucina.scheduler.Scheduler;
import fucina.scheduler.WaitingEntry;
import fucina.scheduler.WaitingList;
import fucina.scheduler.WaitingList.Joined;
import fucina.scheduler.Window;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The waiting list: joined, looked at, left. */
final class WaitingApi implements Resource {
  private final Scheduler scheduler;
  private final SessionShape names;

  WaitingApi(Parts.Lab lab, SessionShape names) {
    this.scheduler = lab.scheduler();
    this.names = names;
  }

  @Override
  public Map<String, Door.Work> works() {
    return Map.of(
        "joinWaiting",
        this::join,
        "listWaiting",
        this::list,
        "getWaiting",
        call -> with(call, entry -> Future.succeededFuture(Answer.ok(shape(entry)))),
        "leaveWaiting",
        call -> with(call, entry -> leave(entry, call)));
  }

  private WaitingList waiting() {
    return scheduler.waiting();
  }

  private Future<Answer> join(Call call) {
    JsonObject body = call.body();
    MachineFilter wanted =
        new MachineFilter(
            Optional.ofNullable(body.getString("machine")),
            Optional.ofNullable(body.getString("family")),
            Optional.ofNullable(body.getString("capability")),
            Optional.ofNullable(body.getString("centre")));
    if (wanted.machine().or(wanted::family).or(wanted::capability).isEmpty()) {
      return Future.succeededFuture(
          Problem.unprocessable("machine", "say what you wait for: machine, family or capability"));
    }
    Instant from = call.bodyInstant("from").orElseThrow();
    Instant to = call.bodyInstant("to").orElseThrow();
    if (!from.isBefore(to)) {
      return Future.succeededFuture(Problem.invalid("to", "must be later than from"));
    }
    return waiting()
        .join(
            call.actor().party(),
            wanted,
            Duration.ofMinutes(body.getInteger("minutes")),
            new Window(from, to),
            body.getString("purpose", ""),
            call.actor())
        .map(this::joined);
  }

  private Answer joined(Joined joined) {
    if (joined instanceof Joined.Waits waits) {
      return Answer.json(201, shape(waits.entry()))
          .with("Location", "/api/v1/waiting/" + waits.entry().id());
    }
    return Problem.refused(List.of(((Joined.Refused) joined).refusal()));
  }

  private Future<Answer> list(Call call) {
    Actor actor = call.actor();
    return waiting()
        .list(actor.staff() ? Optional.empty() : Optional.of(actor.organisation()))
        .map(
            all ->
                Page.cut(
                    all.stream().filter(entry -> visible(entry, actor)).toList(),
                    call,
                    WaitingEntry::id,
                    this::shape));
  }

  private Future<Answer> leave(WaitingEntry entry, Call call) {
    if (!entry.party().organisation().equals(call.actor().organisation())) {
      return Future.succeededFuture(Problem.notFound("place " + entry.id()));
    }
    return waiting()
        .withdraw(entry, call.actor())
        .compose(
            left ->
                left
                    ? Future.succeededFuture(Answer.nothing())
                    : waiting().find(entry.id()).map(now -> left(now.orElse(entry))));
  }

  /** What it means to leave where one waits no more. */
  private static Answer left(WaitingEntry entry) {
    return switch (entry.state()) {
      case OFFERED ->
          Problem.refused(
              List.of(
                  new Refusal(
                      "offered",
                      "a place that waits",
                      "offered as booking " + entry.booking().orElse(""),
                      "A window is offered to you: confirm its booking, or give it back with"
                          + " DELETE /api/v1/bookings/{id}.")));
      default -> Answer.nothing();
    };
  }

  /** Work on a place the caller may see; one of somebody else does not exist. */
  private Future<Answer> with(Call call, Function<WaitingEntry, Future<Answer>> work) {
    String id = call.path("place");
    return waiting()
        .find(id)
        .compose(
            found ->
                found
                    .filter(entry -> visible(entry, call.actor()))
                    .map(work)
                    .orElseGet(() -> Future.succeededFuture(Problem.notFound("place " + id))));
  }

  /** One's own organisation's; for staff, those that name their centre or its machines. */
  private boolean visible(WaitingEntry entry, Actor actor) {
    return actor.staff()
        ? centre(entry).map(actor::staffOf).orElse(actor.centre().isEmpty())
        : entry.party().organisation().equals(actor.organisation());
  }

  private Optional<String> centre(WaitingEntry entry) {
    return entry.wanted().machine().flatMap(names::centreOf).or(() -> entry.wanted().centre());
  }

  private JsonObject shape(WaitingEntry entry) {
    return new JsonObject()
        .put("id", entry.id())
        .put("organisation", names.organisation(entry.party().organisation()))
        .put("person", names.person(entry.party().person()))
        .put("machine", entry.wanted().machine().orElse(null))
        .put("family", entry.wanted().family().orElse(null))
        .put("capability", entry.wanted().capability().orElse(null))
        .put("centre", entry.wanted().centre().orElse(null))
        .put("minutes", entry.length().toMinutes())
        .put("from", Shapes.instant(entry.window().from()))
        .put("to", Shapes.instant(entry.window().to()))
        .put("purpose", entry.purpose())
        .put("state", Shapes.word(entry.state()))
        .put("booking", entry.booking().orElse(null))
        .put("createdAt", Shapes.instant(entry.createdAt()));
  }
}
