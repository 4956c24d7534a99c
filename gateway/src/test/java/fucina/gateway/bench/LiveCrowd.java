package fucina.gateway.bench;

import static org.awaitility.Awaitility.await;

import fucina.gateway.api.FanOutServer;
import fucina.gateway.journey.LabClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** A thousand watchers of 100,000 values a second, a hundred of whom do not read. */
public final class LiveCrowd {
  private static final int WATCHERS = 1_000;
  private static final int MUTE = 100;
  private static final int A_PERSON = 24;
  private static final int TIMED = 10;
  private static final int WAIT_SECONDS = 120;
  private static final double MIB = 1024 * 1024;

  private final BenchTable table;
  private final int seconds;

  /** A crowd that watches for so long, twice. */
  public LiveCrowd(BenchTable table, int seconds) {
    this.table = table;
    this.seconds = seconds;
  }

  /** What reached those who read. */
  private record Heard(double frames, double values, double median, double slowest, double heap) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%,.0f frames/s of %,.0f values/s, p50 %.0f ms, p99 %.0f ms, heap %.0f MiB",
          frames,
          values,
          median,
          slowest,
          heap / MIB);
    }
  }

  /** Measures the bare server, then ours. */
  public void run() throws Exception {
    List<Heard> raw = measure(0);
    List<Heard> ours = measure((WATCHERS + A_PERSON - 1) / A_PERSON);
    String what = "live, 100,000 values/s published, 1,000 watchers at 10 Hz: received, ";
    table.beside(what + "900 watchers alone", raw.get(0).toString(), ours.get(0).toString());
    table.beside(what + "100 more who do not read", raw.get(1).toString(), ours.get(1).toString());
    table.compared(
        what + "frames of the bare WebSocket server | Fucina",
        new Rates(raw.get(1).frames(), ours.get(1).frames()),
        0.9);
    double slower = ours.get(1).slowest() / ours.get(0).slowest();
    table.alone(
        "the same: p99 of those who read, with those who do not / without",
        String.format(Locale.ROOT, "%.2f", slower),
        "≤ 1.25",
        slower <= 1.25);
  }

  /** In a process of its own; nobody's for the bare one. */
  private List<Heard> measure(int people) throws Exception {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            FanOutServer.class.getName(),
            people == 0 ? "raw" : String.valueOf(people));
    Process server =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Vertx vertx = Vertx.vertx();
    try {
      BufferedReader said = server.inputReader(StandardCharsets.UTF_8);
      String signals = people == 0 ? "" : answer(said, "signals ");
      int port = Integer.parseInt(answer(said, "port "));
      Crowd crowd = new Crowd(vertx, port);
      List<String> tokens = new ArrayList<>();
      for (int n = 0; n < people; n++) {
        tokens.add(LabClient.signedIn("http://127.0.0.1:" + port, "crowd" + n).token());
      }
      String hello =
          people == 0
              ? ""
              : new JsonObject()
                  .put(
                      "subscribe",
                      new JsonArray()
                          .add(
                              new JsonObject()
                                  .put("machine", "robot-1")
                                  .put("signals", new JsonArray(List.of(signals.split(","))))))
                  .put("rateHz", FanOutServer.HERTZ)
                  .encode();
      for (int n = 0; n < WATCHERS - MUTE; n++) {
        crowd.connect(n, tokens, hello, false);
      }
      List<Heard> heard = new ArrayList<>();
      heard.add(crowd.hear(server.outputWriter(), said));
      for (int n = WATCHERS - MUTE; n < WATCHERS; n++) {
        crowd.connect(n, tokens, hello, true);
      }
      heard.add(crowd.hear(server.outputWriter(), said));
      return heard;
    } finally {
      done(vertx.close());
      // It ends its database with itself when nothing more is asked.
      server.outputWriter().close();
      if (!server.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)) {
        server.destroyForcibly().waitFor();
      }
    }
  }

  private static String answer(BufferedReader said, String beginning) throws IOException {
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.startsWith(beginning)) {
        return line.substring(beginning.length());
      }
    }
    throw new IOException("the server ended without saying " + beginning);
  }

  /** All who watch one server. */
  private final class Crowd {
    private final WebSocketClient client;
    private final int port;
    private final LongAdder frames = new LongAdder();
    private final LongAdder values = new LongAdder();
    private final Queue<Long> late = new ConcurrentLinkedQueue<>();

    Crowd(Vertx vertx, int port) {
      this.port = port;
      this.client =
          vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(WATCHERS));
    }

    void connect(int n, List<String> tokens, String hello, boolean mute) throws Exception {
      WebSocketConnectOptions options =
          new WebSocketConnectOptions()
              .setHost("127.0.0.1")
              .setPort(port)
              .setURI(tokens.isEmpty() ? "/" : "/api/v1/live");
      if (!tokens.isEmpty()) {
        options.addHeader("Authorization", "Bearer " + tokens.get(n % tokens.size()));
      }
      WebSocket socket = done(client.connect(options));
      if (mute) {
        socket.pause();
      } else {
        socket.textMessageHandler(text -> heard(text, n % TIMED == 0));
      }
      if (!hello.isEmpty()) {
        done(socket.writeTextMessage(hello));
      }
    }

    private void heard(String text, boolean timed) {
      if (!text.startsWith("{\"t\":\"values\"")) {
        return;
      }
      int entries = 0;
      int last = 0;
      for (int at = text.indexOf("[[") + 1; at > 0; at = text.indexOf('[', at + 1)) {
        entries++;
        last = at;
      }
      frames.increment();
      values.add(entries);
      if (timed) {
        int from = text.indexOf(',', last) + 1;
        long told = Long.parseLong(text.substring(from, text.indexOf(',', from)));
        late.add(System.currentTimeMillis() - told);
      }
    }

    Heard hear(Writer server, BufferedReader said) throws Exception {
      pass(seconds / 2);
      frames.reset();
      values.reset();
      late.clear();
      long begun = System.nanoTime();
      pass(seconds);
      double took = (System.nanoTime() - begun) / 1e9;
      double framed = frames.sum() / took;
      double rate = values.sum() / took;
      List<Long> sorted = late.stream().sorted().toList();
      server.write("heap\n");
      server.flush();
      double heap = Double.parseDouble(answer(said, "heap "));
      return new Heard(
          framed, rate, sorted.get(sorted.size() / 2), sorted.get(sorted.size() * 99 / 100), heap);
    }
  }

  private static void pass(int seconds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    await().atMost(Duration.ofSeconds(seconds + WAIT_SECONDS)).until(() -> System.nanoTime() > end);
  }

  private static <T> T done(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
  }
}
