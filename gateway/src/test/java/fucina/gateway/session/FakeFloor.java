package fucina.gateway.session;

import fucina.gateway.link.LinkState;
import fucina.gateway.link.LinkStatus;
import fucina.gateway.link.LockHold;
import fucina.gateway.link.MachineLink.Answer;
import fucina.gateway.registry.Machine;
import fucina.gateway.telemetry.Quality;
import fucina.profiles.AllowLists;
import fucina.profiles.Catalogue;
import fucina.profiles.Command;
import fucina.profiles.MachineState;
import fucina.profiles.Profile;
import fucina.profiles.Value;
import fucina.scheduler.MachineRules;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A floor with one robot on it that does what the test says. Thread-safe. */
final class FakeFloor implements Floor {
  static final String ROBOT = "robot-1";
  static final Profile PROFILE = Catalogue.builtIn().profile("robot-arm-6axis").orElseThrow();

  private volatile String outOfService = "";
  private volatile AllowLists approved =
      new AllowLists(
          Map.of("load.Name", List.of(Value.of("PickAndPlace_demo"), Value.of("Weld_dry_run"))));
  private final InstantSource clock;
  private final Map<String, Measured> signals = new ConcurrentHashMap<>();
  private final Map<String, Duration> ages = new ConcurrentHashMap<>();
  final List<String> sent = new CopyOnWriteArrayList<>();
  final List<String> quarantined = new CopyOnWriteArrayList<>();

  /** How often somebody asked for the machine's state. */
  final AtomicInteger asked = new AtomicInteger();

  final AtomicInteger watchdogFed = new AtomicInteger();
  volatile LinkState link = LinkState.ONLINE;
  volatile Profile profile = PROFILE;
  volatile LockHold hold = new LockHold.Ours(Instant.MAX);

  /** For what the machine's lock is wanted; empty where it is not. */
  volatile String locked = "";

  volatile boolean obeys = true;
  volatile boolean answers = true;

  /** The machine refuses to be stopped. */
  volatile boolean refusesStops;

  /** Completed with an answer that comes after all. */
  final CompletableFuture<Answer> late = new CompletableFuture<>();

  /** The state whoever asked was told last. */
  volatile MachineState told = MachineState.OFFLINE;

  FakeFloor(InstantSource clock) {
    this.clock = clock;
    measure("robot.mode", Value.of(4));
    measure("robot.emergencyStop", Value.of(false));
    measure("robot.protectiveStop", Value.of(false));
    measure("task.state", Value.of("Ready"));
  }

  /** The machine reports a value now. */
  void measure(String signal, Value value) {
    put(signal, value, Quality.GOOD);
  }

  /** The machine reports a value that cannot be trusted. */
  void measureBadly(String signal, Value value) {
    put(signal, value, Quality.BAD);
  }

  private void put(String signal, Value value, Quality quality) {
    ages.remove(signal);
    signals.put(signal, new Measured(value, quality, clock.instant(), clock.instant()));
  }

  /** From now on the newest value of a signal is always of an age; else it is fresh. */
  void age(String signal, Duration age) {
    ages.put(signal, age);
  }

  /** Somebody took the machine out of service. */
  void takeOut(String note) {
    outOfService = note;
  }

  /** A technician changes what is approved. */
  void approve(AllowLists lists) {
    approved = lists;
  }

  @Override
  public Optional<Machine> machine(String id) {
    return id.equals(ROBOT)
        ? Optional.of(
            new Machine(
                ROBOT,
                "Robot",
                "made",
                profile,
                new Machine.Connection(
                    "opc.tcp://127.0.0.1:4840",
                    "SignAndEncrypt/Basic256Sha256",
                    Optional.empty(),
                    Map.of()),
                new MachineRules(
                    ZoneId.of("Europe/Rome"),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(1),
                    Duration.ofHours(8),
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ofDays(30),
                    MachineRules.ALWAYS),
                approved,
                true,
                outOfService.isEmpty(),
                outOfService))
        : Optional.empty();
  }

  @Override
  public LinkStatus link(String machine) {
    return new LinkStatus(link, "", clock.instant());
  }

  @Override
  public MachineState state(String machine) {
    asked.incrementAndGet();
    told = link == LinkState.ONLINE ? state() : MachineState.OFFLINE;
    return told;
  }

  private MachineState state() {
    return PROFILE
        .states()
        .orElseThrow()
        .state(signal -> measured(ROBOT, signal).map(Measured::value));
  }

  @Override
  public Optional<Measured> measured(String machine, String signal) {
    Instant fresh = clock.instant().minus(ages.getOrDefault(signal, Duration.ZERO));
    return Optional.ofNullable(signals.get(signal))
        .map(last -> new Measured(last.value(), last.quality(), last.changed(), fresh));
  }

  @Override
  public CompletableFuture<Answer> send(
      String machine, Command command, Map<String, Value> arguments, String reference) {
    if (link != LinkState.ONLINE) {
      return CompletableFuture.completedFuture(new Answer.NotSent("the link is down"));
    }
    sent.add(command.name());
    if (refusesStops && command.kind() == Command.Kind.STOP) {
      return CompletableFuture.completedFuture(new Answer.Rejected("nothing to stop (7)"));
    }
    if (obeys) {
      switch (command.name()) {
        case "start" -> measure("task.state", Value.of("Executing"));
        case "stop" -> measure("task.state", Value.of("Ready"));
        case "beaconOn" -> measure("room.beacon", Value.of(true));
        case "beaconOff" -> measure("room.beacon", Value.of(false));
        default -> measure("task.program", Value.of("x"));
      }
    }
    return CompletableFuture.completedFuture(
        answers
            ? new Answer.Accepted("0 (OK)")
            : new Answer.Unanswered("no answer in 5000 ms", late));
  }

  @Override
  public void feedWatchdog(String machine) {
    watchdogFed.incrementAndGet();
  }

  @Override
  public void holdLock(String machine, String context) {
    locked = context;
  }

  @Override
  public void releaseLock(String machine) {
    locked = "";
  }

  @Override
  public LockHold lock(String machine) {
    return hold;
  }

  @Override
  public void quarantine(String machine, String reason) {
    quarantined.add(machine);
  }
}
