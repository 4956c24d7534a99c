package fucina.gateway.record;

import fucina.gateway.alarm.Occurrence;
import fucina.gateway.session.CommandRecord;
import fucina.gateway.session.CommandRecord.Step;
import fucina.gateway.session.CommandRecord.Stepped;
import fucina.gateway.session.Session;
import fucina.gateway.telemetry.Gap;
import fucina.profiles.Profile;
import fucina.scheduler.AuditEntry;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a dataset says besides its readings, as {@code record.json} holds it. */
final class RecordJson {
  private final Facts facts;

  RecordJson(Facts facts) {
    this.facts = facts;
  }

  /** Whose, when, on what; the figures are put in beside. */
  JsonObject head() {
    Session session = facts.session();
    Profile profile = facts.machine().profile();
    return new JsonObject()
        .put("session", session.id())
        .put("booking", session.booking())
        .put(
            "machine",
            new JsonObject()
                .put("id", facts.machine().id())
                .put("name", facts.machine().name())
                .put("centre", facts.machine().centre()))
        .put(
            "profile",
            new JsonObject()
                .put("id", profile.id())
                .put("version", profile.version())
                .put("sha256", profile.hash()))
        .put("organisation", session.party().organisation())
        .put("person", session.party().person())
        .put("operator", session.operator().orElse(null))
        .put("planned", window(session.window().from(), session.window().to()))
        .put("actual", window(facts.from(), facts.to()))
        .put("state", Words.word(session.state()))
        .put("endReason", session.endReason().orElse(null))
        .put("endOutcome", session.endOutcome().orElse(null))
        .put("sealedAt", Words.instant(facts.sealedAt()))
        .put("linkAtSealing", Words.word(facts.link()))
        .put("clockOffsetMs", facts.clockOffset().map(Duration::toMillis).orElse(null));
  }

  List<JsonObject> events() {
    return facts.events().stream()
        .map(
            line -> {
              AuditEntry entry = line.entry();
              return new JsonObject()
                  .put("at", Words.instant(entry.at()))
                  .put("action", entry.action())
                  .put("person", entry.actor().person())
                  .put("role", Words.word(entry.actor().capacity()))
                  .put("detail", new JsonObject(entry.detail()));
            })
        .toList();
  }

  List<JsonObject> commands() {
    return facts.commands().stream()
        .map(
            command ->
                new JsonObject()
                    .put("id", command.id())
                    .put("command", command.command())
                    .put("arguments", new JsonObject(command.arguments()))
                    .put("person", command.person())
                    .put("step", Words.word(command.step()))
                    .put("acceptedMs", millis(command, Step.ACCEPTED))
                    .put("confirmedMs", millis(command, Step.CONFIRMED))
                    .put(
                        "steps",
                        new JsonArray(command.steps().stream().map(RecordJson::step).toList())))
        .toList();
  }

  private static JsonObject step(Stepped step) {
    return new JsonObject()
        .put("step", Words.word(step.step()))
        .put("at", Words.instant(step.at()))
        .put("detail", step.detail());
  }

  /** How long after it was sent a command came so far; null where it did not. */
  private static @Nullable Long millis(CommandRecord command, Step step) {
    Function<Step, Optional<Instant>> at =
        wanted ->
            command.steps().stream()
                .filter(each -> each.step() == wanted)
                .map(Stepped::at)
                .findFirst();
    return at.apply(Step.SENT)
        .flatMap(sent -> at.apply(step).map(then -> Duration.between(sent, then).toMillis()))
        .orElse(null);
  }

  /** A line a step, for spreadsheets. */
  List<JsonObject> steps() {
    return commands().stream()
        .flatMap(
            command ->
                command.getJsonArray("steps").stream()
                    .map(JsonObject.class::cast)
                    .map(step -> command.copy().put("step", null).mergeIn(step).put("steps", null)))
        .toList();
  }

  /** As the organisation may know them: what was measured or noted before its window is not its. */
  List<JsonObject> alarms() {
    return facts.alarms().stream().map(this::alarm).toList();
  }

  private JsonObject alarm(Occurrence one) {
    boolean own = !one.raisedAt().isBefore(facts.from());
    return new JsonObject()
        .put("id", one.id())
        .put("source", Words.word(one.source()))
        .put("condition", one.condition())
        .put("signal", one.signal().orElse(null))
        .put("title", Words.label(one.title()))
        .put("severity", one.severity())
        .put("raisedAt", Words.instant(one.raisedAt()))
        .put("value", own ? one.value().map(Words::plain).orElse(null) : null)
        .put("clearedAt", one.cleared().map(gone -> Words.instant(gone.at())).orElse(null))
        .put("clearCause", one.cleared().map(gone -> Words.word(gone.cause())).orElse(null))
        .put("acknowledgement", one.acknowledgement().map(this::noted).orElse(null));
  }

  private JsonObject noted(Occurrence.Acknowledgement noted) {
    boolean own = !noted.at().isBefore(facts.from());
    return new JsonObject()
        .put("person", noted.person().orElse(null))
        .put("at", Words.instant(noted.at()))
        .put("note", own ? noted.note() : "")
        .put(
            "noteBy",
            noted.later().filter(by -> own).map(Occurrence.NotedLater::person).orElse(null));
  }

  List<JsonObject> gaps() {
    return facts.gaps().stream()
        .map(
            (Gap gap) ->
                window(gap.from(), gap.to())
                    .put("signal", gap.signal().isEmpty() ? null : gap.signal())
                    .put("reason", gap.reason()))
        .toList();
  }

  private static JsonObject window(Instant from, Instant to) {
    return new JsonObject().put("from", Words.instant(from)).put("to", Words.instant(to));
  }
}
