package fucina.gateway.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import javax.net.SocketFactory;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/**
 * Paho and nothing else: a publisher at QoS 1 with 500 messages under way, and a subscriber that
 * only counts.
 *
 * @param url as {@code tcp://127.0.0.1:1883}
 * @param user whom both are; nobody where the broker asks none
 * @param manner of the subscriber
 */
record BareMqtt(String url, Optional<String> user, Manner manner) {
  /** How a subscriber listens. */
  enum Manner {
    /** As Paho does where nobody says otherwise: the broker keeps nothing of it on its disk. */
    PLAIN("session of the connection, acknowledged by Paho itself"),
    /** The broker writes each message to its journal before PUBACK, and each acknowledgement. */
    KEPT("session that is kept, acknowledged by Paho itself"),
    /** As the gateway listens, which stores before it acknowledges; this one stores nothing. */
    KEPT_AND_BY_HAND("session that is kept, acknowledged by hand");

    final String words;

    Manner(String words) {
      this.words = words;
    }
  }

  private static final int WINDOW = 500;
  private static final int RECEIVE_MAXIMUM = 1_000;
  private static final long SESSION_SECONDS = 600;

  BareMqtt(String url, Optional<String> user) {
    this(url, user, Manner.PLAIN);
  }

  /** The same, listening otherwise. */
  BareMqtt in(Manner other) {
    return new BareMqtt(url, user, other);
  }

  /** Messages a second from the first published to the last received. */
  double received(String topic, int messages, IntFunction<byte[]> payload) throws Exception {
    CountDownLatch received = new CountDownLatch(messages);
    boolean kept = manner != Manner.PLAIN;
    MqttAsyncClient subscriber = client("bench-raw");
    subscriber.setManualAcks(manner == Manner.KEPT_AND_BY_HAND);
    subscriber.setCallback(new Counting(subscriber, manner, received));
    MqttConnectionOptions options = options();
    options.setCleanStart(!kept);
    options.setSessionExpiryInterval(kept ? SESSION_SECONDS : 0);
    subscriber.connect(options).waitForCompletion();
    subscriber.subscribe(topic, 1).waitForCompletion();
    long begun = System.nanoTime();
    publish(topic, 0, messages, payload);
    if (!received.await(5, TimeUnit.MINUTES)) {
      throw new IllegalStateException(received.getCount() + " messages never came");
    }
    double rate = messages / ((System.nanoTime() - begun) / 1e9);
    subscriber.unsubscribe(topic).waitForCompletion();
    subscriber.disconnect().waitForCompletion();
    subscriber.close();
    return rate;
  }

  /** Publishes; returns when the broker has acknowledged all. */
  void publish(String topic, int first, int messages, IntFunction<byte[]> payload)
      throws Exception {
    MqttAsyncClient publisher = connected("bench-publisher");
    Semaphore window = new Semaphore(WINDOW);
    MqttActionListener acknowledged =
        new MqttActionListener() {
          @Override
          public void onSuccess(IMqttToken token) {
            window.release();
          }

          @Override
          public void onFailure(IMqttToken token, Throwable fault) {
            window.release();
          }
        };
    for (int n = first; n < first + messages; n++) {
      window.acquire();
      send(publisher, topic, payload.apply(n), acknowledged);
    }
    window.acquire(WINDOW);
    publisher.disconnect().waitForCompletion();
    publisher.close();
  }

  /** A connection that stays. */
  record Stream(MqttAsyncClient client, String topic, IntFunction<byte[]> payload)
      implements AutoCloseable {
    void send(int number) throws MqttException {
      client.publish(topic, payload.apply(number), 1, false);
    }

    @Override
    public void close() throws MqttException {
      client.disconnect().waitForCompletion();
      client.close();
    }
  }

  Stream stream(String topic, IntFunction<byte[]> payload) throws MqttException {
    return new Stream(connected("bench-stream"), topic, payload);
  }

  /** Paho's token is complete a moment before its place is free again. */
  private static void send(
      MqttAsyncClient publisher, String topic, byte[] payload, MqttActionListener acknowledged)
      throws MqttException {
    MqttMessage message = new MqttMessage(payload, 1, false, null);
    while (true) {
      try {
        publisher.publish(topic, message, null, acknowledged);
        return;
      } catch (MqttException e) {
        if (e.getReasonCode() != MqttClientException.REASON_CODE_MAX_INFLIGHT) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }

  private MqttAsyncClient client(String id) throws MqttException {
    return new MqttAsyncClient(url, id, new MemoryPersistence());
  }

  private MqttAsyncClient connected(String id) throws MqttException {
    MqttAsyncClient client = client(id);
    client.connect(options()).waitForCompletion();
    return client;
  }

  private MqttConnectionOptions options() {
    MqttConnectionOptions options = new MqttConnectionOptions();
    user.ifPresent(
        name -> {
          options.setUserName(name);
          options.setPassword("fucina-demo".getBytes(StandardCharsets.UTF_8));
        });
    options.setReceiveMaximum(RECEIVE_MAXIMUM);
    options.setSocketFactory(new NoDelay());
    return options;
  }

  /** Counts messages; Paho acknowledges them when it returns, where it is not done by hand. */
  private record Counting(MqttAsyncClient client, Manner manner, CountDownLatch received)
      implements MqttCallback {
    @Override
    public void messageArrived(String topic, MqttMessage message) throws MqttException {
      if (manner == Manner.KEPT_AND_BY_HAND) {
        client.messageArrivedComplete(message.getId(), message.getQos());
      }
      received.countDown();
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {}

    @Override
    public void mqttErrorOccurred(MqttException exception) {}

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {}

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {}
  }

  /** Without this the raw client waits 40 ms now and then, and the comparison would flatter us. */
  private static final class NoDelay extends SocketFactory {
    @Override
    public Socket createSocket() throws IOException {
      Socket socket = new Socket();
      socket.setTcpNoDelay(true);
      return socket;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return new Socket(host, port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      return new Socket(host, port, local, localPort);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      return new Socket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        throws IOException {
      return new Socket(host, port, local, localPort);
    }
  }
}
