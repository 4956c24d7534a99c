package fucina.gateway.metrics;

import fucina.gateway.link.LinkState;
import fucina.gateway.store.Forwarding;
import fucina.gateway.store.TimeSeriesStore;
import fucina.gateway.telemetry.CommitGroups;
import fucina.gateway.telemetry.Feeds;
import fucina.gateway.telemetry.IntakeCounts;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * All meters of the product. Rooms count; this class reads their counts when it is scraped, and is
 * told of the few events that carry a word (a broken rule, a command's outcome).
 */
public final class Meters implements AutoCloseable {
  /** So many different values a tag may take; what comes after is told as {@code other}. */
  private static final int MANY_VALUES = 50;

  private static final Duration[] COMMIT_TIMES = {
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(20),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5)
  };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics garbage = new JvmGcMetrics();
  private final Map<String, Link> links = new ConcurrentHashMap<>();

  /** Micrometer holds what it counts weakly; this holds it as long as the registry. */
  private final List<LongSupplier> counted = new CopyOnWriteArrayList<>();

  private final Set<String> rules = ConcurrentHashMap.newKeySet();
  private final Set<String> outcomes = ConcurrentHashMap.newKeySet();
  private final Counter granted;

  /** Meters of the process itself are there from the start. */
  public Meters() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    garbage.bindTo(registry);
    gauge(
        "fucina.process.rss.anon.bytes",
        "Anonymous resident memory of this process; 0 where unknown",
        ProcessMemory::anonymousBytes);
    granted = Counter.builder("fucina.bookings.granted").register(registry);
  }

  /** The text Prometheus reads. */
  public String scrape() {
    return registry.scrape();
  }

  /** A builder of a Vert.x whose servers, clients and pools are metered here. */
  public VertxBuilder vertx(VertxOptions options) {
    return Vertx.builder()
        .with(options.setMetricsOptions(new MicrometerMetricsOptions().setEnabled(true)))
        .withMetrics(new MicrometerMetricsFactory(registry));
  }

  /** Meters the way of a reading up to its commit; call once. */
  public void intake(CommitGroups groups) {
    IntakeCounts counts = groups.counts();
    count("fucina.readings.received", "Readings taken in", counts::received);
    count("fucina.readings.committed", "Readings made durable", counts::committed);
    count("fucina.readings.left.out", "Readings store policies left out", counts::leftOut);
    count("fucina.readings.refused", "Readings refused for want of room", counts::refused);
    count("fucina.readings.unstorable", "Readings no store can take", counts::unstorable);
    count("fucina.commit.failures", "Commits that failed and were repeated", counts::failures);
    count("fucina.gaps", "Gaps made durable", counts::gaps);
    gauge(
        "fucina.readings.unacknowledged",
        "Readings taken in and not acknowledged yet",
        groups::unacknowledged);
    gauge(
        "fucina.readings.uncommitted.age.seconds",
        "Age of the oldest reading that is not durable",
        () -> groups.oldestUncommitted().toNanos() / 1e9);
    Timer commits =
        Timer.builder("fucina.commit")
            .description("Time to make one group of readings durable")
            .serviceLevelObjectives(COMMIT_TIMES)
            .register(registry);
    groups.onCommit((readings, took) -> commits.record(took));
  }

  /** Meters the live watchers; call once. */
  public void live(Feeds feeds) {
    gauge("fucina.live.watchers", "Live watchers", feeds::watchers);
    count("fucina.live.shown", "Values shown to live watchers", feeds::shown);
    count("fucina.live.conflated", "Values conflated away for slow watchers", feeds::conflated);
  }

  /** Meters the alarms; call once. */
  public void alarms(LongSupplier active, LongSupplier unwritten) {
    gauge("fucina.alarms.active", "Alarms that hold now", active::getAsLong);
    count(
        "fucina.alarms.unwritten",
        "Changes of alarms that found no room while the database was away",
        unwritten);
  }

  /** Meters what people and programs are told; call once. */
  public void notices(LongSupplier waiting, LongSupplier delivered, LongSupplier failed) {
    gauge("fucina.notices.waiting", "Notices that wait to be delivered", waiting::getAsLong);
    count("fucina.notices.delivered", "Notices delivered by mail or webhook", delivered);
    count("fucina.notices.failed", "Notices given up", failed);
  }

  /** Meters a store's health; call once. */
  public void store(TimeSeriesStore store) {
    gauge(
        "fucina.store.healthy",
        "1 while the time-series store takes commits and shows them",
        () -> store.healthy() ? 1 : 0);
    gauge("fucina.store.disk.free.bytes", "Free disk", () -> store.disk().free());
    gauge(
        "fucina.store.disk.floor.bytes",
        "Free disk below which nothing is stored",
        () -> store.disk().floor());
    for (String kept : List.of("usual", "7d", "90d", "2y")) {
      Gauge.builder("fucina.store.bytes", () -> store.disk().bytes().getOrDefault(kept, 0L))
          .description("Disk that readings and their summaries take, by how long they are kept")
          .tag("kept", kept)
          .strongReference(true)
          .register(registry);
    }
  }

  /** Meters how far readings are carried on to InfluxDB; call once. */
  public void forwarding(Forwarding influx) {
    count("fucina.influx.written", "Readings and gaps InfluxDB has taken", influx::written);
    count("fucina.influx.set.aside", "Readings InfluxDB can never take", influx::setAside);
    count("fucina.influx.too.old", "Readings older than InfluxDB keeps any", influx::tooOld);
    count("fucina.influx.failures", "Attempts that failed and are repeated", influx::failures);
    gauge(
        "fucina.influx.answering",
        "1 while the last attempt to write was answered well",
        () -> influx.answering() ? 1 : 0);
    gauge(
        "fucina.influx.behind.seconds",
        "Age of the instant up to which all is carried on, late stretches apart",
        influx::behindSeconds);
    gauge(
        "fucina.influx.late.stretches",
        "Stretches that wait to be carried on because readings came late",
        influx::lateStretches);
  }

  /**
   * Meters one machine's link until {@link #forgetLink}.
   *
   * @param state where the link stands; told as one series a state, of which one is 1
   * @param undecodable how many of the machine's messages could not be decoded
   */
  public void link(String machine, Supplier<LinkState> state, LongSupplier undecodable) {
    forgetLink(machine);
    List<Meter> meters = new ArrayList<>();
    for (LinkState each : LinkState.values()) {
      meters.add(
          Gauge.builder("fucina.link.state", () -> state.get() == each ? 1 : 0)
              .description("1 for the state a machine's link is in")
              .tag("machine", machine)
              .tag("state", each.name().toLowerCase(Locale.ROOT))
              .strongReference(true)
              .register(registry));
    }
    meters.add(
        FunctionCounter.builder("fucina.link.undecodable", undecodable, LongSupplier::getAsLong)
            .description("Messages of a machine that could not be decoded")
            .tag("machine", machine)
            .register(registry));
    links.put(machine, new Link(meters, undecodable));
  }

  /** Ends the meters of a link that is gone. */
  public void forgetLink(String machine) {
    Link link = links.remove(machine);
    if (link != null) {
      link.meters().forEach(registry::remove);
    }
  }

  /** A link's meters, and what they count, held as long as they are. */
  private record Link(List<Meter> meters, LongSupplier undecodable) {}

  /** A booking was granted. */
  public void bookingGranted() {
    granted.increment();
  }

  /** A booking was refused by this rule; told once a broken rule. */
  public void bookingRefused(String rule) {
    registry.counter("fucina.bookings.refused", "rule", bounded(rules, rule)).increment();
  }

  /** A command came to this outcome: confirmed, failed, refused. */
  public void command(String outcome) {
    registry.counter("fucina.commands", "outcome", bounded(outcomes, outcome)).increment();
  }

  private static String bounded(Set<String> known, String value) {
    if (known.contains(value) || (known.size() < MANY_VALUES && known.add(value))) {
      return value;
    }
    return "other";
  }

  private void count(String name, String description, LongSupplier count) {
    counted.add(count);
    FunctionCounter.builder(name, count, LongSupplier::getAsLong)
        .description(description)
        .register(registry);
  }

  private void gauge(String name, String description, DoubleSupplier value) {
    Gauge.builder(name, value::getAsDouble)
        .description(description)
        .strongReference(true)
        .register(registry);
  }

  @Override
  public void close() {
    garbage.close();
    registry.close();
  }
}
