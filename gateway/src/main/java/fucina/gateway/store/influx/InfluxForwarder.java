package fucina.gateway.store.influx;

import fucina.gateway.store.Forwarding;
import fucina.gateway.store.Outflow;
import fucina.gateway.store.influx.Spans.Span;
import fucina.gateway.telemetry.Commits;
import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.Reading;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries what the embedded store keeps on to InfluxDB, in order of time, at least once; points
 * land on themselves. New readings go first, what waits from an outage or came late goes between
 * them. One thread of its own; nobody waits for it.
 */
public final class InfluxForwarder implements Forwarding, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(InfluxForwarder.class);
  private static final Duration VISIBLE = Duration.ofSeconds(10);
  private static final Duration TO_END = Duration.ofSeconds(3);

  /** More than this is not carried on before what is new, but between. */
  private static final long BACKLOG = Duration.ofMinutes(1).toNanos() / Micros.NANOS;

  /** So many requests for what is late, then a look for what is new. */
  private static final int LATE_IN_A_ROW = 10;

  private final InfluxSettings.Pace pace;
  private final Outflow outflow;
  private final Progress progress;
  private final InfluxServer server;
  private final SetAside aside;
  private final Delivery delivery;
  private final Points points;
  private final InstantSource clock;
  private final long started;
  private final Thread thread = new Thread(this::work, "fucina-influx");
  private final LongAdder caughtUp = new LongAdder();
  private volatile boolean closing;

  /**
   * Takes up what an earlier process left, and starts.
   *
   * @param folder of its own, for how far it is and for what it set aside
   * @param store where readings become durable; from now on they must be committed through {@link
   *     #commits}
   * @param outflow what is read of it
   */
  public InfluxForwarder(
      InfluxSettings settings, Path folder, Commits store, Outflow outflow, InstantSource clock) {
    this.pace = settings.pace();
    this.outflow = outflow;
    this.clock = clock;
    this.started = Micros.of(clock.instant());
    this.progress = new Progress(store, new ProgressFile(progressIn(folder), settings));
    this.server = new InfluxServer(settings, clock);
    this.aside = new SetAside(folder.resolve("set-aside.ndjson"), clock);
    this.delivery = new Delivery(server, pace, aside, clock, () -> closing);
    this.points = new Points(aside::add);
    thread.setDaemon(true);
    thread.start();
  }

  private static Path progressIn(Path folder) {
    return folder.resolve("progress");
  }

  /**
   * Forgets how far it was, as a process must that runs without it: what comes late meanwhile is
   * not noted, so a later start carries everything on again.
   */
  public static void forget(Path folder) {
    ProgressFile.forget(progressIn(folder));
  }

  /** The store, with what is late noted before it is committed. */
  public Commits commits() {
    return progress;
  }

  /** Up to when all of a machine is in InfluxDB. */
  public Instant reach(String machine) {
    return Micros.instant(progress.reach(machine));
  }

  private void work() {
    boolean failed = false;
    while (!closing) {
      Duration wait = pace.pause();
      try {
        wait = pass() ? Duration.ZERO : wait;
        failed = false;
      } catch (Delivery.Ended e) {
        return;
      } catch (RuntimeException | Error e) {
        if (!closing && !failed) {
          LOG.error("readings could not be carried on to InfluxDB; tried again and again", e);
        }
        failed = true;
        wait = pace.settings();
      }
      if (!closing) {
        LockSupport.parkNanos(wait.toNanos());
      }
    }
  }

  /** Carries on what is new and some of what is late; whether more waits. */
  private boolean pass() {
    Progress.Work work = progress.begin(Micros.of(clock.instant().minus(pace.lag())));
    Spans late = work.late();
    long mark = work.from();
    try {
      if (!outflow.awaitVisible(VISIBLE)) {
        return false;
      }
      if (work.to() - mark > BACKLOG) {
        late.add(new Span(Spans.ALL, mark, work.to() - BACKLOG));
        mark = work.to() - BACKLOG;
      }
      while (mark < work.to()) {
        mark = carry(new Span(Spans.ALL, mark, work.to()));
      }
      for (int i = 0; i < LATE_IN_A_ROW && !late.isEmpty(); i++) {
        Span next = late.first().orElseThrow();
        late.cut(next, carry(next));
      }
    } finally {
      progress.end(mark, late);
    }
    if (late.isEmpty()) {
      caughtUp.increment();
    }
    return !late.isEmpty();
  }

  /** How often all that there was when it began was carried on. */
  long caughtUp() {
    return caughtUp.sum();
  }

  /** Carries on the beginning of a stretch; up to when. */
  private long carry(Span span) {
    int most = delivery.most();
    List<Reading> readings = new ArrayList<>();
    Instant from = Micros.instant(span.from());
    Instant to = Micros.instant(span.to());
    outflow.readings(span.whose(), from, to, reading -> more(readings, reading, most));
    long end = span.to();
    if (readings.size() >= most) {
      end = Math.min(end, Micros.of(readings.get(readings.size() - 1).time()) + 1);
    }
    List<String> lines = points.of(readings);
    List<Gap> gaps = outflow.gapsBegun(span.whose(), from, Micros.instant(end));
    lines.addAll(Points.ofGaps(gaps));
    delivery.deliver(lines);
    return end;
  }

  /** All of one microsecond go together. */
  private static boolean more(List<Reading> readings, Reading next, int most) {
    boolean fits =
        readings.size() < most || readings.get(readings.size() - 1).time().equals(next.time());
    if (fits) {
      readings.add(next);
    }
    return fits;
  }

  @Override
  public boolean answering() {
    return delivery.answering();
  }

  @Override
  public long written() {
    return delivery.written();
  }

  @Override
  public long setAside() {
    return aside.count();
  }

  @Override
  public long tooOld() {
    return delivery.tooOld();
  }

  @Override
  public long failures() {
    return delivery.failures();
  }

  @Override
  public double behindSeconds() {
    // Before the first round there is no mark: it is as far behind as it has been running.
    long since = progress.mark() == 0 ? started : progress.mark();
    return Math.max(0, (Micros.of(clock.instant()) - since) / 1e6);
  }

  @Override
  public long lateStretches() {
    return progress.late();
  }

  /** Ends it; what is not carried on yet is by the next start. */
  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
    server.close();
    try {
      thread.join(TO_END.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    progress.close();
  }
}
