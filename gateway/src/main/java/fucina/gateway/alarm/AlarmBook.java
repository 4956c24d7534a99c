package fucina.gateway.alarm;

import fucina.gateway.alarm.Occurrence.Acknowledgement;
import fucina.gateway.alarm.Occurrence.Cause;
import fucina.gateway.alarm.Occurrence.Doubt;
import fucina.gateway.alarm.Occurrence.Source;
import fucina.scheduler.AuditEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The alarms that stand, in memory, and the one order of all their changes. Changes are numbered
 * and told under one lock, so that whoever takes a snapshot and then listens misses none and sees
 * none twice. Thread-safe; nothing here waits for anything but that lock.
 */
final class AlarmBook {
  private static final Logger LOG = LoggerFactory.getLogger(AlarmBook.class);

  /** So many of one machine stand in memory; a machine that makes more is broken. */
  static final int OF_ONE_MACHINE = 1_000;

  private final Map<String, Map<String, Occurrence>> byMachine = new HashMap<>();
  private final List<Consumer<AlarmChange>> listeners = new CopyOnWriteArrayList<>();
  private long changes;

  /** Tells of every change from now on, in order, under the book's lock: must not block. */
  void onChange(Consumer<AlarmChange> listener) {
    listeners.add(listener);
  }

  /** Takes in what stood when the gateway last ran; nobody is told. */
  synchronized void restore(Collection<Occurrence> stood) {
    stood.forEach(one -> of(one.machine()).put(one.id(), one.active() ? unheard(one) : one));
  }

  private static Occurrence unheard(Occurrence one) {
    return one.doubted(Optional.of(Doubt.NOT_HEARD));
  }

  /** A new alarm; refused, and logged, where its machine has too many standing. */
  synchronized void raise(Occurrence one) {
    Map<String, Occurrence> standing = of(one.machine());
    if (standing.size() >= OF_ONE_MACHINE && !forgetOldest(standing)) {
      LOG.error(
          "{} has {} active alarms; {} is not taken",
          one.machine(),
          standing.size(),
          one.title().en());
      return;
    }
    standing.put(one.id(), one);
    LOG.info("{}: alarm {}, severity {}", one.machine(), one.title().en(), one.severity());
    tell(one, true, Optional.empty());
  }

  /** Of those that are over and nobody took note of, the oldest leaves memory; it stays written. */
  private static boolean forgetOldest(Map<String, Occurrence> standing) {
    return standing.values().stream()
        .filter(one -> !one.active())
        .findFirst()
        .map(one -> standing.remove(one.id()) != null)
        .orElse(false);
  }

  /** Ends an alarm of a machine where it is active. */
  void clear(String machine, Source source, String condition, Instant at, Cause cause) {
    change(machine, source, condition, one -> one.gone(at, cause));
  }

  /** Changes what is active of a condition; what stays the same is not told. */
  synchronized void change(
      String machine, Source source, String condition, UnaryOperator<Occurrence> to) {
    active(machine, source, condition).ifPresent(one -> put(one, to.apply(one), Optional.empty()));
  }

  /**
   * Somebody takes note; a second time adds a note where there is none, and changes nothing else.
   *
   * @param told what the audit says of it, by the alarm as it was before
   * @return as it is now; empty where no such alarm stands
   */
  synchronized Optional<Occurrence> acknowledge(
      String id, Acknowledgement by, Function<Occurrence, AuditEntry> told) {
    return find(id).map(one -> put(one, one.noted(by), Optional.of(told.apply(one))));
  }

  /** One that stands, by its id. */
  synchronized Optional<Occurrence> find(String id) {
    return byMachine.values().stream()
        .flatMap(standing -> Optional.ofNullable(standing.get(id)).stream())
        .findFirst();
  }

  /** What is active of a condition; at most one. */
  synchronized Optional<Occurrence> active(String machine, Source source, String condition) {
    return of(machine).values().stream()
        .filter(one -> one.active() && one.source() == source)
        .filter(one -> one.condition().equals(condition))
        .findFirst();
  }

  /** The alarms of a machine that stand, the gravest first, and the change that was told last. */
  synchronized StandingAlarms snapshot(String machine) {
    Map<String, Occurrence> standing = byMachine.getOrDefault(machine, Map.of());
    List<Occurrence> sorted = new ArrayList<>(standing.values());
    sorted.sort(
        Comparator.comparing(Occurrence::active)
            .thenComparing(Occurrence::severity)
            .thenComparing(Occurrence::raisedAt)
            .reversed());
    return new StandingAlarms(changes, List.copyOf(sorted));
  }

  synchronized List<Occurrence> standing() {
    return byMachine.values().stream().flatMap(each -> each.values().stream()).toList();
  }

  private Occurrence put(Occurrence before, Occurrence now, Optional<AuditEntry> told) {
    if (now.equals(before)) {
      return now;
    }
    if (now.stands()) {
      of(now.machine()).put(now.id(), now);
    } else {
      of(now.machine()).remove(now.id());
    }
    boolean lasting = !now.doubted(before.doubt()).equals(before);
    tell(now, lasting, told);
    return now;
  }

  private Map<String, Occurrence> of(String machine) {
    return byMachine.computeIfAbsent(machine, any -> new LinkedHashMap<>());
  }

  private void tell(Occurrence now, boolean lasting, Optional<AuditEntry> told) {
    AlarmChange change = new AlarmChange(++changes, now, lasting, told);
    for (Consumer<AlarmChange> listener : listeners) {
      try {
        listener.accept(change);
      } catch (RuntimeException e) {
        LOG.error("a listener of alarms failed", e);
      }
    }
  }
}
