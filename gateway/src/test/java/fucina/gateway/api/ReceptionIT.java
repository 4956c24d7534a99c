package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fucina.gateway.Patience;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients who take their time, over real sockets. Each test makes one of the limits short. */
@Timeout(300)
class ReceptionIT {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final String ASK = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

  private final Vertx vertx = Vertx.vertx();
  private final List<Socket> sockets = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    Lobby.get(vertx.close());
  }

  private static Reception.Limits limits(
      Duration head, Duration body, Duration upload, Duration idle) {
    return new Reception.Limits(head, body, upload, idle, 100);
  }

  /** Answers each request with its length once it is whole; never one for {@code /wait}. */
  private int listening(Reception.Limits limits) {
    HttpServer server =
        new Reception(vertx, limits, request -> request.path().equals("/upload"))
            .server(new HttpServerOptions(), ReceptionIT::answer);
    return Lobby.get(server.listen(0, "127.0.0.1")).actualPort();
  }

  private static void answer(HttpServerRequest request) {
    if (request.path().equals("/wait")) {
      request.response().setChunked(true).write("so far");
    } else {
      request.body().onSuccess(body -> request.response().end(body.length() + " bytes"));
    }
  }

  private Socket open(int port) throws IOException {
    Socket socket = new Socket("127.0.0.1", port);
    sockets.add(socket);
    socket.setSoTimeout(60_000);
    return socket;
  }

  private static Socket send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return socket;
  }

  /** Sends a byte whenever nothing has come for a moment, until the other side ends it. */
  private static String drip(Socket socket) throws IOException {
    socket.setSoTimeout(20);
    StringBuilder got = new StringBuilder();
    while (true) {
      try {
        int next = socket.getInputStream().read();
        if (next < 0) {
          return got.toString();
        }
        got.append((char) next);
      } catch (SocketTimeoutException quiet) {
        try {
          send(socket, "x");
        } catch (IOException ended) {
          return got.toString();
        }
      } catch (IOException reset) {
        return got.toString();
      }
    }
  }

  private static String answered(Socket socket) throws IOException {
    StringBuilder got = new StringBuilder();
    while (!HandMade.whole(got.toString())) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        return got.toString();
      }
      got.append((char) next);
    }
    return got.toString();
  }

  private static boolean ends(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException reset) {
      return true;
    }
  }

  @Test
  void aHeadThatComesByDropsIsCutOff() throws Exception {
    Socket socket = open(listening(limits(SHORT, LONG, LONG, LONG)));
    assertThat(drip(send(socket, "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "))).isEmpty();
  }

  @Test
  void aConnectionThatSaysNothingIsCutOff() throws Exception {
    assertThat(ends(open(listening(limits(SHORT, LONG, LONG, LONG))))).isTrue();
  }

  @Test
  void aBodyThatComesByDropsIsAnswered408AndCutOffAndAnUploadMayTakeLonger() throws Exception {
    int port = listening(limits(LONG, SHORT, LONG, LONG));
    String post = " HTTP/1.1\r\nHost: x\r\nContent-Length: 4000\r\n\r\n";
    Socket upload = send(open(port), "POST /upload" + post);
    String answer = drip(send(open(port), "POST /other" + post));
    assertThat(answer).startsWith("HTTP/1.1 408 ").contains("urn:fucina:problem:too-slow");
    assertThat(answer.toLowerCase(java.util.Locale.ROOT)).contains("connection: close");
    assertThat(answered(send(upload, "x".repeat(4000)))).endsWith("4000 bytes");
  }

  @Test
  void aChunkedBodyThatNeverEndsIsAnswered408() throws Exception {
    int port = listening(limits(LONG, SHORT, LONG, LONG));
    Socket socket =
        send(open(port), "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nfff\r\n");
    assertThat(drip(socket)).startsWith("HTTP/1.1 408 ");
  }

  @Test
  void aConnectionWithoutFurtherRequestsEndsAndOneWhoseAnswerGoesOnStays() throws Exception {
    int port = listening(limits(LONG, LONG, LONG, SHORT));
    Socket streamed = send(open(port), "GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
    Socket idle = open(port);
    assertThat(answered(send(idle, ASK))).endsWith("0 bytes");
    assertThat(ends(idle)).isTrue();
    // A second one outlives two more of these spans, and the first is there still.
    Socket again = open(port);
    assertThat(answered(send(again, ASK))).endsWith("0 bytes");
    assertThat(ends(again)).isTrue();
    streamed.setSoTimeout(20);
    assertThat(drained(streamed)).isTrue();
  }

  /** Whether it is open, with no more to read. */
  private static boolean drained(Socket socket) throws IOException {
    try {
      while (socket.getInputStream().read() >= 0) {
        // what it was sent so far
      }
      return false;
    } catch (SocketTimeoutException open) {
      return true;
    }
  }

  @Test
  void oneAddressHoldsNoMoreConnectionsThanItMayAndGetsOneForEachItGivesBack() throws Exception {
    int port = listening(new Reception.Limits(LONG, LONG, LONG, LONG, 3));
    for (int i = 0; i < 3; i++) {
      assertThat(answered(send(open(port), ASK))).endsWith("0 bytes");
    }
    assertThat(ends(open(port))).isTrue();
    sockets.get(0).close();
    await()
        .atMost(Patience.LONG)
        .ignoreExceptions()
        .until(() -> answered(send(open(port), ASK)).endsWith("0 bytes"));
  }

  @Test
  void theApisOwnDoorIsKeptLikeThisAndItsLiveSocketsAreLetBe(@TempDir Path folder)
      throws Exception {
    HttpSettings settings =
        new HttpSettings(
            "127.0.0.1",
            0,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            limits(LONG, SHORT, LONG, SHORT));
    try (Lobby lobby = new Lobby(folder, settings);
        Watcher live =
            Watcher.at(
                lobby,
                Visitor.nobody(lobby.port, new Described(lobby.contract)).as("technician"))) {
      Socket slow =
          send(
              open(lobby.port),
              "POST /api/v1/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                  + "Content-Length: 4000\r\n\r\n{");
      assertThat(drip(slow)).startsWith("HTTP/1.1 408 ");
      Socket idle = send(open(lobby.port), "GET /api/v1/me HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(answered(idle)).startsWith("HTTP/1.1 401 ");
      assertThat(ends(idle)).isTrue();
      live.subscribe("robot-1");
      await().atMost(Patience.LONG).until(() -> !live.frames("subscribed").isEmpty());
    }
  }
}
