package fucina.gateway.api;

import fucina.gateway.api.LiveSockets.MachineNow;
import fucina.gateway.telemetry.Frame;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Frames of the live socket, as {@code LiveFrame} of the file describes them. */
final class LiveFrames {
  private LiveFrames() {}

  static JsonObject subscribed(String machine, List<String> signals) {
    return frame("subscribed").put("machine", machine).put("signals", new JsonArray(signals));
  }

  /** All values of a frame. */
  static JsonObject values(Frame frame) {
    JsonArray values = new JsonArray();
    frame.entries().forEach(entry -> values.add(value(entry)));
    return frame("values").put("machine", frame.machine()).put("v", values);
  }

  /** The values a person may be shown; empty where none of them may. */
  static Optional<JsonObject> values(Frame frame, OwnWindow own) {
    List<Frame.Entry> shown =
        frame.entries().stream().filter(entry -> own.shows(entry.reading())).toList();
    return shown.isEmpty()
        ? Optional.empty()
        : Optional.of(values(new Frame(frame.machine(), shown, frame.missed())));
  }

  private static JsonArray value(Frame.Entry entry) {
    return new JsonArray()
        .add(entry.signal())
        .add(entry.reading().time().toEpochMilli())
        .add(Shapes.plain(entry.reading().value()))
        .add(Shapes.word(entry.reading().quality()));
  }

  /** What a watcher who came back is not sent: too long ago or too much. */
  static JsonObject missing(String machine, Instant from, Instant to) {
    return frame("missing")
        .put("machine", machine)
        .put("from", from.toString())
        .put("to", to.toString());
  }

  static JsonObject heartbeat(Instant now) {
    return frame("heartbeat").put("at", now.truncatedTo(ChronoUnit.MILLIS).toString());
  }

  static JsonObject missed(String machine, long values) {
    return frame("missed").put("machine", machine).put("n", values);
  }

  static JsonObject state(String machine, MachineNow now, @Nullable JsonObject session) {
    return frame("state")
        .put("machine", machine)
        .put("state", now.state())
        .put("link", now.link())
        .put("session", session);
  }

  static JsonObject command(JsonObject command) {
    return frame("command").mergeIn(command);
  }

  /** Which alarms of a machine stand, the gravest first; each follows in a frame of its own. */
  static JsonObject alarms(String machine, List<String> standing) {
    return frame("alarms").put("machine", machine).put("standing", new JsonArray(standing));
  }

  static JsonObject alarm(JsonObject alarm) {
    return frame("alarm").mergeIn(alarm);
  }

  /**
   * Something asked for was refused.
   *
   * @param asked the subscription meant; empty where the message was not understood
   */
  static JsonObject refused(Optional<JsonObject> asked, String rule, String detail) {
    JsonObject frame = frame("refused");
    asked.ifPresent(subscription -> frame.put("subscription", subscription));
    return frame.put("rule", rule).put("detail", detail);
  }

  /** A subscription is over; all of them where no machine is named. */
  static JsonObject closed(@Nullable String machine, String reason) {
    return frame("closed").put("machine", machine).put("reason", reason);
  }

  private static JsonObject frame(String t) {
    return new JsonObject().put("t", t);
  }
}
