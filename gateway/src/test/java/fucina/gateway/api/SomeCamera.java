package fucina.gateway.api;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;

/** A camera nobody of the product wrote, on a real socket: ten pictures a second, each another. */
final class SomeCamera implements AutoCloseable {
  final AtomicInteger connections = new AtomicInteger();
  final AtomicInteger sent = new AtomicInteger();
  private final HttpServer server;
  private final Vertx vertx;
  private final int side;
  volatile boolean still;

  SomeCamera(Vertx vertx, int side) {
    this.vertx = vertx;
    this.side = side;
    this.server = vertx.createHttpServer().requestHandler(this::stream);
    Lobby.get(server.listen(0, "127.0.0.1"));
  }

  String authority() {
    return "127.0.0.1:" + server.actualPort();
  }

  private void stream(HttpServerRequest request) {
    connections.incrementAndGet();
    request
        .response()
        .setChunked(true)
        .putHeader("Content-Type", "multipart/x-mixed-replace; boundary=some");
    long timer = vertx.setPeriodic(1, 100, tick -> send(request));
    request.response().closeHandler(closed -> vertx.cancelTimer(timer));
  }

  private void send(HttpServerRequest request) {
    if (!request.response().closed()) {
      Buffer jpeg = picture(still ? 0 : sent.incrementAndGet(), side);
      request
          .response()
          .write(
              Buffer.buffer("--some\r\nContent-Length: " + jpeg.length() + "\r\n\r\n")
                  .appendBuffer(jpeg)
                  .appendString("\r\n"));
    }
  }

  /** A square of noise, so that it does not shrink to nothing. */
  private static Buffer picture(int number, int side) {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Random noise = new Random(number);
    for (int pixel = 0; pixel < side * side; pixel++) {
      image.setRGB(pixel % side, pixel / side, noise.nextInt());
    }
    Graphics2D on = image.createGraphics();
    on.setColor(new Color(number % 256, 0, 0));
    on.fillRect(0, 0, 8, 8);
    try {
      ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
      ImageIO.write(image, "jpeg", jpeg);
      return Buffer.buffer(jpeg.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    Lobby.get(server.close());
  }
}
