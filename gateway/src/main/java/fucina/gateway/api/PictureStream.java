package fucina.gateway.api;

import fucina.gateway.access.SignedIn;
import fucina.gateway.camera.Picture;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One answer of pictures without end (multipart/x-mixed-replace). It holds at most one picture that
 * is not sent yet: a viewer who takes them slowly, or asks for fewer, misses those between. Runs on
 * its own event loop, but {@link #offer}.
 */
final class PictureStream {
  static final String TYPE = "multipart/x-mixed-replace; boundary=picture";
  private static final String DELIMITER = "--picture";

  private final HttpServerResponse response;
  private final Context context;
  private final SignedIn who;
  private final Sight sight;
  private final String machine;
  private final Duration between;
  private final AtomicReference<Picture> next = new AtomicReference<>();
  private Optional<Instant> lastSent = Optional.empty();
  private boolean waiting;
  private boolean over;

  /**
   * An answer not begun.
   *
   * @param between least time between two pictures
   */
  PictureStream(
      HttpServerResponse response,
      Context context,
      SignedIn who,
      Sight sight,
      String machine,
      Duration between) {
    this.response = response;
    this.context = context;
    this.who = who;
    this.sight = sight;
    this.machine = machine;
    this.between = between;
  }

  SignedIn who() {
    return who;
  }

  String machine() {
    return machine;
  }

  Context context() {
    return context;
  }

  /** Takes a picture; on any thread, never blocks. */
  void offer(Picture picture) {
    if (next.getAndSet(picture) == null) {
      context.runOnContext(go -> send());
    }
  }

  /** Sends what waits, if the window is open, the viewer takes it and it is not too soon. */
  private void send() {
    Picture picture = next.get();
    if (over || picture == null) {
      return;
    }
    if (!sight.values(machine)) {
      end();
    } else if (response.writeQueueFull()) {
      response.drainHandler(drained -> send());
    } else if (picture.frozenSince().isEmpty() && tooSoon(picture)) {
      later(picture);
    } else {
      next.set(null);
      lastSent = Optional.of(picture.arrived());
      write(picture);
    }
  }

  private boolean tooSoon(Picture picture) {
    return lastSent
        .map(sent -> Duration.between(sent, picture.arrived()).compareTo(between) < 0)
        .orElse(false);
  }

  private void later(Picture picture) {
    if (!waiting) {
      waiting = true;
      context
          .owner()
          .setTimer(
              Math.max(1, between.toMillis()),
              due -> {
                waiting = false;
                lastSent = Optional.empty();
                send();
              });
    }
  }

  private void write(Picture picture) {
    Buffer part = Buffer.buffer();
    part.appendString(DELIMITER + "\r\nContent-Type: image/jpeg\r\n");
    part.appendString("Content-Length: " + picture.jpeg().length() + "\r\n");
    part.appendString("X-Picture-Arrived: " + picture.arrived() + "\r\n");
    picture
        .frozenSince()
        .ifPresent(since -> part.appendString("X-Picture-Frozen-Since: " + since + "\r\n"));
    part.appendString("\r\n").appendBuffer(picture.jpeg()).appendString("\r\n");
    response.write(part);
  }

  /** Looks whether the right to see it is over, should its event have been lost. */
  void look() {
    if (!sight.values(machine)) {
      end();
    }
  }

  /** Ends it properly; a second call does nothing. */
  void end() {
    if (!over) {
      over = true;
      next.set(null);
      if (!response.ended() && !response.closed()) {
        response.end(DELIMITER + "--\r\n");
      }
    }
  }
}
