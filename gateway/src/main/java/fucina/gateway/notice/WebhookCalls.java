package fucina.gateway.notice;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Tells programs over HTTP, signed. An answer of 2xx is a yes; no redirect is followed. */
final class WebhookCalls implements Way, AutoCloseable {
  /** Calls at the same time. */
  static final int AT_ONCE = 8;

  private static final long LIMIT_MILLIS = 5_000;
  private static final int READ_AT_MOST = 4 * 1024;
  private static final int HEADERS_AT_MOST = 64 * 1024;
  private static final int GONE = 410;

  private final Vertx vertx;
  private final Webhooks webhooks;
  private final WebhookBody bodies;
  private final PublicHosts hosts;
  private final InstantSource clock;
  private final HttpClient client;

  WebhookCalls(
      Vertx vertx, Webhooks webhooks, WebhookBody bodies, PublicHosts hosts, InstantSource clock) {
    this.vertx = vertx;
    this.webhooks = webhooks;
    this.bodies = bodies;
    this.hosts = hosts;
    this.clock = clock;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setKeepAlive(false)
                .setConnectTimeout((int) LIMIT_MILLIS)
                .setMaxHeaderSize(HEADERS_AT_MOST),
            new PoolOptions().setHttp1MaxSize(AT_ONCE));
  }

  @Override
  public String name() {
    return "WEBHOOK";
  }

  @Override
  public Future<Outcome> tell(String id, String recipient, Happening happening) {
    return webhooks
        .target(recipient)
        .compose(
            target ->
                target
                    .map(known -> call(id, known, happening))
                    .orElseGet(
                        () -> Future.succeededFuture(new Outcome.Never("the webhook is gone"))));
  }

  private Future<Outcome> call(String id, Webhooks.Target target, Happening happening) {
    URI url = URI.create(target.url());
    String body = bodies.of(happening, target.byStaff()).encode();
    return vertx
        .executeBlocking(() -> hosts.address(url.getHost()), false)
        .compose(address -> post(url, address, id, target.secret(), body))
        .map(WebhookCalls::judged)
        .recover(fault -> Future.succeededFuture(failed(fault)));
  }

  private Future<Integer> post(
      URI url, InetAddress address, String id, String secret, String body) {
    long timestamp = clock.instant().getEpochSecond();
    boolean secure = url.getScheme().equalsIgnoreCase("https");
    int usual = secure ? 443 : 80;
    int port = url.getPort() < 0 ? usual : url.getPort();
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setTimeout(LIMIT_MILLIS)
            .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
            .setHost(url.getHost())
            .setPort(port)
            .setSsl(secure)
            .setURI(Optional.ofNullable(url.getRawQuery()).map(q -> path + "?" + q).orElse(path))
            .putHeader("Content-Type", "application/json")
            .putHeader("User-Agent", "Fucina")
            .putHeader("webhook-id", id)
            .putHeader("webhook-timestamp", Long.toString(timestamp))
            .putHeader("webhook-signature", Signature.of(secret, id, timestamp, body));
    List<HttpClientRequest> open = new CopyOnWriteArrayList<>();
    AtomicBoolean over = new AtomicBoolean();
    return client
        .request(options)
        .compose(
            request -> {
              open.add(request);
              if (over.get()) {
                // Connected after the time was up: this attempt has failed and must not arrive.
                request.reset();
                return Future.failedFuture(new TimeoutException("connected too late"));
              }
              return request.send(Buffer.buffer(body)).compose(WebhookCalls::status);
            })
        .timeout(LIMIT_MILLIS, TimeUnit.MILLISECONDS)
        .onFailure(
            fault -> {
              over.set(true);
              open.forEach(HttpClientRequest::reset);
            });
  }

  /** The status, once the little that is read of the body is over; what it says does not matter. */
  private static Future<Integer> status(HttpClientResponse response) {
    Promise<Integer> status = Promise.promise();
    int[] read = {0};
    response.handler(
        part -> {
          read[0] += part.length();
          if (read[0] > READ_AT_MOST && status.tryComplete(response.statusCode())) {
            response.request().connection().close();
          }
        });
    response.end().onComplete(end -> status.tryComplete(response.statusCode()));
    return status.future();
  }

  private static Outcome judged(int status) {
    if (status >= 200 && status < 300) {
      return new Outcome.Taken();
    }
    String reason = "answered " + status;
    return status == GONE ? new Outcome.Never(reason) : new Outcome.Later(reason);
  }

  private static Outcome failed(Throwable fault) {
    if (fault instanceof PublicHosts.Refused) {
      return new Outcome.Never(String.valueOf(fault.getMessage()));
    }
    if (fault instanceof TimeoutException || fault.getCause() instanceof TimeoutException) {
      return new Outcome.Later("no answer within " + LIMIT_MILLIS / 1_000 + " s");
    }
    return new Outcome.Later(
        fault instanceof UnknownHostException
            ? "unknown host " + fault.getMessage()
            : String.valueOf(fault.getMessage()));
  }

  @Override
  public void close() {
    client.close();
  }
}
