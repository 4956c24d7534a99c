package fucina.gateway.link;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What machines reported by themselves: the last two hundred events of each, and its alarms as they
 * stand now. An occurrence told again is not told on. Thread-safe; never throws.
 */
public final class MachineEvents {
  private static final Logger LOG = LoggerFactory.getLogger(MachineEvents.class);

  /** So many alarms of a machine are kept; where it has more, the oldest is not known. */
  public static final int CONDITIONS = 200;

  private static final int KEPT = 200;

  private final Map<String, Log> logs = new ConcurrentHashMap<>();
  private final List<Consumer<MachineEvent>> listeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<String>> refreshed = new CopyOnWriteArrayList<>();

  /** Takes one in and tells it on. */
  public void add(MachineEvent event) {
    if (!logs.computeIfAbsent(event.machine(), any -> new Log()).add(event)) {
      return;
    }
    for (Consumer<MachineEvent> listener : listeners) {
      try {
        listener.accept(event);
      } catch (RuntimeException e) {
        LOG.error("a listener of machines' events failed", e);
      }
    }
  }

  /** Tells of every event from now on, on any thread; the listener must not block. */
  public void onEvent(Consumer<MachineEvent> listener) {
    listeners.add(listener);
  }

  /** The newest of a machine, newest first; at most two hundred. */
  public List<MachineEvent> recent(String machine) {
    Log log = logs.get(machine);
    return log == null ? List.of() : log.recent();
  }

  /** The alarms of a machine that are to be looked at, as they stand now, oldest first. */
  public List<MachineEvent> standing(String machine) {
    Log log = logs.get(machine);
    return log == null ? List.of() : log.standing();
  }

  /** The machine is about to tell all its alarms anew: what stood before is not known any more. */
  public void refresh(String machine) {
    Log log = logs.get(machine);
    if (log != null) {
      log.refresh();
    }
  }

  /** The machine has told all its alarms anew: what does not stand now is over. */
  public void refreshed(String machine) {
    for (Consumer<String> listener : refreshed) {
      try {
        listener.accept(machine);
      } catch (RuntimeException e) {
        LOG.error("a listener of machines' alarms failed", e);
      }
    }
  }

  /**
   * Tells, from now on, of each machine that has told all its alarms anew, on any thread; the
   * listener must not block.
   */
  public void onRefreshed(Consumer<String> listener) {
    refreshed.add(listener);
  }

  private static final class Log {
    private final ArrayDeque<MachineEvent> events = new ArrayDeque<>();
    private final Map<String, MachineEvent> conditions = new LinkedHashMap<>();

    synchronized boolean add(MachineEvent event) {
      event.condition().ifPresent(condition -> stand(condition, event));
      if (events.stream().anyMatch(known -> known.id().equals(event.id()))) {
        return false;
      }
      events.addFirst(event);
      if (events.size() > KEPT) {
        events.removeLast();
      }
      return true;
    }

    private void stand(String condition, MachineEvent event) {
      if (event.retained()) {
        conditions.put(condition, event);
      } else {
        conditions.remove(condition);
      }
      if (conditions.size() > CONDITIONS) {
        conditions.remove(conditions.keySet().iterator().next());
      }
    }

    synchronized List<MachineEvent> recent() {
      return List.copyOf(events);
    }

    synchronized List<MachineEvent> standing() {
      return List.copyOf(conditions.values());
    }

    synchronized void refresh() {
      conditions.clear();
    }
  }
}
