package fucina.gateway.camera;

import fucina.gateway.link.Cells;
import fucina.profiles.Camera;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Fetches pictures over HTTP, from hosts inside the cells only: the address that was looked up is
 * the address that is connected to, and no redirect is followed.
 */
final class Fetcher implements AutoCloseable {
  /** A camera's picture has at most as many bytes. */
  static final int PICTURE_AT_MOST = 2 * 1024 * 1024;

  private static final int SILENCE_SECONDS = 10;

  private final Vertx vertx;
  private final Cells cells;
  private final HttpClient client;

  Fetcher(Vertx vertx, Cells cells) {
    this.vertx = vertx;
    this.cells = cells;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout(3_000)
                .setReadIdleTimeout(SILENCE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setKeepAlive(false));
  }

  /**
   * One connection, until it ends.
   *
   * @param pictures told each picture, on the client's event loop
   * @param opened told how to end it
   * @return completes when the camera ends it; fails with a sentence
   */
  Future<Void> fetch(CameraAddress from, Consumer<Buffer> pictures, Consumer<Runnable> opened) {
    return vertx
        .executeBlocking(() -> addressOf(from.uri().getHost()), false)
        .compose(address -> client.request(options(from, address.getHostAddress())))
        .compose(request -> exchanged(from, request, pictures, opened));
  }

  /** The address to connect to; every address of the host lies inside the cells. */
  private InetAddress addressOf(String host) {
    try {
      InetAddress[] all = InetAddress.getAllByName(host);
      for (InetAddress address : all) {
        if (!cells.hold(address)) {
          throw new JpegParts.Unreadable(cells.outside(host, address));
        }
      }
      return all[0];
    } catch (UnknownHostException e) {
      throw new JpegParts.Unreadable(host + " is no host known here");
    }
  }

  private static RequestOptions options(CameraAddress from, String address) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setServer(SocketAddress.inetSocketAddress(from.port(), address))
            .setHost(from.uri().getHost())
            .setPort(from.port())
            .setSsl(from.tls())
            .setURI(from.target())
            .setFollowRedirects(false)
            .putHeader("Accept", "image/jpeg, multipart/x-mixed-replace");
    from.login()
        .ifPresent(
            login ->
                options.putHeader(
                    "Authorization",
                    "Basic "
                        + Base64.getEncoder()
                            .encodeToString(login.getBytes(StandardCharsets.UTF_8))));
    return options;
  }

  private static Future<Void> exchanged(
      CameraAddress from,
      HttpClientRequest request,
      Consumer<Buffer> pictures,
      Consumer<Runnable> opened) {
    opened.accept(request::reset);
    return request.send().compose(response -> taken(from, request, response, pictures));
  }

  private static Future<Void> taken(
      CameraAddress from,
      HttpClientRequest request,
      HttpClientResponse response,
      Consumer<Buffer> pictures) {
    if (response.statusCode() != 200) {
      request.reset();
      return Future.failedFuture(new JpegParts.Unreadable(said(from, response.statusCode())));
    }
    String type = String.valueOf(response.getHeader("Content-Type"));
    Taker taker;
    try {
      taker = from.kind() == Camera.Kind.MJPEG ? parts(type, pictures) : new Whole(pictures);
    } catch (JpegParts.Unreadable e) {
      request.reset();
      return Future.failedFuture(e);
    }
    return drained(request, response, taker);
  }

  private static Future<Void> drained(
      HttpClientRequest request, HttpClientResponse response, Taker taker) {
    Promise<Void> done = Promise.promise();
    response.exceptionHandler(done::tryFail);
    response.endHandler(
        end -> {
          taker.end();
          done.tryComplete();
        });
    response.handler(
        chunk -> {
          try {
            taker.take(chunk);
          } catch (RuntimeException e) {
            done.tryFail(e);
            request.reset();
          }
        });
    return done.future();
  }

  private static String said(CameraAddress from, int status) {
    return switch (status) {
      case 401, 403 -> from + " asks for a login (HTTP " + status + ")";
      case 301, 302, 303, 307, 308 ->
          from + " sends elsewhere (HTTP " + status + "), which is not followed";
      default -> from + " answers HTTP " + status;
    };
  }

  private static Taker parts(String type, Consumer<Buffer> pictures) {
    JpegParts parts = new JpegParts(type, PICTURE_AT_MOST, pictures);
    return new Taker() {
      @Override
      public void take(Buffer chunk) {
        parts.take(chunk);
      }

      @Override
      public void end() {
        // what was not whole is not shown
      }
    };
  }

  /** What becomes of an answer's bytes. */
  private interface Taker {
    void take(Buffer chunk);

    void end();
  }

  /** One picture an answer. */
  private static final class Whole implements Taker {
    private final Consumer<Buffer> pictures;
    private final Buffer held = Buffer.buffer();

    private Whole(Consumer<Buffer> pictures) {
      this.pictures = pictures;
    }

    @Override
    public void take(Buffer chunk) {
      held.appendBuffer(chunk);
      if (held.length() > PICTURE_AT_MOST) {
        throw new JpegParts.Unreadable(
            "sends a picture of more than " + PICTURE_AT_MOST + " bytes");
      }
    }

    @Override
    public void end() {
      if (held.length() > 3 && held.getUnsignedByte(0) == 0xFF && held.getUnsignedByte(1) == 0xD8) {
        pictures.accept(held);
      } else {
        throw new JpegParts.Unreadable("sends no JPEG");
      }
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
