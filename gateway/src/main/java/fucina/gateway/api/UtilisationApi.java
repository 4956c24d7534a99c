package fucina.gateway.api;

import fucina.gateway.registry.Centre;
import fucina.gateway.registry.Machine;
import fucina.gateway.registry.Registry;
import fucina.gateway.utilisation.Figures;
import fucina.gateway.utilisation.Grouping;
import fucina.gateway.utilisation.Utilisation;
import fucina.scheduler.Actor;
import fucina.scheduler.Window;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** How well machines are used; a centre's staff see their own centre's. */
final class UtilisationApi implements Resource {
  private static final Duration LONGEST = Duration.ofDays(400);

  private final Utilisation utilisation;
  private final Registry registry;
  private final SessionShape names;

  UtilisationApi(Utilisation utilisation, Registry registry, SessionShape names) {
    this.utilisation = utilisation;
    this.registry = registry;
    this.names = names;
  }

  @Override
  public Map<String, Door.Work> works() {
    return Map.of("utilisation", this::answer);
  }

  private Future<Answer> answer(Call call) {
    Instant from = call.instant("from").orElseThrow();
    Instant to = call.instant("to").orElseThrow();
    if (!from.isBefore(to)) {
      return Future.succeededFuture(Problem.invalid("to", "must be later than from"));
    }
    if (Duration.between(from, to).compareTo(LONGEST) > 0) {
      return Future.succeededFuture(
          Problem.invalid("to", "must be at most " + LONGEST.toDays() + " days after from"));
    }
    Actor actor = call.actor();
    Optional<String> own =
        actor.capacity() == Actor.Capacity.ADMINISTRATOR
            ? Optional.empty()
            : Optional.of(actor.centre().orElse(""));
    Optional<String> asked = call.text("centre");
    if (asked.isPresent() && own.isPresent() && !asked.equals(own)) {
      return Future.succeededFuture(
          Problem.forbidden(
              "Staff of a centre see its own utilisation: centre=%s, or no centre."
                  .formatted(own.get())));
    }
    Window span = new Window(from, to);
    Grouping by = Grouping.valueOf(call.text("by").orElseThrow().toUpperCase(Locale.ROOT));
    return utilisation
        .of(span, by, asked.or(() -> own))
        .map(
            report ->
                call.text("format").filter("csv"::equals).isPresent()
                    ? sheet(report, span, by)
                    : Answer.ok(shape(report, span, by)));
  }

  private Answer sheet(Utilisation.Report report, Window span, Grouping by) {
    String file =
        "utilisation-%s-%s.csv"
            .formatted(Shapes.word(by), span.from().atOffset(ZoneOffset.UTC).toLocalDate());
    return Answer.text(
            "text/csv; charset=utf-8; header=present",
            UtilisationSheet.of(report.groups(), namesOf(by)))
        .with("Content-Disposition", "attachment; filename=\"" + file + "\"");
  }

  private JsonObject shape(Utilisation.Report report, Window span, Grouping by) {
    JsonArray items = new JsonArray();
    UnaryOperator<String> name = namesOf(by);
    for (Figures group : report.groups()) {
      JsonObject item =
          new JsonObject().put("group", Shapes.named(group.group(), name.apply(group.group())));
      items.add(item.mergeIn(UtilisationSheet.shape(group)));
    }
    return new JsonObject()
        .put("from", Shapes.instant(span.from()))
        .put("to", Shapes.instant(span.to()))
        .put("by", Shapes.word(by))
        .put("total", UtilisationSheet.shape(report.total()))
        .put("items", items);
  }

  /** What people call a group; its id where its machine or centre is no longer known. */
  private UnaryOperator<String> namesOf(Grouping by) {
    return switch (by) {
      case MACHINE -> id -> registry.machine(id).map(Machine::name).orElse(id);
      case CENTRE ->
          id ->
              registry.centres().stream()
                  .filter(centre -> centre.id().equals(id))
                  .map(Centre::name)
                  .findFirst()
                  .orElse(id);
      case ORGANISATION -> id -> names.organisation(id).getString("name");
    };
  }
}
