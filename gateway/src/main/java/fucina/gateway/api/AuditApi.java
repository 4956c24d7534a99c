package fucina.gateway.api;

import fucina.scheduler.Actor;
import fucina.scheduler.AuditEntry;
import fucina.scheduler.postgres.Audit;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;

/** Who did what, and when; a centre's staff read what concerns their centre. */
final class AuditApi implements Resource {
  private final Audit audit;
  private final SessionShape names;

  AuditApi(Audit audit, SessionShape names) {
    this.audit = audit;
    this.names = names;
  }

  @Override
  public Map<String, Door.Work> works() {
    return Map.of("listAudit", this::list);
  }

  private Future<Answer> list(Call call) {
    int limit = call.number("limit");
    Optional<Long> after;
    try {
      after = call.text("after").map(Long::valueOf);
    } catch (NumberFormatException e) {
      return Future.succeededFuture(Problem.invalid("after", "is not the next of a page before"));
    }
    Actor actor = call.actor();
    Optional<String> centre =
        actor.capacity() == Actor.Capacity.ADMINISTRATOR
            ? Optional.empty()
            : Optional.of(actor.centre().orElse(""));
    return audit
        .list(centre, call.text("subject"), limit + 1, after)
        .map(
            lines ->
                Answer.ok(
                    Page.of(lines, limit, line -> Long.toString(line.number()), this::shape)
                        .json()));
  }

  private JsonObject shape(Audit.Line line) {
    AuditEntry entry = line.entry();
    return new JsonObject()
        .put("id", Long.toString(line.number()))
        .put("at", Shapes.instant(entry.at()))
        .put("person", names.person(entry.actor().person()))
        .put("organisation", names.organisation(entry.actor().organisation()))
        .put("role", Shapes.word(entry.actor().capacity()))
        .put("action", entry.action())
        .put("subject", entry.subject())
        .put("detail", new JsonObject(entry.detail()));
  }
}
