package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fucina.gateway.api.Visitor.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong with a request, the answer says what, in the right place. */
class BadInputIT {
  @TempDir static Path folder;
  private static Lobby lobby;
  private static Visitor nobody;
  private static Visitor sme;

  @BeforeAll
  static void open() {
    lobby = new Lobby(folder);
    nobody = Visitor.nobody(lobby.port, new Described(lobby.contract));
    sme = nobody.as("sme");
  }

  @AfterAll
  static void close() {
    lobby.close();
  }

  private static JsonObject problem(HttpResponse<String> response) {
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    JsonObject json = new JsonObject(response.body());
    assertThat(json.getInteger("status")).isEqualTo(response.statusCode());
    return json;
  }

  @Test
  void anUnknownFieldAndAnUnknownParameterAreNamed() {
    JsonObject body = new JsonObject().put("email", "a@b.it").put("password", "x").put("otp", "1");
    assertThat(nobody.post("/sign-in", body).wrongFields()).containsExactly("otp");
    assertThat(sme.get("/machines?familly=robot").wrongFields()).containsExactly("familly");
    assertThat(sme.get("/machines?family=boat").wrongFields()).containsExactly("family");
    assertThat(sme.get("/machines?limit=0&limit=1").wrongFields()).containsExactly("limit");
    assertThat(sme.get("/machines?limit=many").wrongFields()).containsExactly("limit");
    assertThat(sme.get("/machines?q=1.5").status()).isEqualTo(200);
    assertThat(
            sme.get(
                    "/machines/robot-1/telemetry?from=2026-11-22T10:00:00%2B01:00&to=2026-11-22T11:00:00%2B01:00")
                .status())
        .isEqualTo(403);
  }

  @Test
  void aCharacterThatIsNoTextIsRefusedWhereItStands() {
    JsonObject ask = new JsonObject().put("name", "x\u0000y").put("scope", "read");
    assertThat(sme.post("/tokens", ask).wrongFields()).containsExactly("name");
    String half = "{\"name\":\"\\ud800\",\"scope\":\"read\"}";
    assertThat(sme.send("POST", "/tokens", "application/json", half).wrongFields())
        .containsExactly("name");
    assertThat(sme.get("/machines?q=a%00b").wrongFields()).containsExactly("q");
    assertThat(sme.get("/machines/a%00b").status()).isEqualTo(404);
  }

  @Test
  void everyListIsCutWhereOneAsksAndAnUnknownPlaceIsNamed() {
    for (String list : new String[] {"/centres", "/profiles", "/machines", "/tokens"}) {
      JsonObject page = sme.get(list + "?limit=1").json();
      assertThat(page.getJsonArray("items").size()).as(list).isLessThanOrEqualTo(1);
      assertThat(sme.get(list + "?after=no-such-place").wrongFields())
          .as(list)
          .containsExactly("after");
    }
    JsonObject first = sme.get("/profiles?limit=1").json();
    JsonObject second = sme.get("/profiles?limit=1&after=" + first.getString("next")).json();
    assertThat(second.getJsonArray("items")).isNotEqualTo(first.getJsonArray("items"));
  }

  @Test
  void aRequestNamesOneHost() {
    assertThat(problem(handMade("GET /api/v1/me HTTP/1.1\r\n\r\n")).getInteger("status"))
        .isEqualTo(400);
    String two = "GET /api/v1/me HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n";
    assertThat(problem(handMade(two)).getString("detail")).contains("one Host");
  }

  @Test
  void headAnswersAsGetWithoutTheBody() {
    HttpResponse<String> head = nobody.raw("HEAD", "/api/v1/openapi.yaml", "", "");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("Content-Type")).contains("application/yaml");
    assertThat(head.body()).isEmpty();
    assertThat(sme.raw("HEAD", "/api/v1/machines/robot-1?x=1", "", "").statusCode()).isEqualTo(400);
  }

  @Test
  void anAddressThatCannotBeDecodedIsAProblemToo() {
    HttpResponse<String> response = send("GET", "/api/v1/machines/%zz", "X: y", "");
    assertThat(problem(response).getInteger("status")).isEqualTo(400);
  }

  @Test
  void aFieldGivenTwiceIsNamed() {
    String twice = "{\"name\": \"a\", \"scope\": \"read\", \"name\": \"b\"}";
    assertThat(sme.send("POST", "/tokens", "application/json", twice).wrongFields())
        .containsExactly("name");
  }

  @Test
  void aBodyThatIsNoJsonSaysWhere() {
    Reply reply = nobody.send("POST", "/sign-in", "application/json", "{\"email\": ");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.wrongFields()).containsExactly("body");
    assertThat(nobody.send("POST", "/sign-in", "application/json", "").wrongFields())
        .containsExactly("body");
    assertThat(nobody.send("POST", "/sign-in", "application/json", "null").status()).isEqualTo(400);
  }

  @Test
  void aMediaTypeThatIsNotTakenIsNamed() {
    Reply reply = nobody.send("POST", "/sign-in", "application/x-www-form-urlencoded", "email=a");
    assertThat(reply.status()).isEqualTo(415);
    assertThat(reply.json().getString("detail")).contains("application/json");
    assertThat(nobody.send("POST", "/sign-in", "application/json; charset=utf-8", "{}").status())
        .isEqualTo(400);
  }

  @Test
  void aTokenThatIsMalformedIsAClear401() {
    for (String bad :
        new String[] {"Bearer", "Bearer a b", "Basic YTpi", "Bearer ☃", "fucina_s_x"}) {
      String sent = new String(bad.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
      HttpResponse<String> response = send("GET", "/api/v1/me", "Authorization: " + sent, "");
      assertThat(response.statusCode()).as(bad).isEqualTo(401);
      assertThat(problem(response).getString("detail")).contains("Bearer");
    }
    Reply unknown = nobody.with("Authorization", "Bearer fucina_s_" + "x".repeat(43)).get("/me");
    assertThat(unknown.status()).isEqualTo(401);
    assertThat(unknown.header("WWW-Authenticate")).startsWith("Bearer");
    assertThat(nobody.with("Authorization", "Bearer x").get("/me").status()).isEqualTo(401);
  }

  @Test
  void aBodyOfTwoMebibytesIsTooLargeHoweverItIsSent() {
    String two = "{\"email\":\"" + "x".repeat(2 * 1024 * 1024) + "\"}";
    assertThat(nobody.post("/sign-in", new JsonObject(two)).status()).isEqualTo(413);
    HttpResponse<String> chunked =
        send(
            "POST",
            "/api/v1/sign-in",
            "Content-Type: application/json\r\nTransfer-Encoding: chunked",
            chunks(two));
    assertThat(chunked.statusCode()).isEqualTo(413);
    assertThat(problem(chunked).getString("detail")).contains("1 MiB");
    assertThat(nobody.get("/openapi.yaml").status()).isEqualTo(200);
  }

  @Test
  void anAddressThatIsNotThereAndAMethodThatIsNot() {
    assertThat(problem(sme.raw("GET", "/api/v1/cameras", "", "")).getInteger("status"))
        .isEqualTo(404);
    assertThat(problem(sme.raw("GET", "/api/v2/me", "", "")).getInteger("status")).isEqualTo(404);
    HttpResponse<String> method =
        sme.raw("PUT", "/api/v1/machines/robot-1", "application/json", "{}");
    assertThat(problem(method).getInteger("status")).isEqualTo(405);
    assertThat(method.headers().firstValue("Allow")).contains("GET, PATCH, DELETE");
    assertThat(sme.get("/machines/%20").status()).isEqualTo(404);
    assertThat(sme.get("/machines/..%2Fme").status()).isEqualTo(404);
  }

  @Test
  void whatIsNoHttpIsAnsweredAllTheSame() {
    HttpResponse<String> response = send("GET", "/" + "x".repeat(9000), "X: y", "");
    assertThat(response.statusCode()).isBetween(400, 431);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
  }

  @Test
  void aFaultSaysNothingInnerButWhatToQuote() {
    lobby.store.broken = true;
    try {
      Visitor technician = nobody.as("technician");
      for (String query : new String[] {"", "?raw=true"}) {
        Reply reply = technician.get("/machines/robot-1/telemetry" + query);
        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.response().body()).doesNotContain("secret detail", "Exception");
        assertThat(reply.json().getString("instance")).startsWith("urn:fucina:fault:");
      }
    } finally {
      lobby.store.broken = false;
    }
  }

  @Test
  void aCookieFromAnotherSiteChangesNothing() {
    JsonObject person =
        new JsonObject().put("email", "sme@demo.fucina").put("password", Lobby.PASSWORD);
    String cookie = nobody.post("/sign-in", person).header("Set-Cookie").replaceAll(";.*", "");
    Visitor browser = nobody.with("Cookie", cookie);
    JsonObject ask = new JsonObject().put("name", "x").put("scope", "read");
    assertThat(browser.with("Origin", "https://elsewhere.example").post("/tokens", ask).status())
        .isEqualTo(403);
    assertThat(browser.with("Sec-Fetch-Site", "cross-site").post("/tokens", ask).status())
        .isEqualTo(403);
    assertThat(browser.with("Sec-Fetch-Site", "same-site").post("/tokens", ask).status())
        .isEqualTo(403);
    assertThat(browser.with("Origin", "null").post("/tokens", ask).status()).isEqualTo(403);
    assertThat(nobody.with("Origin", "https://elsewhere.example").post("/sign-in", person).status())
        .isEqualTo(403);
    Visitor page = browser.with("Origin", "http://127.0.0.1:" + lobby.port);
    assertThat(page.with("Sec-Fetch-Site", "same-origin").post("/tokens", ask).status())
        .isEqualTo(201);
    assertThat(page.post("/tokens", ask).status()).isEqualTo(201);
    assertThat(browser.with("Sec-Fetch-Site", "cross-site").get("/me").status()).isEqualTo(200);
    assertThat(sme.with("Origin", "https://elsewhere.example").post("/tokens", ask).status())
        .isEqualTo(201);
  }

  @Test
  void aBodyWhereNoneIsTakenIsRefused() {
    assertThat(sme.post("/live-tickets", new JsonObject()).status()).isEqualTo(201);
    assertThat(sme.post("/live-tickets", new JsonObject().put("minutes", 60)).wrongFields())
        .containsExactly("body");
    assertThat(
            sme.post("/bookings", new JsonObject().put("machines", new JsonArray())).wrongFields())
        .containsExactlyInAnyOrder("to", "machines");
  }

  @Test
  void aPageOrAPlainSentenceStandsAtTheRoot() {
    HttpResponse<String> page = nobody.raw("GET", "/", "", "");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'self'", "frame-ancestors 'none'");
    assertThat(nobody.raw("GET", "/assets/no-such-12345678.js", "", "").statusCode())
        .isEqualTo(404);
    assertThat(nobody.raw("GET", "/api/docs", "", "").body()).contains("<h1>Fucina API");
    HttpResponse<String> nowhere = nobody.raw("GET", "/health/ready", "", "");
    assertThat(nowhere.statusCode()).isEqualTo(404);
    assertThat(nowhere.body()).contains("management.port");
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getByName("127.0.0.1"))) {
      Management management =
          new Management(
              lobby.vertx, "127.0.0.1", taken.getLocalPort(), () -> "", java.util.List.of());
      assertThatThrownBy(() -> Lobby.get(management.start()))
          .hasRootCauseInstanceOf(java.net.BindException.class)
          .hasStackTraceContaining("Port " + taken.getLocalPort())
          .hasStackTraceContaining("management.port");
    }
  }

  @Test
  void theOperatorsDoorSaysWhatIsNotReady() {
    Management management =
        new Management(
            lobby.vertx,
            "127.0.0.1",
            0,
            () -> "up 1\n",
            java.util.List.of(
                new Management.Check("store", Optional::empty),
                new Management.Check("database", () -> Optional.of("is away")),
                new Management.Check(
                    "disk",
                    () -> {
                      throw new IllegalStateException("gone");
                    })));
    int port = Lobby.get(management.start());
    Visitor operator = Visitor.nobody(port, new Described(lobby.contract));
    assertThat(operator.raw("GET", "/metrics", "", "").body()).isEqualTo("up 1\n");
    assertThat(operator.raw("GET", "/health/live", "", "").statusCode()).isEqualTo(200);
    HttpResponse<String> ready = operator.raw("GET", "/health/ready", "", "");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).contains("\"status\":\"not-ready\"", "is away", "cannot be checked");
    Lobby.get(management.stop());
  }

  private static String chunks(String body) {
    StringBuilder chunks = new StringBuilder();
    for (int at = 0; at < body.length(); at += 65_536) {
      String chunk = body.substring(at, Math.min(body.length(), at + 65_536));
      chunks
          .append(Integer.toHexString(chunk.length()))
          .append("\r\n")
          .append(chunk)
          .append("\r\n");
    }
    return chunks.append("0\r\n\r\n").toString();
  }

  /** A request written by hand, as no well-behaved client would. */
  private static HttpResponse<String> send(
      String method, String path, String headers, String body) {
    return handMade(method + " " + path + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n\r\n" + body);
  }

  private static HttpResponse<String> handMade(String request) {
    try (Socket socket = new Socket("127.0.0.1", lobby.port)) {
      socket.setSoTimeout(60_000);
      OutputStream out = socket.getOutputStream();
      try {
        out.write(request.getBytes(StandardCharsets.ISO_8859_1));
      } catch (SocketException answeredBeforeAllWasSent) {
        return HandMade.of(read(socket.getInputStream()));
      }
      return HandMade.of(read(socket.getInputStream()));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads one answer: its head, and as much as its Content-Length says. */
  private static String read(InputStream in) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (!HandMade.whole(bytes.toString(StandardCharsets.UTF_8))) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      bytes.write(next);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
