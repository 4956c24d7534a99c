package fucina.gateway.loss;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/**
 * What many write for a start, in a process of its own that can be killed: Paho acknowledges each
 * message as its callback returns, and values are written to a file in groups. With groups of one
 * nothing is acknowledged before it is written.
 */
final class BareConsumer implements AutoCloseable {
  private static final String READY = "ready";
  private static final long LINGER_SECONDS = 3;
  private static final long SESSION_SECONDS = 3_600;

  private final Process process;
  private final BufferedReader said;

  private BareConsumer(Process process) {
    this.process = process;
    this.said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Starts one, with the session of the one before it.
   *
   * @param url of the broker, as {@code tcp://…}
   * @param file to which it appends
   * @param group how many values it writes at once; fewer when nothing came for some seconds
   */
  static BareConsumer start(String url, String topic, Path file, int group) throws IOException {
    BareConsumer consumer =
        new BareConsumer(
            new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx64m",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    BareConsumer.class.getName(),
                    url,
                    topic,
                    file.toString(),
                    Integer.toString(group))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    consumer.heard(READY);
    return consumer;
  }

  /** Waits until it has said a line. */
  void heard(String line) throws IOException {
    String next = said.readLine();
    while (!line.equals(next)) {
      if (next == null) {
        throw new IOException("the consumer ended before it said " + line);
      }
      next = said.readLine();
    }
  }

  /** As {@code kill -9} does it. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }

  /** Runs in the other process: says how many values it holds unwritten, at each that comes. */
  public static void main(String[] args) throws Exception {
    Groups groups = new Groups(Path.of(args[2]), Integer.parseInt(args[3]));
    MqttAsyncClient client =
        new MqttAsyncClient(args[0], "sensor-consumer", new MemoryPersistence());
    client.setCallback(groups);
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setUserName("sensor");
    options.setPassword("fucina-demo".getBytes(StandardCharsets.UTF_8));
    options.setCleanStart(false);
    options.setSessionExpiryInterval(SESSION_SECONDS);
    client.connect(options).waitForCompletion();
    client.subscribe(args[1], 1).waitForCompletion();
    System.out.println(READY);
    while (!Thread.interrupted()) {
      TimeUnit.SECONDS.sleep(1);
      groups.writeWhatLingers();
    }
  }

  /** Writes what came, in groups. */
  private static final class Groups implements MqttCallback {
    private final Path file;
    private final int group;
    private final List<String> unwritten = new ArrayList<>();
    private long newest;

    Groups(Path file, int group) {
      this.file = file;
      this.group = group;
    }

    @Override
    public synchronized void messageArrived(String topic, MqttMessage message) throws IOException {
      JsonObject told = new JsonObject(new String(message.getPayload(), StandardCharsets.UTF_8));
      Instant time = Instant.EPOCH.plus(told.getLong("t"), ChronoUnit.MICROS);
      unwritten.add(
          new JsonObject()
              .put("signal", "value000")
              .put("t", time.toString())
              .put("value", told.getInteger("n"))
              .encode());
      newest = System.nanoTime();
      System.out.println(unwritten.size());
      if (unwritten.size() >= group) {
        write();
      }
    }

    synchronized void writeWhatLingers() throws IOException {
      if (System.nanoTime() - newest > TimeUnit.SECONDS.toNanos(LINGER_SECONDS)) {
        write();
      }
    }

    private void write() throws IOException {
      Files.write(file, unwritten, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      unwritten.clear();
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
}
