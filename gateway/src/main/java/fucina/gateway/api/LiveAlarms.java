package fucina.gateway.api;

import fucina.gateway.alarm.AlarmChange;
import fucina.gateway.alarm.Alarms;
import fucina.gateway.alarm.Occurrence;
import fucina.gateway.alarm.StandingAlarms;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Alarms on one live socket, used on its event loop: what stands when a machine is subscribed, then
 * every change, in order, none left out ({@link LiveQueue}).
 */
final class LiveAlarms {
  private final LiveQueue queue;
  private final Alarms alarms;
  private final Sight sight;
  private final AlarmShape shape;

  /** By machine, the last change that is in what was shown of it. */
  private final Map<String, Long> shown = new HashMap<>();

  LiveAlarms(LiveQueue queue, Parts parts, Sight sight, AlarmShape shape) {
    this.queue = queue;
    this.alarms = parts.lab().alarms();
    this.sight = sight;
    this.shape = shape;
  }

  /** Shows what stands of a machine, to who may see it. */
  void subscribed(String machine) {
    Optional<Sight.Since> since = sight.alarms(machine);
    if (since.isEmpty()) {
      shown.remove(machine);
      return;
    }
    StandingAlarms now = alarms.standing(machine);
    shown.put(machine, now.number());
    Optional<Instant> own = since.get().own();
    List<Occurrence> standing = now.standing().stream().filter(one -> visible(one, own)).toList();
    queue.offer(LiveFrames.alarms(machine, standing.stream().map(Occurrence::id).toList()));
    standing.forEach(one -> queue.offer(LiveFrames.alarm(shape.alarm(one, own))));
  }

  void unsubscribed(String machine) {
    shown.remove(machine);
  }

  /** An alarm changed; told where its machine is watched, and may still be seen. */
  void changed(AlarmChange change) {
    Occurrence now = change.now();
    if (change.number() > shown.getOrDefault(now.machine(), Long.MAX_VALUE)) {
      sight
          .alarms(now.machine())
          .map(Sight.Since::own)
          .filter(own -> visible(now, own))
          .ifPresent(own -> queue.offer(LiveFrames.alarm(shape.alarm(now, own))));
    }
  }

  private static boolean visible(Occurrence one, Optional<Instant> own) {
    return own.isEmpty() || AlarmShape.within(one, own.get());
  }
}
