package fucina.gateway.store.influx;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Answers as InfluxDB of a version is documented to, by hand: it is no InfluxDB. It keeps the lines
 * it takes, by point, and can be told to answer badly.
 */
final class SomeInflux implements AutoCloseable {
  /** What it answers to a write instead of taking it. */
  record Fault(int status, String body, Map<String, String> headers) {
    static Fault of(int status, String message) {
      return new Fault(status, "{\"message\":\"" + message + "\"}", Map.of());
    }
  }

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final String version;
  private final Map<String, String> points = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Set<String> tokens = ConcurrentHashMap.newKeySet();
  private final List<String> answers = new ArrayList<>();
  private volatile Optional<Fault> fault = Optional.empty();
  private volatile Optional<String> poison = Optional.empty();
  private volatile boolean mute;
  private volatile int most = Integer.MAX_VALUE;

  SomeInflux(String version) throws IOException {
    this.version = version;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers this to every write; empty for taking them. */
  void fails(Optional<Fault> how) {
    fault = how;
  }

  /** Refuses whatever has a line with this text in it, all of it, as version 2 does. */
  void refuses(String text) {
    poison = Optional.of(text);
  }

  /** Takes requests and does not answer them. */
  void mute(boolean is) {
    mute = is;
  }

  /** Refuses requests of more lines. */
  void takesAtMost(int lines) {
    most = lines;
  }

  /** Wants one of these tokens from now on. */
  void wants(String token) {
    tokens.clear();
    tokens.add("Token " + token);
  }

  /** Answers this to questions, one after the other. */
  void says(String json) {
    answers.add(json);
  }

  /** The points it holds: their fields by measurement, tags and time. */
  Map<String, String> points() {
    return points;
  }

  /** What was asked of it: method and address. */
  List<String> requests() {
    return requests;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String path = exchange.getRequestURI().getPath();
    requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    exchange.getResponseHeaders().add("X-Influxdb-Version", version);
    if (mute && !path.equals("/ping")) {
      // Answered by the end of the server.
      return;
    }
    try (exchange) {
      switch (path) {
        case "/ping" -> exchange.sendResponseHeaders(204, -1);
        case "/api/v2/write" -> write(exchange, body);
        case "/query" -> send(exchange, 200, answers.remove(0));
        default -> send(exchange, 404, "{\"error\":\"no such path\"}");
      }
    }
  }

  private void write(HttpExchange exchange, String body) throws IOException {
    String token = exchange.getRequestHeaders().getFirst("Authorization");
    List<String> lines = List.of(body.split("\n"));
    if (!tokens.isEmpty() && (token == null || !tokens.contains(token))) {
      send(exchange, 401, "{\"code\":\"unauthorized\",\"message\":\"unauthorized access\"}");
    } else if (fault.isPresent()) {
      fault.get().headers().forEach(exchange.getResponseHeaders()::add);
      send(exchange, fault.get().status(), fault.get().body());
    } else if (lines.size() > most) {
      send(exchange, 413, "{\"code\":\"request too large\"}");
    } else if (poison.filter(body::contains).isPresent()) {
      send(exchange, 400, "{\"code\":\"invalid\",\"message\":\"unable to parse it\"}");
    } else {
      lines.forEach(this::keep);
      exchange.sendResponseHeaders(204, -1);
    }
  }

  private void keep(String line) {
    int fields = line.replaceAll("\\\\ ", "__").indexOf(' ');
    int time = line.lastIndexOf(' ');
    points.put(line.substring(0, fields) + line.substring(time), line.substring(fields + 1, time));
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
