package fucina.gateway.api;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps clients who send slowly, or hold connections for nothing, from using up the door. A request
 * must be there whole in time: a late body is answered 408 (RFC 9110 §15.5.9), a late head, or
 * none, ends the connection. Answers may take as long as they take, and live sockets are let be.
 * Runs on the event loop of each connection.
 */
final class Reception {
  private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

  private final Vertx vertx;
  private final Limits limits;
  private final Predicate<HttpServerRequest> isUpload;
  private final Map<HttpConnection, Guest> guests = new ConcurrentHashMap<>();
  private final Map<String, Integer> perAddress = new ConcurrentHashMap<>();

  /**
   * How patient it is.
   *
   * @param head from the connection to the end of its first request's head
   * @param body from a request's head to its end
   * @param upload the same, of a request that brings a file
   * @param idle how long a connection may go without a request; it ends within twice that
   * @param perAddress connections at once; many people may share one address
   */
  record Limits(Duration head, Duration body, Duration upload, Duration idle, int perAddress) {
    static Limits usual() {
      return new Limits(
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofMinutes(5),
          Duration.ofMinutes(2),
          2_000);
    }
  }

  Reception(Vertx vertx, Limits limits, Predicate<HttpServerRequest> isUpload) {
    this.vertx = vertx;
    this.limits = limits;
    this.isUpload = isUpload;
  }

  /**
   * A server that this stands before. Without TLS it speaks HTTP/1 only: with HTTP/2 on offer a
   * connection is not known of before its first bytes.
   */
  HttpServer server(HttpServerOptions options, Handler<HttpServerRequest> handler) {
    return vertx
        .createHttpServer(options.setHttp2ClearTextEnabled(false))
        .connectionHandler(this::opened)
        .requestHandler(
            request -> {
              began(request);
              handler.handle(request);
            });
  }

  private void opened(HttpConnection connection) {
    String address =
        Optional.ofNullable(connection.remoteAddress()).map(SocketAddress::hostAddress).orElse("");
    int held = perAddress.merge(address, 1, Integer::sum);
    Guest guest = new Guest(connection);
    guests.put(connection, guest);
    connection.closeHandler(
        gone -> {
          guests.remove(connection);
          guest.leave();
          perAddress.computeIfPresent(address, (any, count) -> count > 1 ? count - 1 : null);
        });
    if (held > limits.perAddress()) {
      if (held == limits.perAddress() + 1) {
        LOG.warn("{} holds {} connections and gets no more", address, limits.perAddress());
      }
      connection.close();
    } else {
      guest.stay(limits.head());
    }
  }

  private void began(HttpServerRequest request) {
    Guest guest = guests.get(request.connection());
    if (request.canUpgradeToWebSocket()) {
      if (guest != null) {
        guest.leave();
      }
      return;
    }
    if (guest != null) {
      guest.answers.add(request.response());
      guest.stay(limits.idle());
    }
    if (!request.isEnded()) {
      Duration patience = isUpload.test(request) ? limits.upload() : limits.body();
      long deadline = vertx.setTimer(patience.toMillis(), due -> late(request, patience));
      request.end().onComplete(whole -> vertx.cancelTimer(deadline));
    }
  }

  private static void late(HttpServerRequest request, Duration patience) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.headWritten()) {
      end(request);
      return;
    }
    Problem problem = Problem.tooSlow(patience);
    if (request.version() != HttpVersion.HTTP_2) {
      problem.headers().forEach(response::putHeader);
    }
    response
        .setStatusCode(problem.status())
        .putHeader("Content-Type", "application/problem+json")
        .end(problem.json().toBuffer())
        .onComplete(said -> end(request));
  }

  /** HTTP/2 carries other requests on the same connection: only this one ends. */
  private static void end(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().reset();
    } else {
      request.connection().close();
    }
  }

  /** One connection. */
  private final class Guest {
    private final HttpConnection connection;
    private final Set<HttpServerResponse> answers = new HashSet<>();
    private Optional<Long> timer = Optional.empty();

    Guest(HttpConnection connection) {
      this.connection = connection;
    }

    void stay(Duration patience) {
      leave();
      timer = Optional.of(vertx.setTimer(patience.toMillis(), this::due));
    }

    void leave() {
      timer.ifPresent(vertx::cancelTimer);
      timer = Optional.empty();
    }

    private void due(long id) {
      answers.removeIf(answer -> answer.ended() || answer.closed());
      if (answers.isEmpty()) {
        connection.close();
      } else {
        stay(limits.idle());
      }
    }
  }
}
