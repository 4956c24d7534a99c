package fucina.gateway.api;

import fucina.gateway.link.DeadLetter;
import fucina.gateway.link.DeadLetters;
import fucina.gateway.registry.Machine;
import fucina.gateway.registry.Registry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What a machine sent that could not be understood, for those who can put it right. */
final class DeadLettersApi implements Resource {
  private final Registry registry;
  private final DeadLetters letters;

  DeadLettersApi(Parts.Lab lab) {
    this.registry = lab.registry();
    this.letters = lab.deadLetters();
  }

  @Override
  public Map<String, Door.Work> works() {
    return Map.of("deadLetters", this::list);
  }

  private Future<Answer> list(Call call) {
    String id = call.path("machine");
    Optional<Machine> machine = registry.machine(id);
    if (machine.isEmpty()) {
      return Future.succeededFuture(Problem.notFound("machine " + id));
    }
    if (!call.actor().staffOf(machine.get().centre())) {
      return Future.succeededFuture(
          Problem.forbidden("Only staff of centre " + machine.get().centre() + " may see this."));
    }
    return Future.succeededFuture(
        Page.cut(
            letters.recent(id),
            call,
            DeadLettersApi::key,
            DeadLettersApi::shape,
            new JsonObject().put("count", letters.count(id))));
  }

  /** A kind is a source and a reason; both may be long. */
  private static String key(DeadLetter letter) {
    String kind = letter.source() + '\n' + letter.reason();
    return UUID.nameUUIDFromBytes(kind.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static JsonObject shape(DeadLetter letter) {
    return new JsonObject()
        .put("source", letter.source())
        .put("reason", letter.reason())
        .put("excerpt", letter.excerpt())
        .put("size", letter.size())
        .put("at", Shapes.instant(letter.at()))
        .put("times", letter.times());
  }
}
