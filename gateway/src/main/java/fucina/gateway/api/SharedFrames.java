package fucina.gateway.api;

import fucina.gateway.telemetry.Frame;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Frames of values, written once for all who are shown the same: the feeds hand one frame to its
 * watchers one after another, so remembering the last is enough.
 */
final class SharedFrames {
  private @Nullable Frame last;
  private @Nullable String text;

  /** What a person may be shown; empty where nothing. */
  Optional<String> values(Frame frame, OwnWindow own) {
    return own.showsAll(frame)
        ? Optional.of(whole(frame))
        : LiveFrames.values(frame, own).map(json -> json.encode());
  }

  private synchronized String whole(Frame frame) {
    String known = text;
    if (frame != last || known == null) {
      known = LiveFrames.values(frame).encode();
      last = frame;
      text = known;
    }
    return known;
  }
}
