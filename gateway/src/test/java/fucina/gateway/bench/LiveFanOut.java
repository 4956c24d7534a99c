package fucina.gateway.bench;

import static org.awaitility.Awaitility.await;

import fucina.gateway.journey.LabClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Many watchers of one machine, and as many of a bare server that sends them the same amount: what
 * reaches them, and how long after it was sent off.
 */
final class LiveFanOut implements AutoCloseable {
  private static final int SIGNALS = 100;
  private static final int HERTZ = 10;
  private static final int WAIT_SECONDS = 120;

  /** What has not come by then was left out, as a newer value was there. */
  private static final int CONFLATED_SECONDS = 10;

  private final Vertx vertx = Vertx.vertx();
  private final WebSocketClient client =
      vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(5_000));
  private final int watchers;
  private final int seconds;

  LiveFanOut(int watchers, int seconds) {
    this.watchers = watchers;
    this.seconds = seconds;
  }

  /**
   * What reached the watchers.
   *
   * @param share of what was sent
   * @param median milliseconds from sending to receiving
   * @param slowest of a hundred, milliseconds
   */
  record Reached(double share, double median, double slowest) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%.0f %%, p50 %.0f ms, p99 %.0f ms", share * 100, median, slowest);
    }
  }

  /** Sends one frame with its number off. */
  private interface Sender {
    void send(int number) throws Exception;
  }

  /** A bare server that sends every frame to all who are connected. */
  Reached raw() throws Exception {
    Queue<ServerWebSocket> connected = new ConcurrentLinkedQueue<>();
    HttpServer server = vertx.createHttpServer().webSocketHandler(connected::add);
    int port = done(server.listen(0, "127.0.0.1")).actualPort();
    Listeners listeners = new Listeners();
    List<WebSocket> sockets =
        listeners.connect(
            new WebSocketConnectOptions().setHost("127.0.0.1").setPort(port).setURI("/"),
            List.of(),
            "");
    Reached reached =
        listeners.hear(
            number -> {
              String frame = frame(number);
              connected.forEach(socket -> socket.writeTextMessage(frame));
            });
    for (WebSocket socket : sockets) {
      done(socket.close());
    }
    done(server.close());
    return reached;
  }

  private static String frame(int number) {
    JsonArray values = new JsonArray();
    for (int signal = 0; signal < SIGNALS; signal++) {
      values.add(
          new JsonArray()
              .add(signal)
              .add(System.currentTimeMillis())
              .add(number + signal / 1_000.0)
              .add("good"));
    }
    return new JsonObject().put("t", "values").put("machine", "raw").put("v", values).encode();
  }

  /**
   * Watchers of a machine whose values take the whole way, the commit among it.
   *
   * @param people who watch, each with at most 24 sockets
   */
  Reached fucina(String url, List<LabClient> people, SensorMachine machine) throws Exception {
    Listeners listeners = new Listeners();
    URI at = URI.create(url);
    WebSocketConnectOptions options =
        new WebSocketConnectOptions()
            .setHost(at.getHost())
            .setPort(at.getPort())
            .setURI("/api/v1/live");
    String subscription =
        new JsonObject()
            .put("subscribe", new JsonArray().add(new JsonObject().put("machine", machine.id())))
            .put("rateHz", 2 * HERTZ)
            .encode();
    List<WebSocket> sockets = listeners.connect(options, people, subscription);
    try (BareMqtt.Stream stream = machine.stream()) {
      return listeners.hear(stream::send);
    } finally {
      for (WebSocket socket : sockets) {
        done(socket.close());
      }
    }
  }

  /** All that listen to one server. */
  private final class Listeners {
    private final LongAdder received = new LongAdder();
    private final Queue<Long> late = new ConcurrentLinkedQueue<>();
    private final long[] sent = new long[HERTZ * seconds + 1];
    private volatile int first;

    List<WebSocket> connect(WebSocketConnectOptions options, List<LabClient> people, String hello)
        throws Exception {
      List<WebSocket> sockets = new ArrayList<>();
      for (int n = 0; n < watchers; n++) {
        boolean timed = n % 10 == 0;
        WebSocketConnectOptions own = new WebSocketConnectOptions(options);
        if (!people.isEmpty()) {
          own.addHeader("Authorization", "Bearer " + people.get(n % people.size()).token());
        }
        WebSocket socket = done(client.connect(own));
        socket.textMessageHandler(text -> heard(text, timed));
        if (!hello.isEmpty()) {
          done(socket.writeTextMessage(hello));
        }
        sockets.add(socket);
      }
      return sockets;
    }

    private void heard(String text, boolean timed) {
      int values = text.indexOf("\"v\":[[");
      if (values < 0 || first == 0) {
        return;
      }
      long now = System.nanoTime();
      int entries = 0;
      for (int at = values + "\"v\":[".length(); at >= 0; at = text.indexOf("[", at + 1)) {
        entries++;
      }
      int number = number(text, values + "\"v\":[[".length()) - first;
      if (number >= 0 && number < sent.length) {
        received.add(entries);
        if (timed && sent[number] != 0) {
          late.add(now - sent[number]);
        }
      }
    }

    /** The whole part of the third field: its number. */
    private int number(String text, int from) {
      int begin = text.indexOf(',', text.indexOf(',', from) + 1) + 1;
      int end = begin;
      while (end < text.length() && Character.isDigit(text.charAt(end))) {
        end++;
      }
      return Integer.parseInt(text.substring(begin, end));
    }

    private void send(Sender sender, int number) {
      try {
        sender.send(number);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    Reached hear(Sender sender) throws Exception {
      first = 1_000_000;
      int frames = HERTZ * seconds;
      CountDownLatch left = new CountDownLatch(frames);
      ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
      pace.scheduleAtFixedRate(
          () -> {
            int n = frames - (int) left.getCount();
            if (n < frames) {
              sent[n] = System.nanoTime();
              send(sender, first + n);
              left.countDown();
            }
          },
          0,
          1_000 / HERTZ,
          TimeUnit.MILLISECONDS);
      left.await();
      pace.shutdownNow();
      long expected = (long) frames * SIGNALS * watchers;
      try {
        await()
            .atMost(Duration.ofSeconds(CONFLATED_SECONDS))
            .until(() -> received.sum() >= expected);
      } catch (ConditionTimeoutException e) {
        System.out.println("conflated: " + (expected - received.sum()) + " of " + expected);
      }
      List<Long> sorted = late.stream().sorted().toList();
      return new Reached(
          received.sum() / (double) expected,
          sorted.get(sorted.size() / 2) / 1e6,
          sorted.get(sorted.size() * 99 / 100) / 1e6);
    }
  }

  private static <T> T done(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws Exception {
    done(vertx.close());
  }
}
