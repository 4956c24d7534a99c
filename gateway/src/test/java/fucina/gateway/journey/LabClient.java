package fucina.gateway.journey;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** A person at their desk, through the HTTP contract and nothing else. */
public final class LabClient {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(30)).build();

  private final String base;
  private final String token;

  private LabClient(String base, String token) {
    this.base = base;
    this.token = token;
  }

  /** Signs in as a demo person. */
  public static LabClient signedIn(String url, String person) {
    LabClient nobody = new LabClient(url + "/api/v1", "");
    Answer answer =
        nobody.post(
            "/sign-in",
            new JsonObject().put("email", person + "@demo.fucina").put("password", "fucina-demo"));
    if (answer.status() != 200) {
      throw new IllegalStateException("sign-in of " + person + ": " + answer);
    }
    return new LabClient(nobody.base, answer.json().getString("token"));
  }

  /** What came back. */
  public record Answer(int status, String body, HttpResponse<String> response) {
    public JsonObject json() {
      return new JsonObject(body);
    }

    @Override
    public String toString() {
      return status + " " + body;
    }
  }

  public String token() {
    return token;
  }

  public Answer get(String path) {
    return send("GET", path, "", Map.of());
  }

  public Answer delete(String path) {
    return send("DELETE", path, "", Map.of());
  }

  public Answer post(String path, JsonObject body) {
    return send("POST", path, body.encode(), Map.of());
  }

  public Answer patch(String path, JsonObject body) {
    return send("PATCH", path, body.encode(), Map.of());
  }

  public Answer post(String path) {
    return send("POST", path, "", Map.of());
  }

  /** Books machines from now on, with a key of its own. */
  public Answer bookNow(String machine, Duration length) {
    String to = java.time.Instant.now().plus(length).toString();
    JsonObject body =
        new JsonObject()
            .put("machines", new io.vertx.core.json.JsonArray().add(machine))
            .put("from", "now")
            .put("to", to)
            .put("purpose", "test before invest");
    return send(
        "POST",
        "/bookings",
        body.encode(),
        Map.of("Idempotency-Key", UUID.randomUUID().toString()));
  }

  /** Presses a command. */
  public Answer command(String session, String command, JsonObject arguments) {
    return post(
        "/sessions/" + session + "/commands",
        new JsonObject()
            .put("command", command)
            .put("arguments", arguments)
            .put("nonce", UUID.randomUUID().toString()));
  }

  /** What an address answers well, byte for byte. */
  public byte[] bytes(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(Duration.ofSeconds(60))
            .header("Authorization", "Bearer " + token)
            .build();
    try {
      HttpResponse<byte[]> response = HTTP.send(request, BodyHandlers.ofByteArray());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(path + ": " + response.statusCode());
      }
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public Answer send(String method, String path, String body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(Duration.ofSeconds(60))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    headers.forEach(request::setHeader);
    try {
      HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Opens the live socket. */
  public LiveClient live() {
    return LiveClient.open(HTTP, base.replaceFirst("^http", "ws") + "/live", token);
  }
}
