package fucina.gateway.api;

import fucina.gateway.session.Sessions;
import fucina.gateway.telemetry.Frame;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Profile;
import fucina.profiles.Signal;
import fucina.scheduler.Window;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which present values an organisation is shown in its running window. A machine tells a value when
 * it changes, so what holds now may have been said before the window: that is shown, else nobody
 * would see that the mode is right. But free texts from before it, such as a file's name, were
 * another's words and stay hidden until they change.
 */
final class OwnWindow {
  private final Set<String> freeTexts;
  private final Optional<Instant> since;

  /**
   * For one machine.
   *
   * @param since when the own window began; empty for staff, who see all
   */
  OwnWindow(Profile profile, Optional<Instant> since) {
    this.since = since;
    this.freeTexts =
        profile.signals().stream()
            .filter(Signal::freeText)
            .map(Signal::name)
            .collect(Collectors.toUnmodifiableSet());
  }

  boolean shows(Reading reading) {
    return since.isEmpty()
        || !reading.time().isBefore(since.get())
        || !freeTexts.contains(reading.signal());
  }

  /** Whether each value of a frame may be shown. */
  boolean showsAll(Frame frame) {
    return since.isEmpty()
        || freeTexts.isEmpty()
        || frame.entries().stream().allMatch(entry -> shows(entry.reading()));
  }

  /** When the own window began; empty for staff, who see all. */
  Optional<Instant> since() {
    return since;
  }

  /** When the newest own window of a machine began. */
  static Future<Instant> since(Sessions sessions, String machine, String organisation) {
    return sessions
        .readable(machine, organisation)
        .map(
            (List<Window> windows) ->
                windows.isEmpty() ? Instant.MAX : windows.get(windows.size() - 1).from());
  }
}
