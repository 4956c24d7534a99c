package fucina.gateway.journey;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A live socket that keeps all it is told. */
public final class LiveClient implements WebSocket.Listener, AutoCloseable {
  private final List<Told> messages = new CopyOnWriteArrayList<>();
  private final StringBuilder partial = new StringBuilder();
  private WebSocket socket;

  private record Told(Instant at, JsonObject message) {
    boolean is(String kind) {
      return kind.equals(message.getString("t"));
    }
  }

  static LiveClient open(HttpClient http, String url, String token) {
    LiveClient client = new LiveClient();
    client.socket =
        http.newWebSocketBuilder()
            .header("Authorization", "Bearer " + token)
            .buildAsync(URI.create(url), client)
            .join();
    return client;
  }

  public LiveClient subscribe(String machine, int rateHz) {
    return say(
        new JsonObject()
            .put("subscribe", new JsonArray().add(new JsonObject().put("machine", machine)))
            .put("rateHz", rateHz));
  }

  public LiveClient say(JsonObject message) {
    socket.sendText(message.encode(), true).join();
    return this;
  }

  /** All messages of a kind so far. */
  public List<JsonObject> told(String kind) {
    return messages.stream().filter(told -> told.is(kind)).map(Told::message).toList();
  }

  /** When the first message of a kind came, however late it is looked at. */
  public Optional<Instant> firstTold(String kind) {
    return messages.stream().filter(told -> told.is(kind)).map(Told::at).findFirst();
  }

  @Override
  public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      messages.add(new Told(Instant.now(), new JsonObject(partial.toString())));
      partial.setLength(0);
    }
    webSocket.request(1);
    return null;
  }

  @Override
  public void close() {
    socket.abort();
  }
}
