package fucina.gateway.link.mqtt;

import fucina.gateway.link.Backoff;
import fucina.gateway.link.LinkFault;
import fucina.gateway.link.LinkState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to one broker as one user, shared by its listeners. One thread of its own connects
 * with a fresh client each time, subscribes and watches; messages arrive on Paho's threads.
 *
 * <p>Messages are QoS 1 at most and are acknowledged when their listeners say they are durable, in
 * the order they came. While they are not, the broker holds further ones back once a thousand wait.
 * A message for which there was no room waits here, and all after it; one that a listener could not
 * take at all makes the connection drop itself after a moment, as only a new one brings it again.
 */
public final class MqttConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MqttConnection.class);
  private static final Duration TICK = Duration.ofMillis(500);
  private static final Duration ROOM = Duration.ofMillis(100);
  private static final Duration CLAIM = Duration.ofSeconds(10);
  private static final Duration STUCK = Duration.ofSeconds(2);

  private final BrokerAddress broker;
  private final String clientId;
  private final MqttConnections.Setup setup;
  private final InstantSource clock;
  private final Switchboard switchboard = new Switchboard();
  private volatile Optional<LinkFault> fault = Optional.empty();
  private final Subscriptions subscriptions;

  /** A broker that restarts shall be heard again within seconds; one that refuses us may wait. */
  private final Backoff backoff =
      new Backoff(ThreadLocalRandom.current(), Duration.ofMillis(500), Duration.ofSeconds(8));

  private final Backoff refused = new Backoff(ThreadLocalRandom.current());
  private final Thread thread;
  private volatile Optional<MqttEpoch> current = Optional.empty();
  private volatile boolean closed;
  private boolean changed;

  MqttConnection(
      BrokerAddress broker, String clientId, MqttConnections.Setup setup, InstantSource clock) {
    this.broker = broker;
    this.clientId = clientId;
    this.setup = setup;
    this.clock = clock;
    this.subscriptions = new Subscriptions(broker, switchboard, clock);
    this.thread = new Thread(this::run, "mqtt " + broker.endpoint() + " " + broker.kind());
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Listens from now on. */
  synchronized void add(MqttListener listener) {
    switchboard.add(listener);
    fault.ifPresent(known -> listener.disconnected(known.state(), known.sentence()));
    signal();
  }

  /** Listens no more. */
  synchronized void remove(MqttListener listener) {
    switchboard.remove(listener);
    signal();
  }

  boolean idle() {
    return switchboard.listeners().isEmpty();
  }

  /**
   * Publishes once; never kept for later.
   *
   * @param qos 0 or 1
   * @param expirySeconds after which the broker throws it away undelivered; 0 for never
   */
  public CompletableFuture<Published> publish(
      String topic, byte[] payload, int qos, long expirySeconds) {
    return current
        .filter(MqttEpoch::alive)
        .map(
            epoch ->
                epoch.publish(
                    new Outgoing(topic, payload, qos, false, expirySeconds, Optional.empty())))
        .orElseGet(
            () ->
                CompletableFuture.completedFuture(
                    new Published.NotSent("the broker is not connected")));
  }

  /** Publishes a request that names where its answer shall come. */
  CompletableFuture<Published> ask(Outgoing request) {
    return current
        .filter(MqttEpoch::alive)
        .map(epoch -> epoch.publish(request))
        .orElseGet(
            () ->
                CompletableFuture.completedFuture(
                    new Published.NotSent("the broker is not connected")));
  }

  /** Publishes a retained text; where there is no connection, nothing happens. */
  public CompletableFuture<Published> retain(String topic, String text) {
    return current
        .filter(MqttEpoch::alive)
        .map(epoch -> epoch.publish(Outgoing.kept(topic, utf8(text))))
        .orElseGet(
            () ->
                CompletableFuture.completedFuture(
                    new Published.NotSent("the broker is not connected")));
  }

  /** Messages that came and are not durable yet. */
  public int unacknowledged() {
    return current.map(MqttEpoch::unacknowledged).orElse(0);
  }

  private void run() {
    while (!closed) {
      try {
        connectAndWatch();
      } catch (LinkFault e) {
        LOG.debug("{}", broker, e);
        tell(e);
        pause((e.state() == LinkState.UNREACHABLE ? backoff : refused).next());
      } catch (RuntimeException e) {
        LOG.error("{}", broker, e);
        tell(new LinkFault(LinkState.UNREACHABLE, "The link failed inside: " + e + ".", e));
        pause(backoff.next());
      }
    }
  }

  /**
   * Refuses a broker whose name leads out of the cells by now. Paho looks the name up again, but
   * within the seconds for which the platform remembers what it was told here.
   */
  private void demandCells() throws LinkFault {
    Optional<String> objection = setup.cells().objection(broker.host());
    if (objection.isPresent()) {
      throw new LinkFault(LinkState.MISCONFIGURED, objection.get() + ".");
    }
  }

  private void connectAndWatch() throws LinkFault {
    demandCells();
    try (MqttEpoch epoch =
        new MqttEpoch(broker, clientId, setup, clock, switchboard::dispatch, this::signal)) {
      epoch.connect();
      if (!epoch.sessionKept()) {
        switchboard.listeners().forEach(MqttListener::sessionLost);
      }
      current = Optional.of(epoch);
      fault = Optional.empty();
      watch(epoch);
      farewell(epoch);
    } finally {
      current = Optional.empty();
      switchboard.forgetWaiting();
    }
  }

  private void watch(MqttEpoch epoch) throws LinkFault {
    Set<MqttListener> told = new HashSet<>();
    subscriptions.begin();
    Instant stuckAt = Instant.MAX;
    while (!closed && epoch.alive()) {
      Set<String> again = subscriptions.follow(epoch);
      told.retainAll(switchboard.listeners());
      told.removeIf(listener -> listener.filters().stream().anyMatch(again::contains));
      for (MqttListener listener : switchboard.listeners()) {
        if (told.add(listener)) {
          tell(listener, subscriptions.refused());
        }
        listener.tick();
      }
      backoff.reset();
      refused.reset();
      giveUpUnclaimed(epoch);
      if (epoch.stuck()) {
        stuckAt = stuckAt.equals(Instant.MAX) ? clock.instant() : stuckAt;
        if (clock.instant().isAfter(stuckAt.plus(STUCK))) {
          LOG.warn(
              "{}: a message was not taken in; connecting anew so that it comes again", broker);
          return;
        }
      }
      rest(epoch.catchUp() ? ROOM : TICK);
    }
    if (!closed) {
      throw new LinkFault(LinkState.UNREACHABLE, "The broker was lost: " + epoch.ending() + ".");
    }
  }

  private static void tell(MqttListener listener, Map<String, String> refused) {
    Map<String, String> mine = new TreeMap<>(refused);
    mine.keySet().retainAll(listener.filters());
    if (mine.isEmpty()) {
      listener.connected();
    } else {
      listener.refused(mine);
    }
  }

  private void tell(LinkFault fault) {
    this.fault = Optional.of(fault);
    for (MqttListener listener : switchboard.listeners()) {
      listener.disconnected(fault.state(), fault.sentence());
    }
  }

  /** A broker tells the world of our going only where we did not say so ourselves. */
  private void farewell(MqttEpoch epoch) {
    setup
        .will()
        .ifPresent(
            will ->
                epoch
                    .publish(Outgoing.kept(will.topic(), utf8(will.payload().get())))
                    .completeOnTimeout(
                        new Published.Unsure("late"), 1, java.util.concurrent.TimeUnit.SECONDS)
                    .join());
  }

  /** Messages of machines that are gone: done with, and no more of them wanted. */
  private void giveUpUnclaimed(MqttEpoch epoch) {
    if (setup.expecting().getAsBoolean()) {
      return;
    }
    List<String> strays = switchboard.giveUpBefore(clock.instant().minus(CLAIM));
    if (!strays.isEmpty()) {
      LOG.info("{}: nobody listens to {} any more", broker, strays);
      epoch.unsubscribe(strays);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private synchronized void signal() {
    changed = true;
    notifyAll();
  }

  private synchronized void rest(Duration atMost) {
    try {
      if (!changed && !atMost.isZero()) {
        wait(atMost.toMillis());
      }
    } catch (InterruptedException e) {
      // Only close() interrupts, and the loop looks at it next.
    }
    changed = false;
  }

  /** Waits in full, whatever else changes; only closing cuts it short. */
  private synchronized void pause(Duration full) {
    long until = System.nanoTime() + full.toNanos();
    try {
      for (long left = full.toMillis(); left > 0 && !closed; ) {
        wait(left);
        left = (until - System.nanoTime()) / 1_000_000;
      }
    } catch (InterruptedException e) {
      // Only close() interrupts, and the loop looks at it next.
    }
  }

  @Override
  public void close() {
    closed = true;
    signal();
    try {
      thread.join(4_000);
      if (thread.isAlive()) {
        thread.interrupt();
        thread.join(1_000);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
