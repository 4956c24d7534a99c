package fucina.gateway.api;

import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Signal;
import fucina.profiles.Value;
import fucina.profiles.ValueType;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One end of the fan-out bench, in a process of its own: the live socket of the whole HTTP face
 * with 100,000 values a second behind it, or a bare WebSocket server that sends frames as long.
 * Says {@code port} and its number; answers {@code heap} with the bytes in use.
 */
public final class FanOutServer {
  /** Signals each watcher is shown. */
  public static final int SIGNALS = 10;

  /** Frames a second. */
  public static final int HERTZ = 10;

  private static final int A_BUNDLE = 1_000;
  private static final int BUNDLE_MILLIS = 10;

  private static final Logger LOG = LoggerFactory.getLogger(FanOutServer.class);

  private FanOutServer() {}

  /** Says {@code raw}, or how many people watch. */
  public static void main(String[] words) throws Exception {
    AutoCloseable served = () -> {};
    try {
      if (words[0].equals("raw")) {
        raw();
      } else {
        served = fucina(Integer.parseInt(words[0]));
      }
    } catch (RuntimeException e) {
      LOG.error("the server did not start", e);
      Runtime.getRuntime().halt(1);
    }
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (input.readLine() != null) {
      System.gc();
      Runtime now = Runtime.getRuntime();
      System.out.println("heap " + (now.totalMemory() - now.freeMemory()));
    }
    served.close();
    Runtime.getRuntime().halt(0);
  }

  /** Signals in the order in which watchers ask for them. */
  private static List<String> signals(Lobby lobby) {
    return lobby.registry.machine("robot-1").orElseThrow().profile().signals().stream()
        .filter(signal -> signal.type() == ValueType.NUMBER)
        .map(Signal::name)
        .limit(SIGNALS)
        .toList();
  }

  private static Lobby fucina(int people) throws Exception {
    Lobby lobby =
        new Lobby(
            Files.createTempDirectory("fucina-fan-out"),
            HttpSettings.loopback(0),
            IntStream.range(0, people).mapToObj(n -> "crowd" + n).toList());
    lobby.store.forgetful = true;
    List<String> signals = signals(lobby);
    Executors.newSingleThreadScheduledExecutor()
        .scheduleAtFixedRate(
            () -> lobby.intake.offer(bundle(signals)), 0, BUNDLE_MILLIS, TimeUnit.MILLISECONDS);
    System.out.println("signals " + String.join(",", signals));
    System.out.println("port " + lobby.port);
    return lobby;
  }

  private static List<Reading> bundle(List<String> signals) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    List<Reading> bundle = new ArrayList<>(A_BUNDLE);
    for (int n = 0; n < A_BUNDLE; n++) {
      Instant at = now.minusNanos(1_000L * (A_BUNDLE - n));
      double value = Math.round(1_000 * Math.sin(n / 7.0) * (n % 5)) / 1_000.0;
      bundle.add(
          new Reading("robot-1", signals.get(n % SIGNALS), at, at, Value.of(value), Quality.GOOD));
    }
    return bundle;
  }

  private static void raw() throws Exception {
    Vertx vertx = Vertx.vertx();
    Queue<ServerWebSocket> connected = new ConcurrentLinkedQueue<>();
    int port =
        Lobby.get(vertx.createHttpServer().webSocketHandler(connected::add).listen(0, "127.0.0.1"))
            .actualPort();
    Executors.newSingleThreadScheduledExecutor()
        .scheduleAtFixedRate(
            () -> {
              String frame = frame();
              connected.forEach(
                  socket -> {
                    if (!socket.writeQueueFull()) {
                      socket.writeTextMessage(frame);
                    }
                  });
            },
            0,
            1_000 / HERTZ,
            TimeUnit.MILLISECONDS);
    System.out.println("port " + port);
  }

  /** As long as a frame of ours: each signal's newest value and two peaks. */
  private static String frame() {
    JsonArray values = new JsonArray();
    long now = System.currentTimeMillis();
    for (int n = 0; n < 3 * SIGNALS; n++) {
      values.add(new JsonArray().add(n / 3).add(now).add(n + 0.123).add("good"));
    }
    return new JsonObject().put("t", "values").put("machine", "robot-1").put("v", values).encode();
  }
}
