package fucina.gateway.camera;

import fucina.gateway.camera.CameraStatus.Word;
import fucina.profiles.Camera;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One camera, fetched once however many watch it, while somebody does. A picture that stays the
 * same for three seconds, byte for byte, or does not come, is told once more, as frozen. Safe for
 * several threads.
 */
public final class CameraFeed {
  private static final Logger LOG = LoggerFactory.getLogger(CameraFeed.class);

  /** So long nothing new: it is frozen. */
  static final Duration PATIENCE = Duration.ofSeconds(3);

  /** A frozen picture is told again, so that nobody takes the silence for a lost connection. */
  private static final Duration REMINDER = Duration.ofSeconds(10);

  private static final long LOOK_MILLIS = 250;
  private static final long SNAPSHOT_MILLIS = 500;
  private static final long RETRY_MILLIS = 1_000;
  private static final long LONGEST_RETRY_MILLIS = 10_000;

  /** No picture sooner after another: 15 a second. */
  private static final Duration LEAST_BETWEEN = Duration.ofMillis(66);

  private final Vertx vertx;
  private final Fetcher fetcher;
  private final Supplier<Optional<CameraAddress>> address;
  private final InstantSource clock;
  private final Set<Consumer<Picture>> watchers = ConcurrentHashMap.newKeySet();
  private Optional<Picture> last = Optional.empty();
  private Instant changed = Instant.MIN;
  private Instant told = Instant.MIN;
  private CameraStatus status = CameraStatus.IDLE;
  private boolean running;
  private int life;
  private long timer;
  private long retry = RETRY_MILLIS;
  private Buffer source = Buffer.buffer();
  private Runnable hangUp = () -> {};

  CameraFeed(
      Vertx vertx,
      Fetcher fetcher,
      Supplier<Optional<CameraAddress>> address,
      InstantSource clock) {
    this.vertx = vertx;
    this.fetcher = fetcher;
    this.address = address;
    this.clock = clock;
  }

  /**
   * Watches from now on.
   *
   * @param watcher told each picture, on the camera's event loop; must not block
   * @return how to watch no more
   */
  public Runnable watch(Consumer<Picture> watcher) {
    watchers.add(watcher);
    begin();
    latest().ifPresent(watcher);
    return () -> {
      watchers.remove(watcher);
      rest();
    };
  }

  public synchronized CameraStatus status() {
    return status;
  }

  /** The last picture of this run, where there is one. */
  private synchronized Optional<Picture> latest() {
    return last;
  }

  private synchronized void begin() {
    if (running) {
      return;
    }
    running = true;
    life++;
    retry = RETRY_MILLIS;
    last = Optional.empty();
    changed = clock.instant();
    status = new CameraStatus(Word.CONNECTING, "", status.lastPicture());
    timer = vertx.setPeriodic(LOOK_MILLIS, tick -> look());
    connect(life);
  }

  private synchronized void rest() {
    if (running && watchers.isEmpty()) {
      stop();
    }
  }

  /** Ends, whoever watches. */
  synchronized void stop() {
    if (!running) {
      return;
    }
    running = false;
    life++;
    vertx.cancelTimer(timer);
    hangUp.run();
    hangUp = () -> {};
    last = Optional.empty();
    status = new CameraStatus(Word.IDLE, "", status.lastPicture());
  }

  private synchronized void connect(int ofLife) {
    if (ofLife != life) {
      return;
    }
    Optional<CameraAddress> from = address.get();
    if (from.isEmpty()) {
      unreachable("the registration gives the camera no host");
      again(ofLife, LONGEST_RETRY_MILLIS);
      return;
    }
    fetcher
        .fetch(from.get(), jpeg -> came(ofLife, jpeg), end -> opened(ofLife, end))
        .onComplete(
            done -> {
              boolean snapshot = from.get().kind() == Camera.Kind.SNAPSHOT;
              if (done.succeeded() && snapshot) {
                again(ofLife, SNAPSHOT_MILLIS);
              } else {
                lost(ofLife, done.failed() ? reason(done.cause()) : "it ended the stream");
              }
            });
  }

  private static String reason(Throwable fault) {
    return fault.getMessage() == null ? fault.getClass().getSimpleName() : fault.getMessage();
  }

  private synchronized void opened(int ofLife, Runnable end) {
    if (ofLife == life) {
      hangUp = end;
    } else {
      end.run();
    }
  }

  private synchronized void lost(int ofLife, String why) {
    if (ofLife != life) {
      return;
    }
    LOG.info("a camera is lost: {}", why);
    unreachable(why);
    again(ofLife, retry);
    retry = Math.min(retry * 2, LONGEST_RETRY_MILLIS);
  }

  private void unreachable(String why) {
    status = new CameraStatus(Word.UNREACHABLE, why, status.lastPicture());
  }

  private void again(int ofLife, long millis) {
    vertx.setTimer(millis, due -> connect(ofLife));
  }

  private void came(int ofLife, Buffer jpeg) {
    Instant now = clock.instant();
    Optional<Picture> fresh = Optional.empty();
    synchronized (this) {
      if (ofLife != life) {
        return;
      }
      retry = RETRY_MILLIS;
      boolean same = last.isPresent() && source.equals(jpeg);
      boolean soon = last.map(before -> tooSoon(before, now)).orElse(false);
      source = jpeg;
      if (!same && !soon) {
        changed = now;
        fresh = Optional.of(new Picture(jpeg, now, Optional.empty()));
        last = fresh;
        status = new CameraStatus(Word.LIVE, "", Optional.of(now));
      }
    }
    fresh.ifPresent(picture -> watchers.forEach(watcher -> watcher.accept(picture)));
  }

  private static boolean tooSoon(Picture before, Instant now) {
    return before.frozenSince().isEmpty()
        && Duration.between(before.arrived(), now).compareTo(LEAST_BETWEEN) < 0;
  }

  /** Looks whether it has frozen. */
  private void look() {
    Optional<Picture> freezing;
    Optional<Picture> again = Optional.empty();
    int ofLife;
    synchronized (this) {
      ofLife = life;
      if (clock.instant().isAfter(told.plus(REMINDER))) {
        told = clock.instant();
        again = last.filter(picture -> picture.frozenSince().isPresent());
      }
      freezing =
          last.filter(picture -> picture.frozenSince().isEmpty())
              .filter(picture -> clock.instant().isAfter(changed.plus(PATIENCE)));
    }
    again.ifPresent(picture -> watchers.forEach(watcher -> watcher.accept(picture)));
    freezing.ifPresent(
        picture ->
            vertx
                .executeBlocking(() -> FrozenLook.of(picture.jpeg()), false)
                .onSuccess(jpeg -> froze(ofLife, picture, jpeg)));
  }

  private void froze(int ofLife, Picture live, Buffer jpeg) {
    Picture frozen;
    synchronized (this) {
      if (ofLife != life || last.filter(live::equals).isEmpty()) {
        return;
      }
      frozen = new Picture(jpeg, live.arrived(), Optional.of(live.arrived()));
      last = Optional.of(frozen);
      String why =
          status.word() == Word.UNREACHABLE ? status.detail() : "the same picture again and again";
      status =
          new CameraStatus(
              status.word() == Word.UNREACHABLE ? Word.UNREACHABLE : Word.FROZEN,
              why,
              Optional.of(live.arrived()));
    }
    watchers.forEach(watcher -> watcher.accept(frozen));
  }
}
