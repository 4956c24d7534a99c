package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Validator;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Somebody who reads live events; every frame they get is held against the file. */
final class EventReader implements AutoCloseable {
  private final List<JsonObject> frames = new CopyOnWriteArrayList<>();
  private final Validator frame;
  private final HttpResponse<Stream<String>> answer;
  final CompletableFuture<Void> ended;

  EventReader(Lobby lobby, Visitor who, JsonObject request) throws Exception {
    this.frame = lobby.contract.schema("LiveFrame");
    this.answer =
        Visitor.HTTP
            .sendAsync(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + lobby.port + "/api/v1" + address(request)))
                    .header("Authorization", who.header("Authorization"))
                    .header("Accept-Encoding", "gzip")
                    .build(),
                BodyHandlers.ofLines())
            .get(60, TimeUnit.SECONDS);
    this.ended = CompletableFuture.runAsync(() -> answer.body().forEach(this::line));
  }

  static String address(JsonObject request) {
    return "/live-events?request=" + URLEncoder.encode(request.encode(), StandardCharsets.UTF_8);
  }

  HttpResponse<?> answer() {
    return answer;
  }

  private void line(String line) {
    if (line.startsWith("data: ")) {
      frames.add(new JsonObject(line.substring("data: ".length())));
    }
  }

  List<JsonObject> frames(String t) {
    return frames.stream().filter(each -> t.equals(each.getString("t"))).toList();
  }

  List<Object> values() {
    return frames("values").stream()
        .flatMap(each -> each.getJsonArray("v").stream())
        .map(each -> ((JsonArray) each).getValue(2))
        .toList();
  }

  @Override
  public void close() {
    answer.body().close();
    assertThat(frames)
        .allSatisfy(
            each ->
                assertThat(frame.validate(each).getValid())
                    .as("%s: %s", each, frame.validate(each).getErrors())
                    .isTrue());
  }
}
