package fucina.gateway.store.influx;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes points until they are taken. A point that is refused is found by halving and set aside,
 * but only while the server takes a sound one: else it is the server or the settings, and all wait.
 * One thread delivers; its counts are read by any.
 */
final class Delivery {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  private final InfluxServer server;
  private final InfluxSettings.Pace pace;
  private final SetAside aside;
  private final InstantSource clock;
  private final BooleanSupplier closing;
  private final RandomGenerator random = RandomGenerator.getDefault();
  private int failed;
  private volatile int most = 5_000;
  private volatile boolean answering = true;
  private final LongAdder written = new LongAdder();
  private final LongAdder tooOld = new LongAdder();
  private final LongAdder failures = new LongAdder();

  Delivery(
      InfluxServer server,
      InfluxSettings.Pace pace,
      SetAside aside,
      InstantSource clock,
      BooleanSupplier closing) {
    this.server = server;
    this.pace = pace;
    this.aside = aside;
    this.clock = clock;
    this.closing = closing;
  }

  /** The end came before they were taken. */
  static final class Ended extends RuntimeException {
    private static final long serialVersionUID = 1;

    Ended() {
      super("closing", null, false, false);
    }
  }

  /** How many readings go into one request. */
  int most() {
    return most;
  }

  boolean answering() {
    return answering;
  }

  long written() {
    return written.sum();
  }

  long tooOld() {
    return tooOld.sum();
  }

  long failures() {
    return failures.sum();
  }

  /** Returns when all are taken or set aside; throws {@link Ended} where closing comes first. */
  void deliver(List<String> points) {
    if (points.isEmpty()) {
      return;
    }
    Answer answer = answered(points);
    while (points.size() == 1 && !(answer instanceof Answer.Taken) && !soundOnesAreTaken()) {
      answer = answered(points);
    }
    if (answer instanceof Answer.Taken taken) {
      long old = Math.min(taken.tooOld(), points.size());
      written.add(points.size() - old);
      tooOld.add(old);
    } else if (points.size() == 1) {
      String reason = answer instanceof Answer.Refused refused ? refused.reason() : "413 too large";
      aside.add(points.get(0), reason);
    } else {
      if (answer instanceof Answer.TooLarge) {
        most = Math.max(100, points.size() / 2);
      }
      int half = points.size() / 2;
      deliver(points.subList(0, half));
      deliver(points.subList(half, points.size()));
    }
  }

  private boolean soundOnesAreTaken() {
    Answer answer = answered(List.of(Points.probe(Micros.of(clock.instant()))));
    if (answer instanceof Answer.Taken) {
      return true;
    }
    String reason = answer instanceof Answer.Refused refused ? refused.reason() : "413";
    failed("it refuses every point: " + reason, pace.settings());
    return false;
  }

  /** Asks until the answer is about the points. */
  private Answer answered(List<String> points) {
    while (true) {
      Answer answer = server.write(points);
      if (closing.getAsBoolean()) {
        throw new Ended();
      }
      if (!(answer instanceof Answer.Later later)) {
        if (answer instanceof Answer.Taken) {
          taken();
        }
        return answer;
      }
      failed(later.reason(), later.least());
    }
  }

  private void taken() {
    if (failed > 0) {
      LOG.info("InfluxDB takes readings again after {} failed attempts", failed);
    }
    failed = 0;
    answering = true;
  }

  private void failed(String reason, Duration least) {
    failures.increment();
    if (failed == 0) {
      LOG.warn(
          "InfluxDB takes no readings now; they are kept here and carried on later: {}", reason);
    }
    failed++;
    answering = false;
    await(least.plus(jitter()));
  }

  /** Uniform between half of the shortest and min(longest, shortest × 2^failures). */
  private Duration jitter() {
    long least = pace.shortest().toMillis();
    long span = Math.min(pace.longest().toMillis(), least << Math.min(failed, 20));
    return Duration.ofMillis(random.nextLong(least / 2, span + 1));
  }

  private void await(Duration wait) {
    long end = System.nanoTime() + wait.toNanos();
    while (System.nanoTime() - end < 0) {
      if (closing.getAsBoolean()) {
        throw new Ended();
      }
      LockSupport.parkNanos(Math.min(end - System.nanoTime(), TimeUnit.SECONDS.toNanos(1)));
    }
  }
}
