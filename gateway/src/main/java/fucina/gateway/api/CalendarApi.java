package fucina.gateway.api;

import fucina.gateway.access.CalendarKeys;
import fucina.gateway.access.CalendarKeys.Key;
import fucina.gateway.access.CalendarKeys.Opened;
import fucina.gateway.calendar.CalendarEntry;
import fucina.gateway.calendar.CalendarFile;
import fucina.gateway.registry.Centre;
import fucina.gateway.registry.Machine;
import fucina.gateway.registry.Registry;
import fucina.scheduler.Actor;
import fucina.scheduler.Booking;
import fucina.scheduler.Booking.Allocation;
import fucina.scheduler.BookingQuery;
import fucina.scheduler.Scheduler;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Windows as calendars that people's own programs read, under secret addresses. */
final class CalendarApi implements Resource {
  private static final int PAGE = 500;

  /** Windows that ended longer ago are left out. */
  private static final Duration KEPT = Duration.ofDays(90);

  private final CalendarKeys keys;
  private final Scheduler scheduler;
  private final Registry registry;
  private final SessionShape names;
  private final HttpSettings settings;
  private final InstantSource clock;
  private final CalendarFile file = new CalendarFile();

  CalendarApi(Parts parts, SessionShape names, HttpSettings settings) {
    this.keys = parts.access().calendars();
    this.scheduler = parts.lab().scheduler();
    this.registry = parts.lab().registry();
    this.names = names;
    this.settings = settings;
    this.clock = parts.clock();
  }

  @Override
  public Map<String, Door.Work> works() {
    return Map.of(
        "listCalendars", this::list,
        "openCalendar", this::open,
        "closeCalendar", this::close,
        "calendar", this::calendar);
  }

  private Future<Answer> list(Call call) {
    return keys.list(call.person()).map(all -> Page.cut(all, call, Key::id, CalendarApi::shape));
  }

  private Future<Answer> open(Call call) {
    Optional<String> id = Optional.ofNullable(call.body().getString("machine"));
    Optional<Machine> machine = id.flatMap(registry::machine);
    if (id.isPresent() && machine.filter(known -> call.actor().staffOf(known.centre())).isEmpty()) {
      return Future.succeededFuture(
          Problem.unprocessable(
              "machine",
              "is none of your centre's; leave it out for a calendar of your own windows"));
    }
    return keys.make(call.person(), id)
        .map(
            made ->
                Answer.created(
                    "/calendars/" + made.key().id(),
                    shape(made.key())
                        .put(
                            "address",
                            settings.base(call.context().request())
                                + "/api/v1/calendar/"
                                + made.secret()
                                + ".ics")));
  }

  private Future<Answer> close(Call call) {
    String id = call.path("calendar");
    return keys.revoke(call.person(), id)
        .map(gone -> gone ? Answer.nothing() : Problem.notFound("calendar " + id));
  }

  private Future<Answer> calendar(Call call) {
    String secret = call.path("file").replaceFirst("\\.ics$", "");
    return keys.open(secret)
        .compose(
            opened ->
                opened
                    .map(whose -> written(call, whose))
                    .orElseGet(() -> Future.succeededFuture(Problem.notFound("such calendar"))));
  }

  private Future<Answer> written(Call call, Opened whose) {
    Actor actor = whose.person().actor();
    Optional<Machine> machine = whose.machine().flatMap(registry::machine);
    // Whoever left the centre, or whose machine did, reads no more.
    if (whose.machine().isPresent()
        && machine.filter(known -> actor.staffOf(known.centre())).isEmpty()) {
      return Future.succeededFuture(Problem.notFound("such calendar"));
    }
    Instant since = clock.instant().minus(KEPT);
    Predicate<Allocation> shown =
        allocation ->
            allocation.window().to().isAfter(since)
                && machine.map(only -> only.id().equals(allocation.machine())).orElse(true)
                && (!actor.staff()
                    || registry
                        .machine(allocation.machine())
                        .filter(known -> actor.staffOf(known.centre()))
                        .isPresent());
    BookingQuery first =
        new BookingQuery(
            actor.staff() ? Optional.empty() : Optional.of(actor.organisation()),
            actor.staff() ? actor.centre() : Optional.empty(),
            Optional.empty(),
            PAGE,
            Optional.empty());
    return since(first, since, new ArrayList<>())
        .map(
            bookings -> {
              List<CalendarEntry> entries =
                  bookings.stream()
                      .filter(
                          booking ->
                              actor.staff() || booking.party().person().equals(whose.person().id()))
                      .flatMap(
                          booking ->
                              booking.allocations().stream()
                                  .filter(shown)
                                  .map(each -> entry(call, booking, each, actor.staff())))
                      .toList();
              String name = machine.map(Machine::name).orElse(whose.person().name());
              String text = file.text("Fucina: " + name, entries, clock.instant());
              return Answer.text("text/calendar; charset=utf-8", Buffer.buffer(text));
            });
  }

  /** The bookings whose windows are not long over; lists come newest window first. */
  private Future<List<Booking>> since(BookingQuery page, Instant since, List<Booking> found) {
    return scheduler
        .list(page)
        .compose(
            more -> {
              found.addAll(more);
              boolean last =
                  more.size() < page.limit()
                      || more.get(more.size() - 1).window().to().isBefore(since);
              return last
                  ? Future.succeededFuture(found)
                  : since(
                      new BookingQuery(
                          page.organisation(),
                          page.centre(),
                          page.state(),
                          page.limit(),
                          Optional.of(more.get(more.size() - 1).id())),
                      since,
                      found);
            });
  }

  private CalendarEntry entry(Call call, Booking booking, Allocation allocation, boolean staff) {
    Optional<Machine> machine = registry.machine(allocation.machine());
    Optional<Centre> centre =
        machine.flatMap(
            known ->
                registry.centres().stream()
                    .filter(each -> each.id().equals(known.centre()))
                    .findFirst());
    String what = machine.map(Machine::name).orElse(allocation.machine());
    String who =
        names.organisation(booking.party().organisation()).getString("name")
            + ", "
            + names.person(booking.party().person()).getString("name");
    return new CalendarEntry(
        allocation.session() + "@fucina",
        Math.toIntExact(booking.version() - 1),
        allocation.window().from(),
        allocation.window().to(),
        machine.map(known -> known.rules().zone()).orElse(ZoneOffset.UTC),
        staff ? what + ": " + who : what,
        centre.map(each -> each.name() + ", " + each.city()).orElse(""),
        booking.purpose(),
        status(booking.state()),
        URI.create(
            settings.base(call.context().request()) + "/#/sessions/" + allocation.session()));
  }

  private static CalendarEntry.Status status(Booking.State state) {
    return switch (state) {
      case CLAIMED, PENDING_APPROVAL -> CalendarEntry.Status.TENTATIVE;
      case CANCELLED, REJECTED, EXPIRED, DISPLACED, UNFULFILLED -> CalendarEntry.Status.CANCELLED;
      case CONFIRMED, IN_USE, COMPLETED, TERMINATED, NO_SHOW -> CalendarEntry.Status.CONFIRMED;
    };
  }

  private static JsonObject shape(Key key) {
    return new JsonObject()
        .put("id", key.id())
        .put("machine", key.machine().orElse(null))
        .put("createdAt", Shapes.instant(key.createdAt()));
  }
}
