package fucina.gateway.api;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Somebody at the HTTP face; every answer they get is held against the file. */
final class Visitor {
  static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(30))
          .build();

  private final int port;
  private final Described described;
  private final Map<String, String> headers;

  private Visitor(int port, Described described, Map<String, String> headers) {
    this.port = port;
    this.described = described;
    this.headers = headers;
  }

  static Visitor nobody(int port, Described described) {
    return new Visitor(port, described, Map.of());
  }

  /** Signs in as somebody of the lobby. */
  Visitor as(String person) {
    String token =
        post(
                "/sign-in",
                new JsonObject()
                    .put("email", person + "@demo.fucina")
                    .put("password", Lobby.PASSWORD))
            .json()
            .getString("token");
    return with("Authorization", "Bearer " + token);
  }

  Visitor with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Visitor(port, described, more);
  }

  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /** What came back. */
  record Reply(HttpResponse<String> response) {
    int status() {
      return response.statusCode();
    }

    JsonObject json() {
      return new JsonObject(response.body());
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    /** The fields a problem names. */
    List<String> wrongFields() {
      return json().getJsonArray("errors").stream()
          .map(error -> ((JsonObject) error).getString("field"))
          .toList();
    }

    /** The rules a refusal names. */
    List<String> rules() {
      return json().getJsonArray("refusals").stream()
          .map(refusal -> ((JsonObject) refusal).getString("rule"))
          .toList();
    }
  }

  Reply get(String path) {
    return send("GET", path, "", "");
  }

  Reply delete(String path) {
    return send("DELETE", path, "", "");
  }

  Reply post(String path) {
    return send("POST", path, "", "");
  }

  Reply post(String path, JsonObject body) {
    return send("POST", path, "application/json", body.encode());
  }

  Reply patch(String path, JsonObject body) {
    return send("PATCH", path, "application/json", body.encode());
  }

  Reply put(String path, JsonObject body) {
    return send("PUT", path, "application/json", body.encode());
  }

  Reply send(String method, String path, String type, String body) {
    HttpResponse<String> response = raw(method, "/api/v1" + path, type, body);
    described.hold(method, path, response);
    return new Reply(response);
  }

  /** A request the file need not know. */
  HttpResponse<String> raw(String method, String path, String type, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(60))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    headers.forEach(request::header);
    try {
      return HTTP.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
