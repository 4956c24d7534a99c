package fucina.gateway.api;

import fucina.gateway.registry.Machine;
import fucina.gateway.registry.Registry;
import fucina.gateway.session.Sessions;
import fucina.scheduler.Actor;
import fucina.scheduler.Booking;
import fucina.scheduler.BookingQuery;
import fucina.scheduler.BookingRequest;
import fucina.scheduler.Decision;
import fucina.scheduler.Refusal;
import fucina.scheduler.Scheduler;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Bookings: asked for, listed, moved, given back. */
final class BookingsApi implements Resource {
  private final Scheduler scheduler;
  private final Sessions sessions;
  private final Registry registry;
  private final SessionShape shape;

  BookingsApi(Parts.Lab lab, SessionShape shape) {
    this.scheduler = lab.scheduler();
    this.sessions = lab.sessions();
    this.registry = lab.registry();
    this.shape = shape;
  }

  @Override
  public Map<String, Door.Work> works() {
    return Map.of(
        "book", this::book,
        "listBookings", this::list,
        "getBooking", this::get,
        "bookingAlternatives", this::alternatives,
        "changeBooking", this::change,
        "confirmBooking", this::confirm,
        "approveBooking", this::approve,
        "rejectBooking", this::reject,
        "cancelBooking", this::cancel);
  }

  private Future<Answer> book(Call call) {
    JsonObject body = call.body();
    Optional<Instant> from =
        Optional.ofNullable(body.getString("from"))
            .filter(text -> !text.equals("now"))
            .map(Call::instantOf);
    Instant to = Call.instantOf(body.getString("to"));
    if (from.filter(start -> !start.isBefore(to)).isPresent()) {
      return Future.succeededFuture(Problem.invalid("to", "must be later than from"));
    }
    BookingRequest request =
        new BookingRequest(
            call.actor().party(),
            machines(body.getJsonArray("machines")),
            from,
            to,
            body.getString("purpose", ""),
            call.header("Idempotency-Key"));
    boolean claim = body.getBoolean("claim", false);
    return scheduler
        .book(claim ? request.claim() : request, call.actor())
        .compose(this::opened)
        .map(
            decision ->
                endsBefore(decision)
                    ? Problem.invalid("to", "must be later than from, which is now")
                    : Outcomes.of(
                        decision,
                        granted ->
                            whole(201, granted.booking())
                                .with("Location", "/api/v1/bookings/" + granted.booking().id())));
  }

  /** Now is known only when it is decided; a window of no length is a mistake, not a refusal. */
  private static boolean endsBefore(Decision decision) {
    return decision instanceof Decision.Refused refused
        && refused.refusals().stream().anyMatch(refusal -> refusal.rule().equals("order"));
  }

  /** A booking for now is a session at once: whoever reads the answer may join it. */
  private Future<Decision> opened(Decision decision) {
    if (!(decision instanceof Decision.Granted granted)) {
      return Future.succeededFuture(decision);
    }
    return sessions
        .openDue()
        .compose(opened -> scheduler.find(granted.booking().id()))
        .map(now -> new Decision.Granted(now.orElse(granted.booking()), granted.replayed()));
  }

  private static List<String> machines(JsonArray ids) {
    List<String> machines = new ArrayList<>();
    ids.forEach(id -> machines.add((String) id));
    return machines;
  }

  private Future<Answer> list(Call call) {
    Actor actor = call.actor();
    int limit = call.number("limit");
    BookingQuery query =
        new BookingQuery(
            actor.staff() ? Optional.empty() : Optional.of(actor.organisation()),
            actor.staff() ? actor.centre() : Optional.empty(),
            call.text("state").map(BookingsApi::state),
            limit + 1,
            call.text("after"));
    return scheduler
        .list(query)
        .map(found -> Answer.ok(Page.of(found, limit, Booking::id, shape::booking).json()));
  }

  private static Booking.State state(String word) {
    return Booking.State.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private Future<Answer> get(Call call) {
    return with(call, booking -> Future.succeededFuture(whole(200, booking)));
  }

  private Future<Answer> alternatives(Call call) {
    return with(
        call,
        booking ->
            scheduler
                .alternatives(booking)
                .map(
                    slots ->
                        Answer.ok(
                            new JsonObject()
                                .put(
                                    "slots",
                                    new JsonArray(slots.stream().map(Shapes::slot).toList())))));
  }

  private Future<Answer> change(Call call) {
    return with(
        call,
        booking -> {
          Optional<String> condition = call.header("If-Match");
          if (condition.isEmpty()) {
            return Future.succeededFuture(Problem.conditionRequired());
          }
          if (!ETags.match(condition.get(), booking.version())) {
            return Future.succeededFuture(Problem.stale(booking.version()));
          }
          if (booking.state() == Booking.State.IN_USE) {
            return Future.succeededFuture(Problem.refused(List.of(inUse(booking))));
          }
          Instant from = call.bodyInstant("from").orElse(booking.window().from());
          Instant to = call.bodyInstant("to").orElse(booking.window().to());
          if (!from.isBefore(to)) {
            return Future.succeededFuture(Problem.invalid("to", "must be later than from"));
          }
          return scheduler
              .change(
                  booking.id(),
                  booking.version(),
                  call.bodyInstant("from"),
                  call.bodyInstant("to"),
                  call.actor())
              .compose(this::opened)
              .map(decision -> Outcomes.of(decision, granted -> whole(200, granted.booking())));
        });
  }

  /** A lease is in somebody's hand: its session is what can be lengthened or ended. */
  private static Refusal inUse(Booking booking) {
    return new Refusal(
        "in-use",
        "a window that has not begun",
        "begun at " + booking.window().from(),
        "The window has begun: lengthen its session with POST /api/v1/sessions/{id}/extend, or end"
            + " it.");
  }

  private Future<Answer> cancel(Call call) {
    return with(
        call,
        booking -> {
          Optional<String> condition = call.header("If-Match");
          if (condition.isPresent() && !ETags.match(condition.get(), booking.version())) {
            return Future.succeededFuture(Problem.stale(booking.version()));
          }
          return scheduler
              .cancel(booking.id(), call.actor(), "cancelled")
              .map(decision -> Outcomes.of(decision, granted -> Answer.nothing()));
        });
  }

  private Future<Answer> confirm(Call call) {
    return with(
        call,
        booking ->
            scheduler
                .confirm(
                    booking.id(),
                    Optional.ofNullable(call.body().getString("purpose")),
                    call.actor())
                .compose(this::opened)
                .map(decision -> Outcomes.of(decision, granted -> whole(200, granted.booking()))));
  }

  private Future<Answer> approve(Call call) {
    return judged(call, (id, read) -> scheduler.approve(id, read, call.actor()));
  }

  private Future<Answer> reject(Call call) {
    String reason = call.body().getString("reason").strip();
    return reason.isEmpty()
        ? Future.succeededFuture(Problem.unprocessable("reason", "says nothing"))
        : judged(call, (id, read) -> scheduler.reject(id, read, call.actor(), reason));
  }

  /** A judgement on the booking as it was read, where the caller says which version that was. */
  private Future<Answer> judged(
      Call call, BiFunction<String, Optional<Long>, Future<Decision>> judgement) {
    return with(
        call,
        booking -> {
          Optional<String> condition = call.header("If-Match");
          return condition.isPresent() && !ETags.match(condition.get(), booking.version())
              ? Future.succeededFuture(Problem.stale(booking.version()))
              : judgement
                  .apply(booking.id(), condition.map(read -> booking.version()))
                  .map(decision -> Outcomes.of(decision, granted -> whole(200, granted.booking())));
        });
  }

  /** Work on a booking the caller may see; one of somebody else does not exist. */
  private Future<Answer> with(Call call, Function<Booking, Future<Answer>> work) {
    String id = call.path("booking");
    return scheduler
        .find(id)
        .compose(
            found ->
                found
                    .filter(booking -> visible(booking, call.actor()))
                    .map(work)
                    .orElseGet(() -> Future.succeededFuture(Problem.notFound("booking " + id))));
  }

  private boolean visible(Booking booking, Actor actor) {
    return (!actor.staff() && booking.party().organisation().equals(actor.organisation()))
        || booking.allocations().stream()
            .map(allocation -> registry.machine(allocation.machine()).map(Machine::centre))
            .anyMatch(centre -> actor.staffOf(centre.orElse("")));
  }

  private Answer.Result whole(int status, Booking booking) {
    return Answer.json(status, shape.booking(booking)).with("ETag", ETags.of(booking.version()));
  }
}
