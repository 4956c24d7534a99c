package fucina.gateway.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The latest committed reading of every signal, in memory.
 *
 * <p>Latest is by {@link Reading#time}: a late reading is told to listeners but does not replace a
 * newer one; one whose time lies ahead of its arrival is replaced by whatever comes next, as a
 * clock that jumped must not hide what a machine does now. Publishing costs the same however many
 * watchers there are: it replaces one reference a signal, and each watcher's {@link Feed} looks at
 * its own pace. Readers never block.
 */
public final class LiveHub {
  private static final Logger LOG = LoggerFactory.getLogger(LiveHub.class);

  private final Map<String, Live> machines = new ConcurrentHashMap<>();
  private final List<Consumer<List<Reading>>> listeners = new CopyOnWriteArrayList<>();

  /** The newest reading of a signal; empty where it was never heard. */
  public Optional<Reading> latest(String machine, String signal) {
    return heard(machine, signal).map(Heard::reading);
  }

  /** The newest reading of each signal of a machine that was ever heard, in no order. */
  public List<Reading> latest(String machine) {
    List<Reading> latest = new ArrayList<>();
    Live live = machines.get(machine);
    if (live != null) {
      live.cells.values().forEach(cell -> latest.add(cell.beat.heard().reading()));
    }
    return latest;
  }

  /** The newest reading of a signal with the instant it came in. */
  public Optional<Heard> heard(String machine, String signal) {
    return Optional.ofNullable(cell(machine, signal)).map(cell -> cell.beat.heard());
  }

  /**
   * When any reading of a machine last came in, by the gateway's own clock; empty where none has
   * since the gateway started.
   */
  public Optional<Instant> lastHeard(String machine) {
    return Optional.ofNullable(machines.get(machine))
        .map(live -> live.lastHeard)
        .filter(at -> at.isAfter(Instant.EPOCH));
  }

  /**
   * Tells of readings after they are durable, in the order they were committed, on the publishing
   * thread. A listener must not block; what it throws is logged and goes no further.
   */
  public void onReadings(Consumer<List<Reading>> listener) {
    listeners.add(listener);
  }

  /**
   * Takes in what the store knew before the gateway started, so that old values can be shown as
   * old. Nobody is told, and nothing newer is replaced.
   */
  public void preload(List<Reading> readings) {
    update(readings, Instant.EPOCH);
  }

  /** Shows readings that are durable now, and tells the listeners. */
  void publish(List<Reading> readings, Instant arrived) {
    update(readings, arrived);
    for (Consumer<List<Reading>> listener : listeners) {
      try {
        listener.accept(readings);
      } catch (RuntimeException e) {
        LOG.error("a listener of live readings failed", e);
      }
    }
  }

  private synchronized void update(List<Reading> readings, Instant arrived) {
    for (Reading reading : readings) {
      Live live = machines.computeIfAbsent(reading.machine(), machine -> new Live());
      if (live.lastHeard.isBefore(arrived)) {
        live.lastHeard = arrived;
      }
      Heard heard = new Heard(reading, arrived);
      Cell cell = live.cells.get(reading.signal());
      if (cell == null) {
        live.cells.put(reading.signal(), new Cell(heard, live.watchers > 0));
      } else {
        cell.add(heard);
      }
    }
  }

  /** Somebody watches a machine: from now on its peaks are kept for who shows not every value. */
  synchronized void watch(String machine) {
    Live live = machines.computeIfAbsent(machine, unheard -> new Live());
    if (live.watchers++ == 0) {
      live.cells.values().forEach(cell -> cell.watched(true));
    }
  }

  /** One less watches it. */
  synchronized void unwatch(String machine) {
    Live live = machines.get(machine);
    if (live != null && --live.watchers == 0) {
      live.cells.values().forEach(cell -> cell.watched(false));
      if (live.cells.isEmpty()) {
        machines.remove(machine);
      }
    }
  }

  @Nullable Cell cell(String machine, String signal) {
    Live live = machines.get(machine);
    return live == null ? null : live.cells.get(signal);
  }

  /** One machine. */
  private static final class Live {
    final Map<String, Cell> cells = new ConcurrentHashMap<>();
    volatile Instant lastHeard = Instant.EPOCH;

    /** Guarded by the hub. */
    int watchers;
  }

  /** One signal; written by the publishing thread, read by all. */
  static final class Cell {
    volatile Beat beat;
    private @Nullable Peaks peaks;

    Cell(Heard first, boolean watched) {
      this.beat = new Beat(first, 1);
      watched(watched);
    }

    private synchronized void watched(boolean on) {
      peaks = on ? new Peaks() : null;
      if (peaks != null) {
        peaks.add(beat.count(), beat.heard().reading());
      }
    }

    private synchronized void add(Heard heard) {
      Beat before = beat;
      Beat now = before.next(heard);
      beat = now;
      if (peaks != null && now.heard() == heard) {
        if (heard.reading().time().isBefore(before.heard().reading().time())) {
          peaks.clear();
        }
        peaks.add(now.count(), heard.reading());
      }
    }

    /** Shows one moment of it to several who look. */
    synchronized Beat look(int signal, Iterable<Look> looks) {
      for (Look look : looks) {
        look.see(signal, beat, peaks);
      }
      return beat;
    }
  }

  /**
   * A signal's newest reading.
   *
   * @param heard the reading
   * @param count how many readings of this signal there were up to now, late ones included
   */
  record Beat(Heard heard, long count) {
    /** What a clock that is corrected may still be ahead by. */
    private static final Duration AHEAD = Duration.ofSeconds(1);

    Beat next(Heard newer) {
      boolean late = newer.reading().time().isBefore(heard.reading().time());
      return new Beat(late && !ahead(newer.arrived()) ? heard : newer, count + 1);
    }

    /** Whether this reading was ahead of its arrival, or is ahead even of the next one's. */
    private boolean ahead(Instant now) {
      return aheadOf(now) || aheadOf(heard.arrived());
    }

    private boolean aheadOf(Instant arrival) {
      boolean preloaded = arrival.equals(Instant.EPOCH);
      return !preloaded && heard.reading().time().isAfter(arrival.plus(AHEAD));
    }
  }
}
