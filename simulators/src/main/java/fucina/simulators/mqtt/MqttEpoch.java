package fucina.simulators.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection, from its CONNECT to its loss, with a Paho client of its own. */
final class MqttEpoch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MqttEpoch.class);
  private static final long DEADLINE_MILLIS = 5_000;
  private static final int REFUSED = 128;

  /** A broker this far behind gets nothing more; what changes is sent once it has caught up. */
  private static final int MOST_ON_THEIR_WAY = 1_000;

  private final MqttAsyncClient client;
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger onTheirWay = new AtomicInteger();

  private final MqttDevice device;

  private MqttEpoch(MqttAsyncClient client, MqttDevice device) {
    this.client = client;
    this.device = device;
  }

  static MqttEpoch connect(BrokerAccess access, MqttDevice device) throws MqttException {
    MqttAsyncClient client =
        new MqttAsyncClient(access.pahoUrl(), access.client(), new MemoryPersistence());
    MqttEpoch epoch = new MqttEpoch(client, device);
    client.setCallback(epoch.new Ears());
    try {
      client.connect(options(access, device.will())).waitForCompletion(DEADLINE_MILLIS);
      epoch.subscribe(device.subscriptions());
      return epoch;
    } catch (MqttException | RuntimeException e) {
      epoch.close();
      throw e;
    }
  }

  private static MqttConnectionOptions options(BrokerAccess access, WireMessage will) {
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setCleanStart(true);
    options.setSessionExpiryInterval(0L);
    options.setKeepAliveInterval(5);
    options.setConnectionTimeout((int) (DEADLINE_MILLIS / 1000));
    options.setAutomaticReconnect(false);
    options.setUseSubscriptionIdentifiers(false);
    options.setUserName(access.user());
    options.setPassword(access.password().getBytes(StandardCharsets.UTF_8));
    options.setWill(
        will.topic(), new MqttMessage(will.payload(), will.qos(), will.retained(), null));
    if (access.url().startsWith("mqtt://")) {
      options.setSocketFactory(new NoDelaySockets());
    }
    return options;
  }

  private void subscribe(List<String> filters) throws MqttException {
    for (String filter : filters) {
      IMqttToken token = client.subscribe(new MqttSubscription(filter, 1));
      token.waitForCompletion(DEADLINE_MILLIS);
      for (int code : token.getReasonCodes()) {
        if (code >= REFUSED) {
          throw new MqttException(code);
        }
      }
    }
  }

  boolean publish(WireMessage message) {
    if (onTheirWay.get() >= MOST_ON_THEIR_WAY) {
      return false;
    }
    try {
      onTheirWay.incrementAndGet();
      client.publish(
          message.topic(),
          new MqttMessage(message.payload(), message.qos(), message.retained(), null),
          null,
          new Answer(message));
      return true;
    } catch (MqttException e) {
      arrived();
      log.debug("{} is not sent: {}", message.topic(), e.getMessage());
      return false;
    }
  }

  void awaitEnd() throws InterruptedException {
    end.await();
  }

  /** Ends without goodbye. */
  void drop() {
    try {
      client.disconnectForcibly(0, 0, false);
    } catch (MqttException e) {
      log.debug("already gone: {}", e.getMessage());
    }
    end.countDown();
  }

  /**
   * Ends with goodbye, after what is on its way was acknowledged; where the broker does not say so
   * in time, without: its will then tells what may not have arrived.
   */
  void leave() {
    if (!allArrived()) {
      drop();
      return;
    }
    try {
      client.disconnect(DEADLINE_MILLIS).waitForCompletion(2 * DEADLINE_MILLIS);
    } catch (MqttException e) {
      log.debug("already gone: {}", e.getMessage());
    }
    end.countDown();
  }

  private boolean allArrived() {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DEADLINE_MILLIS);
    synchronized (onTheirWay) {
      try {
        for (long left = DEADLINE_MILLIS; left > 0 && onTheirWay.get() > 0; ) {
          onTheirWay.wait(left);
          left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return onTheirWay.get() == 0;
    }
  }

  private void arrived() {
    synchronized (onTheirWay) {
      onTheirWay.decrementAndGet();
      onTheirWay.notifyAll();
    }
  }

  @Override
  public void close() {
    try {
      client.disconnectForcibly(0, 0, false);
    } catch (MqttException e) {
      log.debug("already gone: {}", e.getMessage());
    }
    try {
      client.close(true);
    } catch (MqttException e) {
      log.debug("already closed: {}", e.getMessage());
    }
  }

  /** Tells of a refused publish, which Paho takes for a success. */
  private final class Answer implements MqttActionListener {
    private final WireMessage message;

    private Answer(WireMessage message) {
      this.message = message;
    }

    @Override
    public void onSuccess(IMqttToken token) {
      arrived();
      int[] codes = token.getReasonCodes();
      if (codes != null && codes.length > 0 && codes[0] >= REFUSED) {
        log.warn("the broker refuses {}: reason code {}", message.topic(), codes[0]);
      }
      device.acknowledged(message);
    }

    @Override
    public void onFailure(IMqttToken token, Throwable cause) {
      arrived();
      log.debug("{} is not acknowledged: {}", message.topic(), cause.getMessage());
    }
  }

  private final class Ears implements MqttCallback {
    @Override
    public void messageArrived(String topic, MqttMessage message) {
      try {
        device.arrived(topic, message.getPayload());
      } catch (RuntimeException e) {
        log.warn("a message on {} is not understood", topic, e); // Paho would end the connection
      }
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
      end.countDown();
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
      log.debug("Paho says {}", exception.getMessage());
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
      // each publish has its own listener
    }

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {
      // connect() waits for it
    }

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {
      log.debug("an AUTH packet nobody asked for, reason code {}", reasonCode);
    }
  }
}
