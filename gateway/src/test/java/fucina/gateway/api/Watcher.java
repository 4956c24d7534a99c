package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Validator;
import java.net.URI;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Somebody at the live socket; every frame they get is held against the file. */
final class Watcher implements WebSocket.Listener, AutoCloseable {
  private final List<JsonObject> frames = new CopyOnWriteArrayList<>();
  private final StringBuilder partial = new StringBuilder();
  private final Validator frame;
  private final WebSocket socket;
  volatile int closedWith;

  private Watcher(Lobby lobby, String header, String value) throws Exception {
    this.frame = lobby.contract.schema("LiveFrame");
    this.socket =
        Visitor.HTTP
            .newWebSocketBuilder()
            .header(header, value)
            .buildAsync(URI.create("ws://127.0.0.1:" + lobby.port + "/api/v1/live"), this)
            .get(60, TimeUnit.SECONDS);
  }

  static Watcher at(Lobby lobby, Visitor who) throws Exception {
    return new Watcher(lobby, "Authorization", who.header("Authorization"));
  }

  Watcher say(String text) {
    socket.sendText(text, true).join();
    return this;
  }

  Watcher subscribe(String machine, String... signals) {
    return say(
        new JsonObject()
            .put(
                "subscribe",
                new JsonArray()
                    .add(
                        new JsonObject()
                            .put("machine", machine)
                            .put("signals", new JsonArray(List.of(signals)))))
            .put("rateHz", 20)
            .encode());
  }

  List<JsonObject> frames(String t) {
    return frames.stream().filter(each -> t.equals(each.getString("t"))).toList();
  }

  /** The values told of a signal's index so far, in order. */
  List<Object> values(int index) {
    return frames("values").stream()
        .flatMap(each -> each.getJsonArray("v").stream())
        .map(JsonArray.class::cast)
        .filter(each -> each.getInteger(0) == index)
        .map(each -> each.getValue(2))
        .toList();
  }

  /** Fails where the file does not describe a frame. */
  void hold() {
    assertThat(frames)
        .allSatisfy(
            each ->
                assertThat(frame.validate(each).getValid())
                    .as("%s: %s", each, frame.validate(each).getErrors())
                    .isTrue());
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      frames.add(new JsonObject(partial.toString()));
      partial.setLength(0);
    }
    webSocket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
    closedWith = code;
    return null;
  }

  @Override
  public void close() {
    hold();
    socket.abort();
  }
}
