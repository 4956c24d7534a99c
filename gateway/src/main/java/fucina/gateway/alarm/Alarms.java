package fucina.gateway.alarm;

import fucina.gateway.alarm.Occurrence.Acknowledgement;
import fucina.gateway.alarm.Occurrence.Cause;
import fucina.gateway.link.LinkState;
import fucina.gateway.link.MachineEvents;
import fucina.gateway.registry.Machine;
import fucina.gateway.registry.Registry;
import fucina.gateway.telemetry.LiveHub;
import fucina.gateway.telemetry.Reading;
import fucina.scheduler.Actor;
import fucina.scheduler.AuditEntry;
import fucina.scheduler.postgres.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The alarms of all machines: the one door to them. Judged after the commit, on the thread that
 * acknowledges, in memory; written down in order behind it, also when the database comes back only
 * later. Reads of what stands answer from memory, on any thread.
 */
public final class Alarms implements AutoCloseable {
  private static final long LOOK_MILLIS = 250;
  private static final int LOOKS_A_REFRESH = 4;

  private final Vertx vertx;
  private final Registry registry;
  private final LiveHub hub;
  private final MachineEvents events;
  private final InstantSource clock;
  private final AlarmTable table;
  private final AlarmBook book = new AlarmBook();
  private final AlarmWriter writer;
  private final ToldAlarms told;
  private final Map<String, MachineWatch> watches = new ConcurrentHashMap<>();
  private long timer = -1;
  private int looks;

  public Alarms(
      Vertx vertx,
      Database database,
      Registry registry,
      LiveHub hub,
      MachineEvents events,
      InstantSource clock) {
    this.vertx = vertx;
    this.registry = registry;
    this.hub = hub;
    this.events = events;
    this.clock = clock;
    this.table = new AlarmTable(database);
    this.writer = new AlarmWriter(vertx, table, book);
    this.told =
        new ToldAlarms(book, machine -> registry.machine(machine).map(Machine::centre).orElse(""));
  }

  /** Takes up what stood when the gateway last ran, and watches from then on. */
  public Future<Void> start() {
    return table
        .standing()
        .map(
            stood -> {
              book.restore(stood);
              book.onChange(writer::keep);
              refresh();
              hub.onReadings(this::judge);
              events.onEvent(told::take);
              events.onRefreshed(this::refreshed);
              registry.machines().forEach(machine -> refreshIfShown(machine.id()));
              timer = vertx.setPeriodic(LOOK_MILLIS, rung -> look());
              return null;
            });
  }

  /** Stops watching, and waits a moment until what changed is written. */
  @Override
  public void close() {
    vertx.cancelTimer(timer);
    writer.close();
  }

  /** Tells of every change from now on, in order, on any thread; the listener must not block. */
  public void onChange(Consumer<AlarmChange> listener) {
    book.onChange(listener);
  }

  /** What stands of a machine; whoever also listens ignores changes up to its number. */
  public StandingAlarms standing(String machine) {
    return book.snapshot(machine);
  }

  /**
   * The active alarms of a machine, the gravest first: what a preflight asks, and whoever must not
   * begin while there is one.
   */
  public List<Occurrence> active(String machine) {
    return book.snapshot(machine).standing().stream().filter(Occurrence::active).toList();
  }

  /** How many are active now. */
  public long active() {
    return book.standing().stream().filter(Occurrence::active).count();
  }

  /** How many changes could not be written for want of room since the start. */
  public long unwritten() {
    return writer.lost();
  }

  /** One alarm. */
  public Future<Optional<Occurrence>> find(String id) {
    Optional<Occurrence> standing = book.find(id);
    return standing.isPresent() ? Future.succeededFuture(standing) : table.find(id);
  }

  /** Alarms as they are now, newest first. */
  public Future<List<Occurrence>> list(AlarmQuery asked) {
    return table
        .list(asked)
        .map(found -> found.stream().map(one -> book.find(one.id()).orElse(one)).toList());
  }

  /**
   * Somebody takes note. Of one that is acknowledged, a note is added where there is none; nothing
   * else changes, and another note is not taken: the answer has the one that stays. With the
   * database away it holds at once and is written later, as long as the alarm stands in memory.
   *
   * @param note what was found or done; empty where nothing is said
   * @return as it is now
   */
  public Future<Occurrence> acknowledge(Occurrence known, Actor actor, String note) {
    Acknowledgement by = new Acknowledgement(Optional.of(actor.person()), now(), note);
    Optional<Occurrence> standing =
        book.acknowledge(known.id(), by, before -> told(before, actor, by));
    if (standing.isPresent()) {
      return Future.succeededFuture(standing.get());
    }
    Occurrence noted = known.noted(by);
    return noted.equals(known)
        ? Future.succeededFuture(known)
        : table.write(noted, told(known, actor, by)).map(noted);
  }

  private static AuditEntry told(Occurrence before, Actor actor, Acknowledgement by) {
    return new AuditEntry(
        by.at(),
        actor,
        Optional.of(before.centre()),
        before.acknowledgement().isPresent() ? "alarm.noted" : "alarm.acknowledged",
        before.machine(),
        Map.of("alarm", before.id(), "title", before.title().en(), "note", by.note()));
  }

  private void judge(List<Reading> readings) {
    Instant now = now();
    for (Reading reading : readings) {
      MachineWatch watch = watches.get(reading.machine());
      if (watch != null) {
        watch.judge(reading, now);
      }
    }
  }

  private void look() {
    if (++looks % LOOKS_A_REFRESH == 0) {
      refresh();
    }
    Instant now = now();
    watches.forEach((machine, watch) -> watch.look(now, heard(machine)));
    book.standing().stream()
        .filter(one -> one.active() && one.source() == Occurrence.Source.MACHINE)
        .map(Occurrence::machine)
        .distinct()
        .filter(machine -> !heard(machine))
        .forEach(told::notHeard);
    writer.again();
  }

  private boolean heard(String machine) {
    return registry.link(machine).state() == LinkState.ONLINE;
  }

  /** Watches each machine as it is registered now. */
  private void refresh() {
    Map<String, Machine> registered =
        registry.machines().stream().collect(Collectors.toMap(Machine::id, machine -> machine));
    registered.forEach(this::watch);
    watches.keySet().removeIf(machine -> !registered.containsKey(machine));
    Instant now = now();
    book.standing().stream()
        .filter(one -> one.active() && !registered.containsKey(one.machine()))
        .forEach(
            one ->
                book.clear(one.machine(), one.source(), one.condition(), now, Cause.MACHINE_GONE));
  }

  private void watch(String id, Machine machine) {
    MachineWatch before = watches.get(id);
    if (before != null && before.watches(machine)) {
      return;
    }
    MachineWatch watch = new MachineWatch(book, machine, Optional.ofNullable(before), now());
    watches.put(id, watch);
    // What was said before it was watched.
    for (String signal : watch.signals()) {
      hub.heard(id, signal)
          .filter(heard -> heard.arrived().isAfter(Instant.EPOCH))
          .ifPresent(heard -> watch.judge(heard.reading(), now()));
    }
  }

  private void refreshIfShown(String machine) {
    events.standing(machine).forEach(told::take);
  }

  private void refreshed(String machine) {
    told.refreshed(machine, events.standing(machine), now());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
