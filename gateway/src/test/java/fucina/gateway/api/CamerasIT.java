package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What watchers of a camera see, on real sockets. */
final class CamerasIT {
  private static final String CAMERA = "/machines/robot-1/cameras/cell";
  private static final Pattern ARRIVED = Pattern.compile("X-Picture-Arrived: (\\S+)\r\n");

  @TempDir static Path folder;
  private static Cast cast;
  private SomeCamera camera;

  @BeforeAll
  static void open() {
    cast = new Cast(new Lobby(folder));
  }

  @AfterAll
  static void close() {
    cast.lobby.close();
  }

  @BeforeEach
  void look() {
    camera = new SomeCamera(cast.lobby.vertx, 64);
    cast.lobby.registry.look("robot-1", camera.authority());
  }

  @AfterEach
  void leave() {
    camera.close();
    soon().until(() -> !state().equals("live"));
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(30));
  }

  @Test
  void onlyWhoMaySeeTheValuesSeesThePicture() {
    assertThat(cast.nobody.get(CAMERA + "?snapshot=true").status()).isEqualTo(401);
    Visitor.Reply refused = cast.sme.get(CAMERA + "?snapshot=true");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.rules()).containsExactly("window");
    assertThat(cast.sme.get("/machines/robot-1/cameras").status()).isEqualTo(403);
    assertThat(cast.technician.get(CAMERA + "?snapshot=true").status()).isEqualTo(200);
    assertThat(cast.technician.get("/machines/robot-1/cameras/roof").status()).isEqualTo(404);
  }

  @Test
  void theStreamIsCutAtTheWindowsEnd() throws Exception {
    JsonObject booking = cast.booked("robot-1");
    Stream mine = new Stream(cast.sme);
    Stream staffs = new Stream(cast.technician);
    soon().until(() -> mine.arrived.size() > 2 && staffs.arrived.size() > 2);
    assertThat(cast.other.get(CAMERA + "?snapshot=true").status()).isEqualTo(403);
    Instant end = Instant.now();
    cast.giveBack(booking, "robot-1");
    mine.whole.get(30, TimeUnit.SECONDS);
    assertThat(Duration.between(end, mine.ended)).isLessThan(Duration.ofSeconds(2));
    assertThat(mine.text()).endsWith("--picture--\r\n");
    int before = staffs.arrived.size();
    soon().until(() -> staffs.arrived.size() > before + 1);
    staffs.close();
  }

  @Test
  void theCameraIsAskedOnceHoweverManyWatchAndNotAtAllWhenNobodyDoes() throws Exception {
    assertThat(state()).isEqualTo("idle");
    Stream one = new Stream(cast.technician);
    Stream two = new Stream(cast.admin);
    Stream three = new Stream(cast.coordinator);
    soon()
        .until(() -> one.arrived.size() > 1 && two.arrived.size() > 1 && three.arrived.size() > 1);
    assertThat(camera.connections).hasValue(1);
    assertThat(state()).isEqualTo("live");
    one.close();
    two.close();
    three.close();
    soon().until(() -> state().equals("idle"));
    int sent = camera.sent.get();
    await()
        .during(Duration.ofMillis(600))
        .atMost(Duration.ofSeconds(10))
        .until(() -> camera.sent.get() <= sent + 1);
  }

  @Test
  void aFrozenPictureIsShownAsFrozenAndALiveOneAsLiveAgain() throws Exception {
    Stream watcher = new Stream(cast.technician);
    soon().until(() -> watcher.arrived.size() > 2);
    assertThat(watcher.text()).doesNotContain("X-Picture-Frozen-Since");
    camera.still = true;
    soon().until(() -> watcher.text().contains("X-Picture-Frozen-Since"));
    assertThat(state()).isEqualTo("frozen");
    assertThat(cast.technician.get(CAMERA + "?snapshot=true").header("X-Picture-Frozen-Since"))
        .isNotEmpty();
    camera.still = false;
    soon().until(() -> state().equals("live"));
    watcher.close();
  }

  @Test
  void aCameraThatIsNotThereIsSaidAndComesBackByItself() throws Exception {
    String authority = camera.authority();
    camera.close();
    Visitor.Reply none = cast.technician.get(CAMERA + "?snapshot=true");
    assertThat(none.status()).isEqualTo(503);
    assertThat(none.json().getString("detail")).contains("No picture");
    assertThat(none.response().body()).doesNotContain("Exception");
    camera = new SomeCamera(cast.lobby.vertx, 64);
    assertThat(camera.authority()).isNotEqualTo(authority);
    cast.lobby.registry.look("robot-1", camera.authority());
    assertThat(cast.technician.get(CAMERA + "?snapshot=true").status()).isEqualTo(200);
  }

  @Test
  void itSendsNoMorePicturesASecondThanAskedFor() throws Exception {
    Stream slow = new Stream(cast.technician, "?fps=1");
    soon().until(() -> slow.arrived.size() >= 4);
    Duration three = Duration.between(slow.arrived.get(0), slow.arrived.get(3));
    assertThat(three).isGreaterThan(Duration.ofMillis(2_500));
    slow.close();
  }

  @Test
  void whoTakesNothingHoldsNothingUpAndSeesTheNewestLater() throws Exception {
    camera.close();
    camera = new SomeCamera(cast.lobby.vertx, 400);
    cast.lobby.registry.look("robot-1", camera.authority());
    try (Socket sleeper = new Socket()) {
      sleeper.setReceiveBufferSize(4096);
      sleeper.connect(new InetSocketAddress("127.0.0.1", cast.lobby.port));
      sleeper
          .getOutputStream()
          .write(
              ("GET /api/v1"
                      + CAMERA
                      + "?fps=10 HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: "
                      + cast.technician.header("Authorization")
                      + "\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      Stream awake = new Stream(cast.admin, "?fps=10");
      // 120 pictures of more than 100 kB: more than any buffer between may hold
      soon().until(() -> camera.sent.get() > 120 && awake.arrived.size() > 60);
      Instant newest = awake.arrived.get(awake.arrived.size() - 1);
      awake.close();
      assertThat(caughtUp(sleeper, newest.minusSeconds(1))).isLessThan(60);
    }
  }

  /** How many pictures a sleeper gets before one as new as that. */
  private static int caughtUp(Socket sleeper, Instant asNewAs) throws Exception {
    InputStream in = sleeper.getInputStream();
    StringBuilder text = new StringBuilder();
    byte[] chunk = new byte[65536];
    int pictures = 0;
    while (true) {
      int read = in.read(chunk);
      assertThat(read).isPositive();
      text.append(new String(chunk, 0, read, StandardCharsets.ISO_8859_1));
      Matcher arrived = ARRIVED.matcher(text);
      int last = 0;
      while (arrived.find()) {
        pictures++;
        last = arrived.end();
        if (!Instant.parse(arrived.group(1)).isBefore(asNewAs)) {
          return pictures;
        }
      }
      text.delete(0, Math.max(last, text.length() - 64));
    }
  }

  private static String state() {
    return cast.technician
        .get("/machines/robot-1/cameras")
        .json()
        .getJsonArray("items")
        .getJsonObject(0)
        .getString("state");
  }

  /** Somebody who watches. */
  private static final class Stream {
    final CopyOnWriteArrayList<Instant> arrived = new CopyOnWriteArrayList<>();
    final CompletableFuture<Void> whole;
    private final StringBuffer heard = new StringBuffer();
    private final InputStream body;
    volatile Instant ended = Instant.MAX;

    Stream(Visitor who) throws Exception {
      this(who, "?fps=10");
    }

    Stream(Visitor who, String query) throws Exception {
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + cast.lobby.port + "/api/v1" + CAMERA + query))
              .header("Authorization", who.header("Authorization"))
              .build();
      HttpResponse<InputStream> response = Visitor.HTTP.send(request, BodyHandlers.ofInputStream());
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("Content-Type").orElse(""))
          .startsWith("multipart/x-mixed-replace");
      body = response.body();
      whole = CompletableFuture.runAsync(this::read);
    }

    private void read() {
      byte[] chunk = new byte[65536];
      int searched = 0;
      try {
        for (int read = body.read(chunk); read >= 0; read = body.read(chunk)) {
          heard.append(new String(chunk, 0, read, StandardCharsets.ISO_8859_1));
          Matcher found = ARRIVED.matcher(heard);
          while (found.find(searched) && found.end() < heard.length()) {
            arrived.add(Instant.parse(found.group(1)));
            searched = found.end();
          }
        }
      } catch (IOException e) {
        // closed by the test
      }
      ended = Instant.now();
    }

    String text() {
      return heard.toString();
    }

    void close() throws Exception {
      body.close();
    }
  }
}
