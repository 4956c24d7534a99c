package fucina.simulators.camera;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import fucina.simulators.machine.Fault;
import fucina.simulators.machine.MachineUnavailable;
import fucina.simulators.machine.Scene;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.imageio.ImageIO;

/**
 * A camera that looks at one machine: {@code /snapshot.jpg} one JPEG, {@code /stream.mjpg} ten a
 * second without end, each with the camera's own time in it, in UTC. Safe for several threads.
 */
public final class CameraServer implements AutoCloseable {
  private static final long FRAME_MILLIS = 100;
  private static final String BOUNDARY = "simulated";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss:SSS 'UTC'").withZone(ZoneOffset.UTC);

  private final HttpServer server;
  private final ExecutorService threads;
  private final Scene scene;
  private final InstantSource clock;
  private final Optional<String> login;
  private volatile Optional<byte[]> still = Optional.empty();
  private volatile boolean gone;
  private volatile boolean closed;

  private CameraServer(
      HttpServer server, Scene scene, InstantSource clock, Optional<String> login) {
    this.server = server;
    this.scene = scene;
    this.clock = clock;
    this.login = login;
    this.threads =
        Executors.newCachedThreadPool(
            work -> {
              Thread made = new Thread(work, "camera");
              made.setDaemon(true);
              return made;
            });
  }

  /** A camera anybody on this machine may look through. */
  public static CameraServer start(Scene scene, InstantSource clock, int port) {
    return start(scene, clock, port, Optional.empty());
  }

  /**
   * A camera that is on.
   *
   * @param port on 127.0.0.1; 0 for a free one
   * @param login {@code user:password} it asks for (RFC 7617)
   * @throws MachineUnavailable if it cannot listen there
   */
  public static CameraServer start(
      Scene scene, InstantSource clock, int port, Optional<String> login) {
    try {
      HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
      CameraServer camera = new CameraServer(server, scene, clock, login);
      server.createContext("/snapshot.jpg", camera::snapshot);
      server.createContext("/stream.mjpg", camera::stream);
      server.setExecutor(camera.threads);
      server.start();
      return camera;
    } catch (IOException e) {
      throw new MachineUnavailable("the camera cannot listen on 127.0.0.1:" + port, e);
    }
  }

  /** Host and port, as {@code 127.0.0.1:8090}. */
  public String authority() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** Goes wrong, or right again; false where it is no fault of a camera. */
  public boolean suffer(Fault fault) {
    if (fault instanceof Fault.CameraFrozen frozen) {
      still = frozen.frozen() ? Optional.of(drawn()) : Optional.empty();
    } else if (fault instanceof Fault.CameraGone away) {
      gone = away.gone();
    } else {
      return false;
    }
    return true;
  }

  private void snapshot(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (admits(exchange)) {
        byte[] picture = picture();
        exchange.getResponseHeaders().set("Content-Type", "image/jpeg");
        exchange.sendResponseHeaders(200, picture.length);
        exchange.getResponseBody().write(picture);
      }
    }
  }

  private void stream(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!admits(exchange)) {
        return;
      }
      exchange
          .getResponseHeaders()
          .set("Content-Type", "multipart/x-mixed-replace; boundary=" + BOUNDARY);
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      while (!closed && !gone) {
        byte[] picture = picture();
        String head =
            "--" + BOUNDARY + "\r\nContent-Type: image/jpeg\r\nContent-Length: " + picture.length;
        out.write((head + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(picture);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
        Thread.sleep(FRAME_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean admits(HttpExchange exchange) throws IOException {
    if (gone) {
      exchange.sendResponseHeaders(503, -1);
      return false;
    }
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    boolean known =
        login
            .map(
                words ->
                    ("Basic "
                            + Base64.getEncoder()
                                .encodeToString(words.getBytes(StandardCharsets.UTF_8)))
                        .equals(given))
            .orElse(true);
    if (!known) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"camera\"");
      exchange.sendResponseHeaders(401, -1);
    }
    return known;
  }

  private byte[] picture() {
    return still.orElseGet(this::drawn);
  }

  private byte[] drawn() {
    BufferedImage image = new BufferedImage(Scene.WIDTH, Scene.HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D on = image.createGraphics();
    on.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    on.setColor(new Color(0x1e2428));
    on.fillRect(0, 0, Scene.WIDTH, Scene.HEIGHT);
    scene.draw(on);
    on.setColor(Color.WHITE);
    Digits.draw(on, TIME.format(clock.instant()), 10, Scene.HEIGHT - 24, 3);
    on.dispose();
    try {
      ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
      if (!ImageIO.write(image, "jpeg", jpeg)) {
        throw new IllegalStateException("this Java writes no JPEG");
      }
      return jpeg.toByteArray();
    } catch (IOException e) {
      throw new IllegalStateException("a picture that cannot be written", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    server.stop(0);
    threads.shutdownNow();
  }
}
