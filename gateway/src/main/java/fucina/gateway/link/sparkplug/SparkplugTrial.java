package fucina.gateway.link.sparkplug;

import fucina.gateway.link.Decoded;
import fucina.gateway.link.LinkFault;
import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.LinkState;
import fucina.gateway.link.Trial;
import fucina.gateway.link.TrialReport;
import fucina.gateway.link.TrialReport.FilterTrial;
import fucina.gateway.link.TrialReport.Got;
import fucina.gateway.link.TrialReport.Outcome;
import fucina.gateway.link.TrialReport.SignalTrial;
import fucina.gateway.link.mqtt.MqttConnections;
import fucina.gateway.link.mqtt.TrialBroker;
import fucina.gateway.link.sparkplug.SparkplugCodec.Payload;
import fucina.gateway.link.sparkplug.SparkplugCodec.Sample;
import fucina.gateway.telemetry.Quality;
import fucina.profiles.Signal;
import fucina.profiles.SignalAddress.SparkplugMetric;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.tahu.message.model.MetricDataType;
import org.eclipse.tahu.model.MetricDataTypeMap;

/**
 * Listens to an edge node beside the links, asks it to be born again (Sparkplug 3.0 §6.4.5) and
 * looks for every signal in the birth certificate. It publishes no STATE: to the edge node, the
 * gateway neither comes nor goes.
 */
public final class SparkplugTrial implements Trial {
  private static final Duration PATIENCE = Duration.ofSeconds(12);

  private final TrialBroker broker;
  private final InstantSource clock;

  public SparkplugTrial(TrialBroker broker, InstantSource clock) {
    this.broker = broker;
    this.clock = clock;
  }

  @Override
  public TrialReport run(
      LinkSettings settings, Duration listening, boolean next, Predicate<String> ours)
      throws InterruptedException {
    if (!ours.test(topic(settings))) {
      // Nor is it asked for a birth: that would be said to another centre's machine.
      return TrialReport.failed(
          new LinkFault(LinkState.ACCESS_REFUSED, ANOTHERS), Optional.empty());
    }
    EdgeNode node = new EdgeNode(settings.filled("{{GROUP}}"), settings.filled("{{NODE}}"), clock);
    Ear ear = new Ear();
    node.add(settings.filled("{{DEVICE}}"), ear);
    try (MqttConnections keeper = broker.open()) {
      node.on(keeper.listen(TrialBroker.of(settings), Optional.empty(), node));
      Optional<LinkFault> fault = ear.connected(PATIENCE);
      if (fault.isPresent()) {
        return TrialReport.failed(fault.get(), Optional.empty());
      }
      ear.born(listening);
    }
    return ear.report(settings, node, listening);
  }

  /** On which the device tells its values; of an edge node without devices, its own. */
  private static String topic(LinkSettings settings) {
    String device = settings.filled("{{DEVICE}}");
    return Stream.of(
            "spBv1.0",
            settings.filled("{{GROUP}}"),
            device.isEmpty() ? "NDATA" : "DDATA",
            settings.filled("{{NODE}}"),
            device)
        .filter(level -> !level.isEmpty())
        .collect(Collectors.joining("/"));
  }

  /** The device as it tells of itself; filled by the client's threads. */
  private static final class Ear implements EdgeNode.Device {
    private final MetricDataTypeMap types = new MetricDataTypeMap();
    private final Map<Long, String> aliases = new HashMap<>();
    private final Map<String, Sample> samples = new HashMap<>();
    private boolean there;
    private boolean born;
    private long messages;
    private Optional<LinkFault> fault = Optional.empty();
    private Optional<String> unreadable = Optional.empty();
    private Optional<String> died = Optional.empty();
    private long begun = System.nanoTime();
    private Optional<Duration> birthAfter = Optional.empty();

    /** Waits for the broker; the fault where it is not there. */
    synchronized Optional<LinkFault> connected(Duration atMost) throws InterruptedException {
      long until = System.nanoTime() + atMost.toNanos();
      while (!there && fault.isEmpty()) {
        long left = (until - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return Optional.of(
              new LinkFault(
                  LinkState.UNREACHABLE,
                  "The broker did not answer within " + atMost.toSeconds() + " s."));
        }
        wait(left);
      }
      begun = System.nanoTime();
      return there ? Optional.empty() : fault;
    }

    synchronized void born(Duration atMost) throws InterruptedException {
      long until = System.nanoTime() + atMost.toNanos();
      while (!born) {
        long left = (until - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return;
        }
        wait(left);
      }
    }

    @Override
    public synchronized CompletableFuture<Void> born(Payload birth, Instant arrived) {
      born = true;
      died = Optional.empty();
      birthAfter = Optional.of(Duration.ofNanos(System.nanoTime() - begun));
      for (Sample sample : birth.samples()) {
        sample.name().ifPresent(name -> learn(name, sample));
      }
      return data(birth, arrived);
    }

    private void learn(String name, Sample sample) {
      sample.alias().ifPresent(alias -> aliases.put(alias, name));
      Optional<MetricDataType> type = sample.type();
      type.ifPresent(
          known -> {
            types.addMetricDataType(name, known);
            sample.alias().ifPresent(alias -> types.addMetricDataType(alias, known));
          });
    }

    @Override
    public synchronized boolean understands(Payload data) {
      return born;
    }

    @Override
    public synchronized CompletableFuture<Void> data(Payload data, Instant arrived) {
      messages++;
      for (Sample sample : data.samples()) {
        sample
            .name()
            .or(() -> sample.alias().map(aliases::get))
            .ifPresent(name -> samples.put(name, sample));
      }
      notifyAll();
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized CompletableFuture<Void> died(Instant at, String sentence) {
      born = false;
      died = Optional.of(sentence);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public MetricDataTypeMap types() {
      return types;
    }

    @Override
    public void missed(Instant arrived) {}

    @Override
    public synchronized void unreadable(String topic, String reason, byte[] payload) {
      unreadable = Optional.of(topic + ": " + reason);
    }

    @Override
    public synchronized void broker(boolean connected, LinkState state, String sentence) {
      if (connected) {
        there = true;
      } else if (!there) {
        fault = Optional.of(new LinkFault(state, sentence));
      }
      notifyAll();
    }

    synchronized TrialReport report(LinkSettings settings, EdgeNode node, Duration listening) {
      List<FilterTrial> filters =
          node.filters().stream()
              .sorted()
              .map(filter -> new FilterTrial(filter, true, messages, ""))
              .toList();
      List<SignalTrial> signals =
          settings.profile().signals().stream()
              .map(signal -> signal(settings, signal, listening))
              .toList();
      long odd = signals.stream().filter(each -> !each.well()).count();
      String detail =
          born
              ? odd == 0 ? "" : odd + " of " + signals.size() + " signals are not well."
              : unborn(settings, listening);
      return new TrialReport(
          born ? LinkState.ONLINE : LinkState.SILENT, detail, Optional.empty(), signals, filters);
    }

    private String unborn(LinkSettings settings, Duration listening) {
      return died.or(() -> unreadable)
          .orElseGet(
              () ->
                  settings.filled(
                          "No birth of device {{DEVICE}} came from edge node {{GROUP}}/{{NODE}}"
                              + " within ")
                      + listening.toSeconds()
                      + " s, though it was asked for one: is it switched on, and are GROUP, NODE"
                      + " and DEVICE right?");
    }

    private SignalTrial signal(LinkSettings settings, Signal signal, Duration listening) {
      String metric =
          signal.address() instanceof SparkplugMetric at ? settings.filled(at.metric()) : "";
      Sample sample = samples.get(metric);
      if (!born) {
        return trial(signal, metric, Outcome.SILENT, unborn(settings, listening), Optional.empty());
      }
      if (sample == null) {
        return trial(
            signal,
            metric,
            Outcome.MISSING,
            "The birth certificate does not name it; it names "
                + String.join(", ", new TreeSet<>(samples.keySet()).stream().limit(10).toList())
                + (samples.size() > 10 ? " and " + (samples.size() - 10) + " more" : "")
                + ".",
            Optional.empty());
      }
      Decoded decoded = Decoded.of(signal, sample.value(), 1);
      if (decoded instanceof Decoded.Flawed flawed) {
        return trial(
            signal, metric, Outcome.WRONG_TYPE, flawed.reason() + ".", got(sample, sample.value()));
      }
      if (decoded instanceof Decoded.Sound sound) {
        boolean good = sound.quality() == Quality.GOOD && sample.quality() == Quality.GOOD;
        return trial(
            signal,
            metric,
            good ? Outcome.WELL : Outcome.DOUBTFUL,
            good
                ? ""
                : !sound.doubt().isEmpty()
                    ? sound.doubt()
                    : sample.quality() == Quality.GOOD
                        ? "The profile does not know such a value: outside its limits or its list."
                        : "The machine itself is not sure of it.",
            got(sample, Optional.of(sound.value().plain())));
      }
      return trial(
          signal,
          metric,
          Outcome.EMPTY,
          "The machine has no value just now (null).",
          got(sample, Optional.empty()));
    }

    private static Optional<Got> got(Sample sample, Optional<Object> value) {
      return Optional.of(
          new Got(
              value,
              sample.type().map(MetricDataType::toString).orElse("unknown"),
              Optional.empty(),
              sample.quality(),
              sample.timestamp()));
    }

    private SignalTrial trial(
        Signal signal, String metric, Outcome outcome, String detail, Optional<Got> got) {
      return new SignalTrial(
          signal.name(),
          metric,
          outcome,
          detail,
          got,
          got.isPresent() ? birthAfter : Optional.empty());
    }
  }
}
