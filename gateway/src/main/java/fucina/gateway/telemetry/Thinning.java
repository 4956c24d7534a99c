package fucina.gateway.telemetry;

import fucina.profiles.Signal;
import fucina.profiles.StorePolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the store gets of what comes in, by each signal's {@link StorePolicy}; live views are fed
 * beside it. One thread, but for {@link #policies} and {@link #changed}.
 *
 * <p>The first reading of a run is kept at once, the last when the run is over. So a reading that
 * is left out always has a kept one before it that stands for it, also after {@code kill -9}: it
 * may be acknowledged. A run never goes on over a change of quality, nor back in time.
 */
final class Thinning {
  /** After so long without a reading a run is over, and its last reading is kept. */
  static final Duration SILENCE = Duration.ofSeconds(60);

  private final Map<String, Map<String, Course>> machines = new HashMap<>();
  private final Set<String> changed = ConcurrentHashMap.newKeySet();
  private volatile BiFunction<String, String, Optional<Signal>> signals =
      (machine, signal) -> Optional.empty();

  /** Sets what tells a signal by machine and name; of one it does not know, all is kept. */
  void policies(BiFunction<String, String, Optional<Signal>> signals) {
    this.signals = signals;
  }

  /** A machine's profile may be another now. */
  void changed(String machine) {
    changed.add(machine);
  }

  /**
   * What is to be stored, now that these came in.
   *
   * @param nanos now, by {@link System#nanoTime}
   */
  List<Reading> keep(List<Reading> readings, long nanos) {
    List<Reading> kept = new ArrayList<>(readings.size());
    takeChanges(kept::add);
    for (Reading reading : readings) {
      Course course = course(reading);
      if (course == null) {
        kept.add(reading);
      } else {
        course.add(reading, nanos, kept::add);
      }
    }
    return kept;
  }

  /** The last readings of runs that fell silent. */
  List<Reading> silent(long nanos) {
    List<Reading> kept = new ArrayList<>();
    takeChanges(kept::add);
    for (Map<String, Course> courses : machines.values()) {
      courses.values().forEach(course -> course.endSilent(nanos, kept::add));
    }
    return kept;
  }

  /** The last readings of all runs, which are over. */
  List<Reading> end() {
    List<Reading> kept = new ArrayList<>();
    machines.values().forEach(courses -> end(courses, kept::add));
    machines.clear();
    return kept;
  }

  private void takeChanges(Consumer<Reading> keep) {
    for (String machine : changed) {
      changed.remove(machine);
      Map<String, Course> courses = machines.remove(machine);
      if (courses != null) {
        end(courses, keep);
      }
    }
  }

  private static void end(Map<String, Course> courses, Consumer<Reading> keep) {
    courses.values().forEach(course -> course.end(keep));
  }

  /** Null where every reading is kept. */
  private @Nullable Course course(Reading reading) {
    Map<String, Course> courses = machines.get(reading.machine());
    Course known = courses == null ? null : courses.get(reading.signal());
    if (known == null) {
      Optional<Signal> signal = signals.apply(reading.machine(), reading.signal());
      if (signal.isEmpty()) {
        return null;
      }
      known = new Course(signal.get());
      machines
          .computeIfAbsent(reading.machine(), machine -> new HashMap<>())
          .put(reading.signal(), known);
    }
    return known.everything() ? null : known;
  }

  /**
   * One signal: the run that goes on, and the one that is filled in late, as by a machine's history
   * or one whose clock was put back.
   */
  private static final class Course {
    private final Signal signal;
    private final boolean everything;
    private @Nullable Run live;
    private @Nullable Run late;
    private long heardAt;

    Course(Signal signal) {
      this.signal = signal;
      this.everything = signal.store().every().isZero() && !signal.store().onChange();
    }

    boolean everything() {
      return everything;
    }

    void add(Reading reading, long nanos, Consumer<Reading> keep) {
      heardAt = nanos;
      if (live == null) {
        live = run();
      }
      if (!live.past(reading)) {
        live.add(reading, keep);
        return;
      }
      if (late == null) {
        late = run();
      } else if (late.past(reading)) {
        late.end(keep);
        late = run();
      }
      late.add(reading, keep);
    }

    private Run run() {
      StorePolicy store = signal.store();
      return store.onChange()
          ? new ChangeRun(signal.deadband())
          : new StretchRun(store.every(), store.downsample());
    }

    void endSilent(long nanos, Consumer<Reading> keep) {
      Duration patience = signal.store().every().multipliedBy(2);
      if (nanos - heardAt > Math.max(SILENCE.toNanos(), patience.toNanos())) {
        end(keep);
      }
    }

    void end(Consumer<Reading> keep) {
      if (live != null) {
        live.end(keep);
      }
      if (late != null) {
        late.end(keep);
        late = null;
      }
    }
  }

  /** Readings of one signal in order of time, on their way to the store. */
  interface Run {
    /** Whether a reading lies before the newest one of this run. */
    boolean past(Reading reading);

    /** Takes the next reading, and says what is kept by it. */
    void add(Reading reading, Consumer<Reading> keep);

    /** Nothing follows for now: says what is kept of what was held back. May be called again. */
    void end(Consumer<Reading> keep);
  }
}
