package fucina.gateway.link.mqtt;

import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.LinkState;
import fucina.gateway.link.LinkStatus;
import fucina.gateway.link.MachineLink;
import fucina.gateway.link.SignalBoard;
import fucina.gateway.link.SignalStatus;
import fucina.gateway.link.StatusBoard;
import fucina.gateway.telemetry.Intake;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Command;
import fucina.profiles.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** The link to one machine that speaks JSON over MQTT. */
final class MqttLink implements MachineLink, MqttListener {
  static final String NOTHING_YET = "Nothing has come on its topic yet.";

  private final LinkSettings settings;
  private final MqttConnections connections;
  private final Intake intake;
  private final InstantSource clock;
  private final StatusBoard board;
  private final Reads reads;
  private final MqttDecoder decoder;
  private final Absence absence;
  private final MissingMessages missing;
  private final BrokerAddress broker;
  private final MqttCommands commands;
  private final Set<String> filters;
  private volatile Optional<MqttConnection> connection = Optional.empty();
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile boolean up;
  private volatile boolean gone;
  private volatile String partly = "";
  private volatile Instant connectedAt = Instant.MAX;
  private volatile Optional<Instant> heardAt = Optional.empty();

  /** How its messages are read. */
  record Reads(
      MqttDecoder decoder,
      PayloadClock stamps,
      SignalBoard signals,
      MqttEvents events,
      MissingMessages missing) {}

  MqttLink(
      LinkSettings settings,
      MqttConnections connections,
      Reads reads,
      Intake intake,
      InstantSource clock,
      StatusBoard board) {
    this.settings = settings;
    this.connections = connections;
    this.reads = reads;
    this.decoder = reads.decoder();
    this.missing = reads.missing();
    this.absence = new Absence(settings);
    this.intake = intake;
    this.clock = clock;
    this.board = board;
    this.broker =
        new BrokerAddress(
            settings.endpoint(),
            settings.username(),
            settings.password(),
            "machines",
            true,
            settings.mqtt());
    this.commands = new MqttCommands(settings, () -> connection);
    Set<String> others = new HashSet<>(commands.filters());
    others.addAll(reads.events().filters());
    absence.topic().ifPresent(others::add);
    decoder.shared(others);
    this.filters = new HashSet<>(decoder.filters());
    this.filters.addAll(others);
  }

  @Override
  public void start() {
    board.show(LinkState.CONNECTING, "");
    connection = Optional.of(connections.listen(broker, Optional.empty(), this));
  }

  @Override
  public LinkStatus status() {
    return board.status();
  }

  @Override
  public Optional<Duration> clockOffset() {
    return Optional.of(reads.stamps().offset());
  }

  @Override
  public List<SignalStatus> signals() {
    return reads.signals().list();
  }

  @Override
  public CompletableFuture<Answer> execute(
      Command command, Map<String, Value> arguments, String reference) {
    return commands.execute(command, arguments, reference);
  }

  /** MQTT machines have no watchdog to feed: their profiles say what they do without us. */
  @Override
  public void feedWatchdog() {}

  @Override
  public Set<String> filters() {
    return filters;
  }

  @Override
  public Set<String> unshared() {
    return commands.filters();
  }

  @Override
  public void sessionLost() {
    missing.sessionLost();
  }

  @Override
  public CompletableFuture<Void> arrived(MqttArrival message) {
    if (!message.retained()) {
      heardAt = Optional.of(message.at());
      gone = false;
      show();
    }
    if (commands.answersOn(message.topic())) {
      commands.answered(message);
    }
    reads.events().take(message);
    List<Reading> readings = new ArrayList<>(decoder.decode(message));
    Optional<Long> number = missing.number(message);
    missing.heard(message, number, readings);
    absence.gone(message).ifPresent(now -> readings.addAll(present(!now, message)));
    if (readings.isEmpty()) {
      missing.settled(message.topic(), number);
      return CompletableFuture.completedFuture(null);
    }
    waiting.incrementAndGet();
    CompletableFuture<Void> taken =
        message.again() ? intake.offer(readings) : intake.offerOnce(readings);
    return taken.whenComplete(
        (done, failure) -> {
          if (failure == null || !message.again()) {
            missing.settled(message.topic(), number);
          }
          settled();
        });
  }

  /** The machine's adapter, or its last will, says whether it is there. */
  private List<Reading> present(boolean there, MqttArrival message) {
    gone = !there;
    if (!there) {
      heardAt = Optional.empty();
      connectedAt = message.at();
    }
    show();
    return there ? List.of() : decoder.gone(settings.profile().signals(), message.time());
  }

  private void settled() {
    waiting.decrementAndGet();
    heardAt = heardAt.map(any -> clock.instant());
  }

  @Override
  public void connected() {
    reads.signals().granted();
    partly = "";
    open();
  }

  /** What may not be read is set aside alone; the rest goes on. */
  @Override
  public void refused(Map<String, String> reasons) {
    reads.signals().granted();
    reasons.forEach(
        (filter, reason) ->
            decoder
                .signals(filter)
                .forEach(
                    signal ->
                        reads
                            .signals()
                            .refused(
                                signal,
                                "The gateway may not read " + filter + ": " + reason + ".")));
    if (reasons.keySet().containsAll(filters)) {
      MqttListener.super.refused(reasons);
      return;
    }
    String first = reasons.keySet().iterator().next();
    partly =
        "The gateway may not read "
            + String.join(", ", reasons.keySet().stream().limit(3).toList())
            + (reasons.size() > 3 ? " and " + (reasons.size() - 3) + " more" : "")
            + ": "
            + reasons.get(first)
            + ".";
    open();
  }

  private void open() {
    up = true;
    connectedAt = clock.instant();
    heardAt = Optional.empty();
    reads.stamps().connected(connectedAt);
    show();
  }

  @Override
  public void disconnected(LinkState state, String sentence) {
    up = false;
    missing.away();
    commands.lost();
    board.show(state, sentence);
  }

  @Override
  public void tick() {
    missing.tick();
    show();
  }

  private void show() {
    if (!up) {
      return;
    }
    Duration patience = settings.profile().offlineAfter();
    Instant quietSince = heardAt.orElse(connectedAt);
    if (gone) {
      board.show(
          LinkState.SILENT,
          "The machine's adapter, or its last will at the broker, says that it is gone ("
              + absence.topic().orElse("")
              + "): is it switched on?");
      return;
    }
    // While our own store is behind, it is we who hold the machine's messages back.
    if (waiting.get() == 0 && clock.instant().isAfter(quietSince.plus(patience))) {
      board.show(
          LinkState.SILENT,
          "The broker is there, but nothing has come from the machine for "
              + patience.toSeconds()
              + " s: is it switched on and connected to its broker?");
    } else if (heardAt.isPresent()) {
      board.show(LinkState.ONLINE, partly);
    } else {
      board.show(
          LinkState.CONNECTING,
          "The broker is there; waiting to hear from the machine."
              + (partly.isEmpty() ? "" : " " + partly));
    }
  }

  @Override
  public void close() {
    up = false;
    connection = Optional.empty();
    connections.leave(broker, this);
    commands.lost();
    board.show(LinkState.STOPPED, "");
  }
}
