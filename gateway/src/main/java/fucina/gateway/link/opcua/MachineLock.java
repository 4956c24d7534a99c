package fucina.gateway.link.opcua;

import fucina.gateway.link.LockHold;
import fucina.gateway.link.opcua.LockServices.Holder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A machine's lock for as long as somebody wants it: taken, renewed after a third of its life or
 * three seconds, and taken again after whatever befell it. What is wanted outlives connections;
 * {@link #hold} answers from memory on any thread, all else is the link's thread's.
 */
final class MachineLock {
  private static final Logger LOG = LoggerFactory.getLogger(MachineLock.class);

  /** Life of a lock whose machine does not say. */
  private static final Duration UNSAID = Duration.ofSeconds(10);

  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final Duration AGAIN = Duration.ofSeconds(2);

  /** Renewed this often at least, so that a lock that was broken is soon known to be. */
  private static final Duration LOOK = Duration.ofSeconds(3);

  /** Who broke our lock wants it: they are given time to take it. */
  private static final Duration COURTESY = Duration.ofSeconds(5);

  private final String machine;
  private final String ownUri;
  private final InstantSource clock;
  private volatile Optional<String> wanted = Optional.empty();
  private volatile LockHold hold = new LockHold.None();
  private Instant renewAt = Instant.MIN;
  private Instant tryAt = Instant.MIN;
  private Object begunIn = "";

  /**
   * A lock nobody wants yet.
   *
   * @param ownUri our application's URI, by which machines name us
   */
  MachineLock(String machine, String ownUri, InstantSource clock) {
    this.machine = machine;
    this.ownUri = ownUri;
    this.clock = clock;
  }

  void want(String context) {
    wanted = Optional.of(context);
  }

  void release() {
    wanted = Optional.empty();
  }

  LockHold hold() {
    LockHold now = hold;
    return wanted.isPresent() && now instanceof LockHold.None
        ? new LockHold.Wanted("it has not been asked for yet")
        : now;
  }

  /**
   * A new session: what an earlier one of ours still holds, before a break or a kill, would shut
   * out this one, stops included, so it is broken. Nobody else's ever is.
   */
  void begin(LockServices services) {
    hold = new LockHold.None();
    tryAt = Instant.MIN;
    begunIn = services.session();
    try {
      Optional<Holder> holder = services.holder();
      if (holder.filter(one -> one.client().equals(ownUri)).isPresent()) {
        LOG.info("{} was still locked by an earlier session of ours; that lock is broken", machine);
        services.breakIt();
      }
    } catch (UaException e) {
      LOG.warn("{} does not say who has its lock: {}", machine, e.getMessage());
    }
  }

  /**
   * The connection is over: what was held may not be ours any more.
   *
   * @param services where it can still be given back; empty after a break, which nobody would hear
   */
  void over(Optional<LockServices> services) {
    boolean interrupted = Thread.interrupted();
    try {
      if (services.isPresent()) {
        end(services.get());
      }
    } catch (UaException e) {
      LOG.warn("the lock of {} was not given back: {}", machine, e.getMessage());
    } finally {
      hold = new LockHold.None();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Does what is due; called several times a second. */
  void tend(LockServices services) {
    Instant now = clock.instant();
    if (!services.session().equals(begunIn)) {
      // Milo made a new session by itself.
      begin(services);
    }
    try {
      Optional<String> context = wanted;
      if (context.isEmpty()) {
        end(services);
      } else if (hold instanceof LockHold.Ours) {
        if (!now.isBefore(renewAt)) {
          renew(services);
        }
      } else if (!now.isBefore(tryAt)) {
        take(services, context.get());
      }
    } catch (UaException e) {
      // An old hold stands for as long as it was good for; it is renewed at the next turn.
      if (!(hold instanceof LockHold.Ours ours) || !now.isBefore(ours.until())) {
        hold = new LockHold.Wanted("the machine does not answer: " + e.getMessage());
      }
      tryAt = now.plus(AGAIN);
    }
  }

  /** Gives it back where it is ours. */
  void end(LockServices services) throws UaException {
    LockHold before = hold;
    hold = new LockHold.None();
    tryAt = Instant.MIN;
    if (before instanceof LockHold.Ours) {
      services.exit();
    }
  }

  private void take(LockServices services, String context) throws UaException {
    Instant asked = clock.instant();
    int answer = services.init(context);
    if (answer == 0) {
      ours(services, asked);
      LOG.info("{} is locked for {}", machine, context);
      return;
    }
    hold =
        services
            .holder()
            .<LockHold>map(other -> new LockHold.Others(other.client(), other.user()))
            .orElseGet(() -> new LockHold.Wanted("the machine does not give it (" + answer + ")"));
    tryAt = asked.plus(AGAIN);
  }

  private void renew(LockServices services) throws UaException {
    Instant asked = clock.instant();
    if (services.renew() == 0) {
      ours(services, asked);
      return;
    }
    LOG.warn("the lock of {} was taken from us", machine);
    hold =
        services
            .holder()
            .<LockHold>map(other -> new LockHold.Others(other.client(), other.user()))
            .orElseGet(() -> new LockHold.Wanted("somebody broke it"));
    tryAt = asked.plus(COURTESY);
  }

  private void ours(LockServices services, Instant asked) throws UaException {
    Duration life = services.lasts().orElse(UNSAID);
    Duration counted = life.compareTo(LONGEST) > 0 ? LONGEST : life;
    hold = new LockHold.Ours(asked.plus(counted));
    Duration third = counted.dividedBy(3);
    renewAt = asked.plus(third.compareTo(LOOK) > 0 ? LOOK : third);
  }
}
