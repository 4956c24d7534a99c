package fucina.gateway.notice;

import fucina.gateway.notice.Happening.Held;
import fucina.scheduler.Actor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** What a webhook is sent: type, timestamp and data, as Standard Webhooks has it. */
final class WebhookBody {
  private final Function<String, Optional<Place>> places;

  WebhookBody(Function<String, Optional<Place>> places) {
    this.places = places;
  }

  /**
   * The body; the same at each attempt.
   *
   * @param toStaff whether it goes to a centre, which may learn who of its staff did it
   */
  JsonObject of(Happening happening, boolean toStaff) {
    List<Held> told = happening.concerned();
    return new JsonObject()
        .put("type", happening.kind().orElseThrow().action())
        .put("timestamp", happening.at().toString())
        .put(
            "data",
            new JsonObject()
                .put("booking", happening.booking())
                .put("state", word(happening.state()))
                .put("version", happening.detail().getLong("version"))
                .put("organisation", happening.organisation())
                .put("person", happening.holder())
                .put("purpose", happening.purpose())
                .put("reason", happening.detail().getString("reason"))
                .put("by", by(happening, toStaff))
                .put("machines", new JsonArray(told.stream().map(this::machine).toList())));
  }

  private JsonObject machine(Held held) {
    return new JsonObject()
        .put("id", held.machine())
        .put("name", places.apply(held.machine()).map(Place::name).orElse(held.machine()))
        .put("session", held.session())
        .put("from", held.from().toString())
        .put("to", held.to().toString());
  }

  /** Somebody of the same organisation by id; staff only by what they are, unless to staff. */
  private static JsonObject by(Happening happening, boolean toStaff) {
    Actor by = happening.by();
    boolean named = toStaff || by.organisation().equals(happening.organisation());
    return new JsonObject()
        .put("role", word(by.capacity().name()))
        .put("person", named && by.capacity() != Actor.Capacity.GATEWAY ? by.person() : null);
  }

  private static String word(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
