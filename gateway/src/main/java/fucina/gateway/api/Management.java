package fucina.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operators' door, on a port of its own: {@code /metrics}, {@code /health/live}, {@code
 * /health/ready}. Nobody signs in here; it listens where only operators reach it.
 */
public final class Management {
  private static final Logger LOG = LoggerFactory.getLogger(Management.class);

  private final Vertx vertx;
  private final String host;
  private final int port;
  private final Supplier<String> metrics;
  private final List<Check> checks;
  private Optional<HttpServer> server = Optional.empty();

  /**
   * Makes it; it opens with {@link #start}.
   *
   * @param port 0 takes a free one
   * @param metrics the Prometheus text, made at each scrape; may block
   * @param checks what must hold for the process to be ready
   */
  public Management(
      Vertx vertx, String host, int port, Supplier<String> metrics, List<Check> checks) {
    this.vertx = vertx;
    this.host = host;
    this.port = port;
    this.metrics = metrics;
    this.checks = List.copyOf(checks);
  }

  /**
   * Something that must hold.
   *
   * @param name what an operator reads, e.g. {@code store}
   * @param wrong says what is wrong in one sentence, or nothing; may block
   */
  public record Check(String name, Supplier<Optional<String>> wrong) {
    private JsonObject answer() {
      Optional<String> found;
      try {
        found = wrong.get();
      } catch (RuntimeException e) {
        LOG.warn("the check of {} failed", name, e);
        found = Optional.of("cannot be checked: " + e.getClass().getSimpleName());
      }
      return new JsonObject()
          .put("name", name)
          .put("ok", found.isEmpty())
          .put("detail", found.orElse(""));
    }
  }

  /**
   * Opens the door.
   *
   * @return the port listened on; fails with {@link PortTaken} where another program has it
   */
  public Future<Integer> start() {
    return new Reception(vertx, Reception.Limits.usual(), request -> false)
        .server(new HttpServerOptions(), this::answer)
        .listen(port, host)
        .recover(fault -> PortTaken.explain(fault, "management.port", host, port))
        .map(
            listening -> {
              server = Optional.of(listening);
              return listening.actualPort();
            });
  }

  public Future<Void> stop() {
    return server.map(HttpServer::close).orElseGet(Future::succeededFuture);
  }

  private void answer(HttpServerRequest request) {
    switch (request.path()) {
      case "/metrics" ->
          vertx
              .executeBlocking(metrics::get, false)
              .onSuccess(
                  text -> send(request, 200, "text/plain; version=0.0.4; charset=utf-8", text))
              .onFailure(fault -> failed(request, fault));
      case "/health/live" -> json(request, 200, new JsonObject().put("status", "live"));
      case "/health/ready" ->
          vertx
              .executeBlocking(this::ready, false)
              .onSuccess(
                  body -> json(request, body.getString("status").equals("ready") ? 200 : 503, body))
              .onFailure(fault -> failed(request, fault));
      default -> json(request, 404, new JsonObject().put("status", "no such address"));
    }
  }

  private JsonObject ready() {
    List<JsonObject> answers = checks.stream().map(Check::answer).toList();
    boolean all = answers.stream().allMatch(answer -> answer.getBoolean("ok"));
    return new JsonObject()
        .put("status", all ? "ready" : "not-ready")
        .put("checks", new JsonArray(answers));
  }

  private static void failed(HttpServerRequest request, Throwable fault) {
    LOG.error("the operators' door failed at {}", request.path(), fault);
    json(request, 500, new JsonObject().put("status", "failed"));
  }

  private static void json(HttpServerRequest request, int status, JsonObject body) {
    send(request, status, "application/json", body.encode());
  }

  private static void send(HttpServerRequest request, int status, String type, String body) {
    request.response().setStatusCode(status).putHeader("Content-Type", type).end(body);
  }
}
