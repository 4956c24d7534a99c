package fucina.gateway.api;

import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What must reach a watcher whole and in order: alarms, states, steps of commands. Used on the
 * connection's event loop. Whoever does not read for so long that a thousand wait is disconnected
 * rather than told less; a new subscription begins with what holds then.
 */
final class LiveQueue {
  private static final int WAITING_AT_MOST = 1_000;
  private static final short TRY_AGAIN_LATER = 1013;

  private final LiveLine line;
  private final Deque<JsonObject> waiting = new ArrayDeque<>();

  LiveQueue(LiveLine line) {
    this.line = line;
    line.onDrain(this::send);
  }

  void offer(JsonObject frame) {
    waiting.add(frame);
    if (waiting.size() > WAITING_AT_MOST) {
      waiting.clear();
      line.close(TRY_AGAIN_LATER, "too slow for alarms and states");
    } else {
      send();
    }
  }

  private void send() {
    while (!waiting.isEmpty() && !line.closed() && !line.full()) {
      line.write(waiting.remove().encode());
    }
  }
}
