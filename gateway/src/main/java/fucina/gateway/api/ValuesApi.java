package fucina.gateway.api;

import fucina.gateway.registry.Machine;
import fucina.gateway.registry.Registry;
import fucina.gateway.session.Sessions;
import fucina.gateway.store.Held;
import fucina.gateway.store.TimeSeriesStore;
import fucina.gateway.telemetry.LiveHub;
import fucina.profiles.Signal;
import fucina.scheduler.Actor;
import fucina.scheduler.Window;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What machines measure, now and before. An organisation reads its own windows and nothing else;
 * what it asks for beyond them is cut off. The store's calls block and run on workers.
 */
final class ValuesApi implements Resource, AutoCloseable {
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final Duration USUAL = Duration.ofHours(1);

  /** Every reading is looked at for them. */
  private static final Duration LONGEST_FIGURES = Duration.ofDays(31);

  /** Days times signals. */
  private static final int MOST_FIGURES = 400;

  private final Registry registry;
  private final Sessions sessions;
  private final LiveHub hub;
  private final InstantSource clock;
  private final TimeSeriesStore store;
  private final WorkerExecutor workers;
  private final RawValues raw;

  ValuesApi(Vertx vertx, Parts parts) {
    this.registry = parts.lab().registry();
    this.sessions = parts.lab().sessions();
    this.hub = parts.values().hub();
    this.store = parts.values().store();
    this.clock = parts.clock();
    this.workers = vertx.createSharedWorkerExecutor("fucina-history", 4);
    this.raw = new RawValues(vertx, store);
  }

  @Override
  public Map<String, Door.Work> works() {
    return Map.of("latest", this::latest, "telemetry", this::telemetry, "gaps", this::gaps);
  }

  @Override
  public void close() {
    workers.close();
    raw.close();
  }

  /**
   * What a caller may read of what was asked for.
   *
   * @param windows in order of time, none overlapping, never empty
   */
  private record Asked(Machine machine, List<Window> windows) {
    Window hull() {
      return new Window(windows.get(0).from(), windows.get(windows.size() - 1).to());
    }

    Duration length() {
      return windows.stream().map(Window::length).reduce(Duration.ZERO, Duration::plus);
    }
  }

  private Future<Answer> latest(Call call) {
    return with(
        call,
        machine -> {
          if (call.actor().staffOf(machine.centre())) {
            return Future.succeededFuture(latest(machine, Optional.empty()));
          }
          String organisation = call.actor().organisation();
          if (!sessions.mayWatch(machine.id(), organisation, clock.instant())) {
            return Future.succeededFuture(
                Problem.window(
                    machine.id(),
                    "now",
                    "Live values are for the organisation whose window is running."));
          }
          return OwnWindow.since(sessions, machine.id(), organisation)
              .map(since -> latest(machine, Optional.of(since)));
        });
  }

  private Answer latest(Machine machine, Optional<Instant> since) {
    OwnWindow own = new OwnWindow(machine.profile(), since);
    List<JsonObject> readings =
        machine.profile().signals().stream()
            .flatMap(signal -> hub.latest(machine.id(), signal.name()).stream())
            .filter(own::shows)
            .map(Shapes::reading)
            .toList();
    return Answer.ok(new JsonObject().put("items", new JsonArray(readings)));
  }

  private Future<Answer> telemetry(Call call) {
    return asked(
        call,
        asked -> {
          List<String> known =
              asked.machine().profile().signals().stream().map(Signal::name).toList();
          List<String> signals =
              call.text("signals")
                  .map(names -> Stream.of(names.split(",")).distinct().toList())
                  .orElse(known);
          List<String> unknown = signals.stream().filter(name -> !known.contains(name)).toList();
          if (!unknown.isEmpty()) {
            return Future.succeededFuture(
                Problem.invalid(
                    "signals",
                    String.join(", ", unknown) + ": no such signal of " + asked.machine().id()));
          }
          Optional<RawFormat> format = RawFormat.of(call);
          if (format.isPresent()) {
            return raw.stream(
                call.context().response(),
                format.get(),
                asked.machine().id(),
                signals,
                asked.windows());
          }
          int points = call.number("points");
          Telemetry.Besides besides =
              new Telemetry.Besides(call.flag("before"), call.flag("figures"));
          Optional<String> tooMuch =
              besides.figures() ? tooMuch(asked.length(), signals.size()) : Optional.empty();
          if (tooMuch.isPresent()) {
            return Future.succeededFuture(Problem.invalid("figures", tooMuch.get()));
          }
          Optional<Instant> since =
              call.actor().staffOf(asked.machine().centre())
                  ? Optional.empty()
                  : Optional.of(asked.hull().from());
          return workers
              .executeBlocking(
                  () ->
                      new Telemetry(
                              store, clock.instant(), asked.machine(), asked.windows(), points)
                          .answer(signals, besides, held(asked, signals, besides, since)),
                  false)
              .map(Answer::ok);
        });
  }

  /** Why figures are not counted over so long a stretch of so many signals. */
  private static Optional<String> tooMuch(Duration length, int signals) {
    if (length.compareTo(LONGEST_FIGURES) > 0) {
      return Optional.of(
          "are counted over at most " + LONGEST_FIGURES.toDays() + " days: ask for fewer");
    }
    Duration together = length.multipliedBy(signals);
    if (together.compareTo(Duration.ofDays(MOST_FIGURES)) > 0) {
      return Optional.of(
          "are counted over at most "
              + MOST_FIGURES
              + " days of one signal, and "
              + signals
              + " signals over this stretch are "
              + (together.toDays() + 1)
              + ": ask for fewer signals or fewer days");
    }
    return Optional.empty();
  }

  /** What each signal held when the first window began, as far as its organisation may know. */
  private Held held(
      Asked asked, List<String> signals, Telemetry.Besides besides, Optional<Instant> since) {
    if (!besides.before() && !besides.figures()) {
      return Held.NOTHING;
    }
    OwnWindow own = new OwnWindow(asked.machine().profile(), since);
    return Held.at(store, asked.machine().id(), signals, asked.hull().from()).only(own::shows);
  }

  private Future<Answer> gaps(Call call) {
    return asked(
        call,
        asked ->
            workers
                .executeBlocking(() -> gaps(asked), false)
                .map(gaps -> Answer.ok(new JsonObject().put("items", new JsonArray(gaps)))));
  }

  private List<JsonObject> gaps(Asked asked) {
    return asked.windows().stream()
        .flatMap(
            window ->
                store.gaps(asked.machine().id(), window.from(), window.to()).stream()
                    .flatMap(gap -> Buckets.cut(gap, window).stream()))
        .map(Shapes::gap)
        .toList();
  }

  private Future<Answer> with(Call call, Function<Machine, Future<Answer>> work) {
    String id = call.path("machine");
    return registry
        .machine(id)
        .map(work)
        .orElseGet(() -> Future.succeededFuture(Problem.notFound("machine " + id)));
  }

  /** Work on what a caller may read of the stretch asked for. */
  private Future<Answer> asked(Call call, Function<Asked, Future<Answer>> work) {
    Instant to = call.instant("to").orElseGet(clock::instant);
    Instant from = call.instant("from").orElseGet(() -> to.minus(USUAL));
    if (!from.isBefore(to)) {
      return Future.succeededFuture(Problem.invalid("from", "must be earlier than to"));
    }
    if (Duration.between(from, to).compareTo(LONGEST) > 0) {
      return Future.succeededFuture(
          Problem.invalid("from", "is more than " + LONGEST.toDays() + " days before to"));
    }
    Window stretch = new Window(from, to);
    return with(
        call,
        machine ->
            readable(machine, call.actor(), stretch)
                .compose(
                    windows ->
                        windows.isEmpty()
                            ? Future.succeededFuture(outside(machine, stretch))
                            : work.apply(new Asked(machine, windows))));
  }

  private Future<List<Window>> readable(Machine machine, Actor actor, Window stretch) {
    if (actor.staffOf(machine.centre())) {
      return Future.succeededFuture(List.of(stretch));
    }
    return sessions
        .readable(machine.id(), actor.organisation())
        .map(
            own ->
                Buckets.merged(
                    own.stream()
                        .map(window -> Buckets.cut(window, stretch))
                        .flatMap(Optional::stream)
                        .toList()));
  }

  private static Problem outside(Machine machine, Window stretch) {
    return Problem.window(
        machine.id(),
        stretch.from() + " to " + stretch.to(),
        "Your organisation had no window on " + machine.id() + " in this stretch of time.");
  }
}
