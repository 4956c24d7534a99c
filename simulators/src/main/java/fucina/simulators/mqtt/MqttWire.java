package fucina.simulators.mqtt;

import fucina.simulators.machine.Fault;
import fucina.simulators.machine.MachineUnavailable;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A device's connection to its broker. While the device is on, it comes back by itself, after waits
 * of random length so that a lab does not return in step; each connection has a Paho client of its
 * own, as one that has been broken may never connect again. The session is clean: a command sent
 * while the device was away is never carried out later.
 */
public final class MqttWire implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MqttWire.class);
  private static final long FIRST_CONNECTION_SECONDS = 15;
  private static final Set<Integer> REFUSALS = Set.of(2, 4, 5, 133, 134, 135);
  private static final long SHORTEST_WAIT_MILLIS = 200;
  private static final long LONGEST_WAIT_MILLIS = 5_000;

  private final BrokerAccess access;
  private final MqttDevice device;
  private final CountDownLatch first = new CountDownLatch(1);
  private final Object change = new Object();
  private final Thread keeper;
  private volatile Optional<MqttEpoch> epoch = Optional.empty();
  private final Disorder disorder;
  private volatile MqttException failure = new MqttException(0);
  private boolean wanted = true;
  private boolean closed;

  /**
   * A connection not made yet.
   *
   * @param seed of the chance by which messages overtake each other, once told to
   */
  public MqttWire(BrokerAccess access, MqttDevice device, long seed) {
    this.disorder = new Disorder(seed, this::send, access.user());
    this.access = access;
    this.device = device;
    this.keeper = new Thread(this::keep, "wire-" + access.user());
    keeper.setDaemon(true);
  }

  /**
   * Connects, and returns when it has.
   *
   * @throws MachineUnavailable if the broker is not there, or does not admit the device
   */
  public void start() {
    keeper.start();
    String whyNot = awaitFirst();
    if (!whyNot.isEmpty()) {
      close();
      throw new MachineUnavailable(access + " has no connection: " + whyNot, failure);
    }
  }

  private String awaitFirst() {
    try {
      if (!first.await(FIRST_CONNECTION_SECONDS, TimeUnit.SECONDS)) {
        return "no answer in " + FIRST_CONNECTION_SECONDS + " s";
      }
      return epoch.isPresent() || !isRefusal(failure) ? "" : "the broker does not admit it";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  /** Bad user or password, not authorised, client id not valid; MQTT 5 and 3.1.1. */
  private static boolean isRefusal(MqttException failure) {
    return REFUSALS.contains(failure.getReasonCode());
  }

  /**
   * Sends a message, if there is a connection; does not wait for its acknowledgement.
   *
   * @return whether it is on its way
   */
  public boolean publish(WireMessage message) {
    return disorder.send(message);
  }

  private boolean send(WireMessage message) {
    return epoch.map(live -> live.publish(message)).orElse(false);
  }

  /** Whether there is a connection now, as far as can be known. */
  public boolean isConnected() {
    return epoch.isPresent();
  }

  /** Goes wrong on its way, or right again; false where a wire has no such fault. */
  public boolean suffer(Fault fault) {
    if (fault instanceof Fault.Offline offline) {
      if (offline.gone()) {
        cut();
      } else {
        restore();
      }
      return true;
    }
    return disorder.suffer(fault);
  }

  /** Pulls the plug, without goodbye: the broker sends the will. */
  public void cut() {
    want(false);
    epoch.ifPresent(MqttEpoch::drop);
  }

  /** Puts the plug back in. */
  public void restore() {
    want(true);
  }

  private void want(boolean connection) {
    synchronized (change) {
      wanted = connection;
      change.notifyAll();
    }
  }

  /** Says goodbye, so that no will is sent, and ends; a second call does nothing. */
  @Override
  public void close() {
    synchronized (change) {
      closed = true;
      change.notifyAll();
    }
    disorder.close();
    epoch.ifPresent(MqttEpoch::leave);
    keeper.interrupt();
    try {
      keeper.join(Duration.ofSeconds(5).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void keep() {
    long wait = SHORTEST_WAIT_MILLIS;
    try {
      while (awaitWanted()) {
        if (holdOneConnection()) {
          wait = SHORTEST_WAIT_MILLIS;
        }
        pause(ThreadLocalRandom.current().nextLong(wait / 2, wait + 1));
        wait = Math.min(wait * 2, LONGEST_WAIT_MILLIS);
      }
    } catch (InterruptedException e) {
      log.debug("{} ends", access); // how close() wakes this thread; nothing is left to do
    }
  }

  /** Waits while the plug is out; false once closed. */
  private boolean awaitWanted() throws InterruptedException {
    synchronized (change) {
      while (!wanted && !closed) {
        change.wait();
      }
      return !closed;
    }
  }

  private void pause(long millis) throws InterruptedException {
    synchronized (change) {
      if (!closed) {
        change.wait(millis);
      }
    }
  }

  /** Connects and stays until the connection is lost; false if there was none. */
  private boolean holdOneConnection() throws InterruptedException {
    try (MqttEpoch fresh = MqttEpoch.connect(access, device)) {
      epoch = Optional.of(fresh);
      if (isOver()) {
        return true;
      }
      device.connected();
      first.countDown();
      fresh.awaitEnd();
      return true;
    } catch (MqttException e) {
      failure = e;
      if (isRefusal(e)) {
        first.countDown();
      }
      log.info("{} does not connect: {}", access, e.getMessage());
      return false;
    } finally {
      epoch = Optional.empty();
    }
  }

  private boolean isOver() {
    synchronized (change) {
      return closed || !wanted;
    }
  }
}
