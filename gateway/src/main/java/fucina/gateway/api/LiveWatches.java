package fucina.gateway.api;

import fucina.gateway.api.LiveMessage.Ask;
import fucina.gateway.registry.Machine;
import fucina.gateway.telemetry.Feed;
import fucina.gateway.telemetry.Frame;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Signal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The machines one live connection watches: asked for, refused, resumed, given up. Used on the
 * connection's event loop, but {@link #shown}.
 */
final class LiveWatches {
  private static final int MACHINES_AT_MOST = 64;
  private static final int VALUES_A_FRAME = 500;

  private final LiveSocket socket;
  private final LiveSocket.Rooms rooms;
  private final Sight sight;
  private final Feed feed;
  private final LiveAlarms alarms;
  private final Map<String, LiveWatch> watches = new ConcurrentHashMap<>();

  LiveWatches(
      LiveSocket socket, LiveSocket.Rooms rooms, Sight sight, Feed feed, LiveAlarms alarms) {
    this.socket = socket;
    this.rooms = rooms;
    this.sight = sight;
    this.feed = feed;
    this.alarms = alarms;
  }

  Set<String> machines() {
    return watches.keySet();
  }

  boolean has(String machine) {
    return watches.containsKey(machine);
  }

  /** What is watched now, whose values were shown. */
  List<String> withValues() {
    return watches.values().stream().filter(LiveWatch::values).map(LiveWatch::machine).toList();
  }

  /** Which of a frame's values may be shown at this instant; safe on any thread. */
  Optional<OwnWindow> shown(Frame frame) {
    @Nullable LiveWatch watch = watches.get(frame.machine());
    return watch == null || !sight.values(frame.machine())
        ? Optional.empty()
        : Optional.of(watch.own());
  }

  void subscribe(Ask asked) {
    String id = asked.machine();
    Optional<Machine> machine = rooms.parts().lab().registry().machine(id);
    if (machine.isEmpty()) {
      refused(asked, "machine", "There is no machine " + id + ".");
      return;
    }
    if (!watches.containsKey(id) && watches.size() >= MACHINES_AT_MOST) {
      refused(asked, "too-many", "At most " + MACHINES_AT_MOST + " machines at once.");
      return;
    }
    List<String> known = machine.get().profile().signals().stream().map(Signal::name).toList();
    List<String> signals = asked.signals().orElse(known);
    List<String> unknown = signals.stream().filter(name -> !known.contains(name)).toList();
    if (!unknown.isEmpty()) {
      refused(asked, "signals", String.join(", ", unknown) + ": no such signal of " + id + ".");
    } else if (!signals.isEmpty() && !sight.values(id)) {
      refused(asked, "window", Sight.noWindow(id));
    } else {
      sight
          .since(id)
          .map(since -> new LiveWatch(id, signals, new OwnWindow(machine.get().profile(), since)))
          .onSuccess(watch -> watch(asked, watch))
          .onFailure(fault -> refused(asked, "window", "Your window cannot be read just now."));
    }
  }

  private void watch(Ask asked, LiveWatch watch) {
    if (socket.closed()) {
      return;
    }
    String id = watch.machine();
    boolean resumed = asked.since().isPresent() && watch.values();
    watches.put(id, watch);
    rooms.states().watch(id);
    socket.send(LiveFrames.subscribed(id, watch.signals()));
    if (!watch.values()) {
      feed.unsubscribe(id);
    } else if (!(resumed
        ? feed.subscribeHeld(id, watch.signals())
        : feed.subscribe(id, watch.signals()))) {
      watches.remove(id);
      refused(asked, "too-many", "At most " + Feed.MAX_SIGNALS + " signals at once.");
      return;
    }
    if (resumed) {
      resume(watch, asked.since().orElseThrow());
    }
    socket.state(id);
    alarms.subscribed(id);
  }

  /** Sends what the watcher missed, or says what that is, and lets live values follow. */
  private void resume(LiveWatch watch, Instant seen) {
    Instant now = rooms.parts().clock().instant();
    Instant since = watch.own().since().filter(seen::isBefore).orElse(seen);
    if (!LiveResume.shortEnough(since, now)) {
      missing(watch, since, now);
      feed.release(watch.machine());
      return;
    }
    rooms
        .resume()
        .since(watch.machine(), watch.signals(), since, now)
        .onSuccess(
            found -> {
              if (watches.get(watch.machine()) == watch && sight.values(watch.machine())) {
                found.ifPresentOrElse(
                    values -> caughtUp(watch, values), () -> missing(watch, since, now));
                feed.release(watch.machine());
              }
            });
  }

  private void missing(LiveWatch watch, Instant since, Instant now) {
    if (since.isBefore(now)) {
      socket.send(LiveFrames.missing(watch.machine(), since, now));
    }
  }

  private void caughtUp(LiveWatch watch, List<Reading> values) {
    for (int from = 0; from < values.size(); from += VALUES_A_FRAME) {
      List<Frame.Entry> entries = new ArrayList<>();
      for (Reading each : values.subList(from, Math.min(values.size(), from + VALUES_A_FRAME))) {
        entries.add(new Frame.Entry(watch.signals().indexOf(each.signal()), each));
      }
      LiveFrames.values(new Frame(watch.machine(), entries, 0), watch.own())
          .ifPresent(socket::send);
    }
  }

  void unsubscribe(Ask asked) {
    String id = asked.machine();
    @Nullable LiveWatch watch = watches.get(id);
    if (watch == null) {
      return;
    }
    List<String> given = asked.signals().orElse(watch.signals());
    List<String> left = watch.signals().stream().filter(name -> !given.contains(name)).toList();
    if (left.isEmpty()) {
      drop(id);
    } else {
      subscribe(new Ask(id, Optional.of(left), Optional.empty()));
    }
  }

  /** The right to a machine's values is over; who wants its states subscribes to those. */
  void over(String machine, String reason) {
    @Nullable LiveWatch watch = watches.get(machine);
    if (watch != null && watch.values()) {
      drop(machine);
      socket.send(LiveFrames.closed(machine, reason));
    }
  }

  private void drop(String machine) {
    feed.unsubscribe(machine);
    watches.remove(machine);
    alarms.unsubscribed(machine);
  }

  void gone() {
    feed.close();
    watches.clear();
  }

  private void refused(Ask asked, String rule, String detail) {
    socket.send(LiveFrames.refused(Optional.of(asked.json()), rule, detail));
  }
}
