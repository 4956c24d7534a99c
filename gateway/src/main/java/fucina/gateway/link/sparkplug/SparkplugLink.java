package fucina.gateway.link.sparkplug;

import fucina.gateway.link.DeadLetters;
import fucina.gateway.link.LagWindow;
import fucina.gateway.link.LastKnown;
import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.LinkState;
import fucina.gateway.link.LinkStatus;
import fucina.gateway.link.MachineClock;
import fucina.gateway.link.MachineLink;
import fucina.gateway.link.SignalBoard;
import fucina.gateway.link.SignalStatus;
import fucina.gateway.link.StatusBoard;
import fucina.gateway.link.sparkplug.SparkplugCodec.Payload;
import fucina.gateway.link.sparkplug.SparkplugCodec.Sample;
import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.Intake;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Command;
import fucina.profiles.CommandAddress.SparkplugWrite;
import fucina.profiles.Signal;
import fucina.profiles.SignalAddress.SparkplugMetric;
import fucina.profiles.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.tahu.message.model.MetricDataType;
import org.eclipse.tahu.model.MetricDataTypeMap;

/** The link to one device of an edge node. */
final class SparkplugLink implements MachineLink, EdgeNode.Device {
  private final LinkSettings settings;
  private final SparkplugLinks links;
  private final Intake intake;
  private final StatusBoard board;
  private final LastKnown last;
  private final MachineClock machineClock;
  private final DeadLetters deadLetters;
  private final SignalBoard signals;
  private final MetricReader reader;
  private final Map<String, Signal> byMetric = new HashMap<>();
  private final Map<Long, String> aliases = new HashMap<>();
  private final MetricDataTypeMap types = new MetricDataTypeMap();
  private final LagWindow lag = new LagWindow();
  private volatile boolean born;
  private Optional<Instant> toldUntil = Optional.empty();
  private Optional<Instant> wholeUntil;

  SparkplugLink(
      LinkSettings settings,
      SparkplugLinks links,
      Intake intake,
      StatusBoard board,
      LastKnown last,
      MachineClock machineClock,
      DeadLetters deadLetters) {
    this.settings = settings;
    this.links = links;
    this.intake = intake;
    this.board = board;
    this.last = last;
    this.wholeUntil = last.newest(); // Nobody kept what was sent while the gateway was away.
    this.machineClock = machineClock;
    this.deadLetters = deadLetters;
    this.signals =
        new SignalBoard(
            settings.profile().signals(),
            "Its machine has not introduced itself to the broker yet.");
    this.reader = new MetricReader(settings.machine(), last, machineClock, signals, deadLetters);
    for (Signal signal : settings.profile().signals()) {
      if (signal.address() instanceof SparkplugMetric metric) {
        byMetric.put(settings.filled(metric.metric()), signal);
      }
    }
  }

  @Override
  public Optional<Duration> clockOffset() {
    return Optional.of(machineClock.offset());
  }

  @Override
  public List<SignalStatus> signals() {
    return signals.list();
  }

  @Override
  public void start() {
    board.show(LinkState.CONNECTING, "");
    links.join(settings, this);
  }

  @Override
  public LinkStatus status() {
    return board.status();
  }

  @Override
  public synchronized CompletableFuture<Void> born(Payload birth, Instant arrived) {
    aliases.clear();
    types.clear();
    for (Sample sample : birth.samples()) {
      sample.name().ifPresent(name -> learn(name, sample));
    }
    wholeUntil.ifPresent(
        from -> intake.gap(new Gap(settings.machine(), "", from, arrived, Gap.LINK_LOST)));
    wholeUntil = Optional.empty();
    born = true;
    showBorn(birth);
    return take(birth, arrived);
  }

  private void learn(String name, Sample sample) {
    sample.alias().ifPresent(alias -> aliases.put(alias, name));
    sample
        .type()
        .ifPresent(
            type -> {
              types.addMetricDataType(name, type);
              sample.alias().ifPresent(alias -> types.addMetricDataType(alias, type));
            });
  }

  private void showBorn(Payload birth) {
    List<String> names = birth.samples().stream().flatMap(s -> s.name().stream()).toList();
    List<String> missing =
        byMetric.keySet().stream().filter(metric -> !names.contains(metric)).sorted().toList();
    signals.granted();
    missing.forEach(
        metric ->
            signals.refused(
                named(metric), "The machine's birth certificate names no metric " + metric + "."));
    if (missing.isEmpty()) {
      board.show(LinkState.ONLINE, "");
    } else {
      boolean none = missing.size() == byMetric.size();
      board.show(
          none ? LinkState.MISCONFIGURED : LinkState.ONLINE,
          "The machine's birth certificate does not name "
              + String.join(", ", missing.subList(0, Math.min(5, missing.size())))
              + (missing.size() > 5 ? " and " + (missing.size() - 5) + " more" : "")
              + ".");
    }
  }

  @Override
  public synchronized boolean understands(Payload data) {
    return born
        && data.samples().stream()
            .allMatch(
                s -> s.name().isPresent() || s.alias().filter(aliases::containsKey).isPresent());
  }

  @Override
  public synchronized CompletableFuture<Void> data(Payload data, Instant arrived) {
    // Before its birth nothing is known of what a machine's data mean (§6.4.19).
    return born ? take(data, arrived) : CompletableFuture.completedFuture(null);
  }

  private CompletableFuture<Void> take(Payload payload, Instant arrived) {
    payload.timestamp().flatMap(sent -> lag.seen(sent, arrived)).ifPresent(this::measured);
    List<Reading> readings = new ArrayList<>();
    for (Sample sample : payload.samples()) {
      String name = sample.name().or(() -> sample.alias().map(aliases::get)).orElse("");
      Signal signal = byMetric.get(name);
      if (signal != null) {
        Instant source =
            sample
                .timestamp()
                .or(payload::timestamp)
                .orElse(arrived)
                .truncatedTo(ChronoUnit.MICROS);
        readings.add(reader.reading(signal, sample, source, arrived));
      }
    }
    toldUntil =
        readings.stream().map(Reading::time).min(Instant::compareTo).or(() -> Optional.of(arrived));
    // Sparkplug sends data with QoS 0: nobody brings it again (Sparkplug 3.0 §6.4.16).
    return readings.isEmpty()
        ? CompletableFuture.completedFuture(null)
        : intake.offerOnce(readings);
  }

  private void measured(LagWindow.Least least) {
    machineClock.measured(least.sent(), least.arrived(), least.arrived());
  }

  private String named(String metric) {
    return Objects.requireNonNull(byMetric.get(metric)).name();
  }

  @Override
  public synchronized CompletableFuture<Void> died(Instant at, String sentence) {
    born = false;
    board.show(LinkState.SILENT, sentence);
    signals.stale(sentence);
    interrupted();
    List<Reading> bad =
        last.allBad(settings.profile().signals(), at.truncatedTo(ChronoUnit.MICROS));
    return bad.isEmpty() ? CompletableFuture.completedFuture(null) : intake.offer(bad);
  }

  @Override
  public MetricDataTypeMap types() {
    return types;
  }

  @Override
  public synchronized void missed(Instant arrived) {
    if (!born) {
      interrupted();
      return;
    }
    toldUntil.ifPresent(
        from -> intake.gap(new Gap(settings.machine(), "", from, arrived, Gap.SEQUENCE)));
    toldUntil = Optional.of(arrived);
  }

  @Override
  public void unreadable(String topic, String reason, byte[] payload) {
    deadLetters.add(settings.machine(), topic, reason, payload);
  }

  @Override
  public synchronized void broker(boolean there, LinkState state, String sentence) {
    born = false;
    types.clear();
    if (there) {
      board.show(
          LinkState.CONNECTING, "The broker is there; the machine was asked to introduce itself.");
    } else {
      interrupted();
      signals.stale(sentence);
      board.show(state, sentence);
    }
  }

  /** Sparkplug keeps nothing for a host that is away. */
  @Override
  public synchronized void interrupted() {
    wholeUntil = wholeUntil.or(() -> toldUntil);
  }

  @Override
  public CompletableFuture<Answer> execute(
      Command command, Map<String, Value> arguments, String reference) {
    if (!(command.address() instanceof SparkplugWrite write)) {
      return done(
          new Answer.NotSent("the profile gives " + command.name() + " no Sparkplug metric"));
    }
    String metric = settings.filled(write.metric());
    Optional<Value> value =
        write
            .value()
            .or(
                () ->
                    command.arguments().stream()
                        .findFirst()
                        .flatMap(
                            a -> Optional.ofNullable(arguments.get(a.name())).or(a::fallback)));
    Optional<MetricDataType> type = type(metric);
    if (!born || value.isEmpty() || type.isEmpty()) {
      return done(
          new Answer.NotSent(
              !born
                  ? "the machine is not there"
                  : "the machine's birth certificate names no metric " + metric));
    }
    return links.send(settings, metric, type.get(), value.get(), command.timeout());
  }

  private synchronized Optional<MetricDataType> type(String metric) {
    return Optional.ofNullable(types.getMetricDataType(metric));
  }

  /** Sparkplug machines have no watchdog to feed: their edge node watches the host's STATE. */
  @Override
  public void feedWatchdog() {}

  private static CompletableFuture<Answer> done(Answer answer) {
    return CompletableFuture.completedFuture(answer);
  }

  @Override
  public void close() {
    born = false;
    links.leave(settings);
    board.show(LinkState.STOPPED, "");
  }
}
