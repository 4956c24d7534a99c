package fucina.gateway.loss;

import static org.awaitility.Awaitility.await;

import fucina.gateway.link.mqtt.SourceSockets;
import fucina.gateway.loss.Speech.Letter;
import fucina.gateway.scale.LabProcess.Told;
import fucina.gateway.scale.StoredNumbers;
import fucina.gateway.scale.StoredNumbers.Count;
import fucina.gateway.scale.StoredNumbers.Life;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/**
 * A sensor that numbers its messages and stamps them. A number counts as published once the broker
 * acknowledged it (QoS 1) or it went out on a connection that stood (QoS 0); with QoS 1 what was
 * not acknowledged is sent again on the next connection, as it was, before anything new.
 */
final class MqttSource implements NumberedSource {
  private static final int UNDER_WAY_AT_MOST = 100;
  private static final long BEAT_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
  private static final int KEEP_ALIVE_SECONDS = 3;
  private static final long TO_CONNECT_MILLIS = TimeUnit.SECONDS.toMillis(10);
  private static final Duration TO_SETTLE = Duration.ofMinutes(5);

  private final String machine;
  private final Way way;
  private final Speech speech;
  private final ConcurrentSkipListMap<Integer, Letter> underWay = new ConcurrentSkipListMap<>();
  private final Set<Integer> published = new ConcurrentSkipListSet<>();
  private final Thread thread;
  private int last;
  private int before;
  private Instant begun = Instant.EPOCH;
  private volatile boolean finishing;
  private volatile boolean closed;

  /**
   * How its messages go.
   *
   * @param words what it is
   * @param port of the broker, or of the line to it
   * @param user at the broker; empty for none
   * @param whole whether nothing may be missing
   */
  record Way(String words, int port, String user, boolean whole) {}

  MqttSource(String machine, Way way, Speech speech) {
    this.machine = machine;
    this.way = way;
    this.speech = speech;
    this.thread = new Thread(this::run, machine);
    thread.setDaemon(true);
    thread.start();
  }

  /** The profile of such sources; it says that they are counted, or does not. */
  static String profile(boolean counted) {
    return """
        "@context":
          - "https://www.w3.org/2022/wot/td/v1.1"
          - mqv: "https://www.w3.org/2019/wot/mqtt#"
            fucina: "urn:fucina:profile:1#"
        "@type": "tm:ThingModel"
        id: "urn:fucina:profile:NAME"
        version: { model: "1.0.0" }
        title: "Numbered"
        titles: { it: "Numerato" }
        fucina:
          profileVersion: 1
          family: lab-device
          protocol: mqtt
          capabilities: [replay]
          variables: [ { name: TOPIC, pattern: "sensors/[a-z0-9-]{1,64}", example: "sensors/a" } ]
          offline: { afterSilenceS: 60 }
        base: "mqtt://{{BROKER}}:{{PORT}}"
        properties:
          value000:
            title: "Number"
            titles: { it: "Numero" }
            type: number
            unit: "1"
            readOnly: true
            fucina: { unece: C62, path: "/n", deadband: 0, timestamp: { path: "/t", unit: us }SEQUENCE }
            forms: [ { href: "/", "mqv:filter": "{{TOPIC}}", "mqv:qos": "1" } ]
        """
        .replace("NAME", counted ? "numbered-counted" : "numbered")
        .replace("SEQUENCE", counted ? ", sequence: \"/n\"" : "");
  }

  /**
   * The body with which it is registered.
   *
   * @param endpoint of the broker, for the gateway; empty for the gateway's own
   */
  JsonObject registration(String profile, String endpoint, Map<String, String> variables) {
    return new JsonObject()
        .put("id", machine)
        .put("name", machine)
        .put("centre", "made")
        .put("profile", profile)
        .put(
            "connection",
            new JsonObject()
                .put("endpoint", endpoint)
                .put("variables", new JsonObject(Map.copyOf(variables))));
  }

  @Override
  public String machine() {
    return machine;
  }

  @Override
  public String words() {
    return way.words();
  }

  @Override
  public boolean whole() {
    return way.whole();
  }

  /** At a whole millisecond that no number bears yet: some stamps are no finer. */
  @Override
  public synchronized void begin() {
    before = last;
    begun = Instant.now().truncatedTo(ChronoUnit.MILLIS).plusMillis(1);
    while (Instant.now().isBefore(begun)) {
      Thread.onSpinWait();
    }
  }

  @Override
  public long published() {
    return published.stream().filter(number -> number > before).count();
  }

  private void run() {
    while (!closed) {
      try {
        connected(
            new MqttAsyncClient(
                "tcp://127.0.0.1:" + way.port(),
                way.user() + "-" + machine,
                new MemoryPersistence()));
      } catch (MqttException e) {
        // The broker, the line or the gateway was just killed: again in a moment.
        LockSupport.parkNanos(AGAIN_NANOS);
      }
    }
  }

  private void connected(MqttAsyncClient client) throws MqttException {
    try {
      AtomicBoolean asked = new AtomicBoolean(true);
      Optional<String> listens = speech.listensTo();
      client.connect(options()).waitForCompletion(TO_CONNECT_MILLIS);
      if (listens.isPresent()) {
        MqttProperties numbered = new MqttProperties();
        numbered.setSubscriptionIdentifiers(List.of(1));
        client
            .subscribe(
                new MqttSubscription(listens.get(), 1),
                null,
                null,
                (topic, message) -> asked.set(true),
                numbered)
            .waitForCompletion(TO_CONNECT_MILLIS);
      }
      while (!closed && client.isConnected()) {
        if (asked.getAndSet(false)) {
          greet(client);
        }
        if (!finishing && underWay.size() < UNDER_WAY_AT_MOST) {
          sendNext(client);
        }
        LockSupport.parkNanos(BEAT_NANOS);
      }
    } finally {
      end(client);
    }
  }

  private synchronized void sendNext(MqttAsyncClient client) throws MqttException {
    last++;
    send(client, last, speech.letter(last));
  }

  /** Says its greeting, and again what was not acknowledged. */
  private synchronized void greet(MqttAsyncClient client) throws MqttException {
    List<Letter> greeting = speech.greeting(last + 1);
    if (!greeting.isEmpty()) {
      last++;
      for (Letter letter : greeting.subList(0, greeting.size() - 1)) {
        client.publish(letter.topic(), letter.payload(), letter.qos(), false);
      }
      send(client, last, greeting.get(greeting.size() - 1));
    }
    for (Map.Entry<Integer, Letter> one : new TreeMap<>(underWay).entrySet()) {
      send(client, one.getKey(), one.getValue());
    }
  }

  private MqttConnectionOptions options() {
    MqttConnectionOptions options = new MqttConnectionOptions();
    if (!way.user().isEmpty()) {
      options.setUserName(way.user());
      options.setPassword("fucina-demo".getBytes(StandardCharsets.UTF_8));
    }
    options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
    options.setSocketFactory(SourceSockets.prompt());
    speech
        .will()
        .ifPresent(
            will ->
                options.setWill(
                    will.topic(), new MqttMessage(will.payload(), will.qos(), false, null)));
    return options;
  }

  private void send(MqttAsyncClient client, int number, Letter letter) throws MqttException {
    if (letter.qos() > 0) {
      underWay.put(number, letter);
    }
    client.publish(
        letter.topic(),
        new MqttMessage(letter.payload(), letter.qos(), false, null),
        null,
        new MqttActionListener() {
          @Override
          public void onSuccess(IMqttToken token) {
            published.add(number); // Acknowledged, with QoS 1.
            underWay.remove(number);
          }

          @Override
          public void onFailure(IMqttToken token, Throwable failure) {
            // It stays under way, and goes out again on the next connection.
          }
        });
    if (letter.qos() == 0) {
      published.add(number);
    }
  }

  private static void end(MqttAsyncClient client) throws MqttException {
    try {
      client.disconnectForcibly(0, 200, false);
    } finally {
      client.close(true);
    }
  }

  @Override
  public void finish() {
    finishing = true;
    await().atMost(TO_SETTLE).until(underWay::isEmpty);
  }

  @Override
  public Count count(StoredNumbers stored) {
    int highest = published.stream().max(Integer::compareTo).orElse(0);
    Set<Integer> never = new TreeSet<>();
    for (int n = 1; n < highest; n++) {
      if (n <= before || !published.contains(n)) {
        never.add(n);
      }
    }
    return stored.of(
        machine, new Told(highest, never), new Life(begun, Instant.now().plusSeconds(60), true));
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    thread.join(TimeUnit.SECONDS.toMillis(10));
  }
}
