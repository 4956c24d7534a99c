package fucina.gateway.api;

import fucina.gateway.alarm.Occurrence;
import fucina.gateway.alarm.Occurrence.Acknowledgement;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/** Alarms on the wire, as {@code Alarm} of the file describes them. */
final class AlarmShape {
  private final SessionShape names;

  AlarmShape(SessionShape names) {
    this.names = names;
  }

  /**
   * An alarm.
   *
   * @param since when the own window began; what was measured or noted before it is another's and
   *     is left out. Empty for staff, who see all
   */
  JsonObject alarm(Occurrence one, Optional<Instant> since) {
    boolean own = since.filter(begin -> one.raisedAt().isBefore(begin)).isEmpty();
    return new JsonObject()
        .put("id", one.id())
        .put("machine", one.machine())
        .put("source", Shapes.word(one.source()))
        .put("condition", one.condition())
        .put("signal", one.signal().orElse(null))
        .put("title", new JsonObject().put("en", one.title().en()).put("it", one.title().it()))
        .put("severity", one.severity())
        .put("state", Shapes.word(one.state()))
        .put("raisedAt", Shapes.instant(one.raisedAt()))
        .put("value", own ? one.value().map(Shapes::plain).orElse(null) : null)
        .put("doubt", one.doubt().map(Shapes::word).orElse(null))
        .put("clearedAt", Shapes.instant(one.cleared().map(Occurrence.Cleared::at)))
        .put("clearCause", one.cleared().map(gone -> Shapes.word(gone.cause())).orElse(null))
        .put(
            "acknowledgement",
            one.acknowledgement().map(noted -> acknowledgement(noted, since)).orElse(null));
  }

  /** Whether an organisation whose window began then may know of it at all. */
  static boolean within(Occurrence one, Instant since) {
    return one.cleared().filter(gone -> gone.at().isBefore(since)).isEmpty();
  }

  private JsonObject acknowledgement(Acknowledgement noted, Optional<Instant> since) {
    boolean own = since.filter(begin -> noted.at().isBefore(begin)).isEmpty();
    return new JsonObject()
        .put("person", noted.person().map(names::person).orElse(null))
        .put("at", Shapes.instant(noted.at()))
        .put("note", own ? noted.note() : "")
        .put(
            "noteBy",
            noted.later().filter(by -> own).map(by -> names.person(by.person())).orElse(null));
  }
}
