package fucina.gateway.api;

import fucina.gateway.calendar.Recurrence;
import fucina.gateway.calendar.Recurrence.Expanded;
import fucina.scheduler.Booking;
import fucina.scheduler.Occurrence;
import fucina.scheduler.Party;
import fucina.scheduler.Refusal;
import fucina.scheduler.Series;
import fucina.scheduler.SeriesRequest;
import fucina.scheduler.Slot;
import fucina.scheduler.Window;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Series and their occurrences on the wire. */
final class SeriesShape {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEE d MMM uuuu HH:mm", Locale.ENGLISH);

  private final SessionShape names;

  SeriesShape(SessionShape names) {
    this.names = names;
  }

  /** A series without its occurrences. */
  JsonObject head(Series series) {
    return names(series.party())
        .put("id", series.id())
        .put("machines", new JsonArray(series.machines()))
        .put("from", Shapes.instant(series.first().from()))
        .put("to", Shapes.instant(series.first().to()))
        .put("zone", series.zone().getId())
        .put("rrule", series.rule())
        .put("exdates", instants(series.exdates()))
        .put("purpose", series.purpose())
        .put("createdAt", Shapes.instant(series.createdAt()));
  }

  /** A series as it stands. */
  JsonObject whole(Series series, List<Occurrence> occurrences) {
    return head(series)
        .put("occurrences", json(occurrences.stream().map(SeriesShape::standing)))
        .put(
            "leftOut",
            leftOut(
                series.rule(),
                series.first(),
                series.zone(),
                series.exdates(),
                series.createdAt()));
  }

  /** A series of which a change was only judged. */
  JsonObject judged(Series series, List<Occurrence> occurrences) {
    return whole(series, List.of())
        .put("occurrences", json(occurrences.stream().map(SeriesShape::judged)));
  }

  /** A series that was only judged, at this instant: it has neither id nor date. */
  JsonObject judged(SeriesRequest asked, List<Occurrence> occurrences, Instant now) {
    return names(asked.party())
        .putNull("id")
        .put("machines", new JsonArray(asked.machines()))
        .put("from", Shapes.instant(asked.first().from()))
        .put("to", Shapes.instant(asked.first().to()))
        .put("zone", asked.zone().getId())
        .put("rrule", asked.rule())
        .put("exdates", instants(asked.exdates()))
        .put("purpose", asked.purpose())
        .putNull("createdAt")
        .put("occurrences", json(occurrences.stream().map(SeriesShape::judged)))
        .put("leftOut", leftOut(asked.rule(), asked.first(), asked.zone(), asked.exdates(), now));
  }

  /** The refusal of a series as a whole, which names the day of each refusal. */
  static Problem refused(List<Occurrence> occurrences, ZoneId zone) {
    List<Refusal> refusals =
        occurrences.stream()
            .flatMap(each -> each.refusals().stream().map(refusal -> dated(each, refusal, zone)))
            .toList();
    List<Slot> alternatives =
        occurrences.stream().flatMap(each -> each.alternatives().stream()).distinct().toList();
    return Problem.refused(
        409,
        occurrences.isEmpty() ? List.of(over()) : refusals,
        alternatives,
        json(occurrences.stream().map(SeriesShape::judged)));
  }

  private static Refusal dated(Occurrence occurrence, Refusal refusal, ZoneId zone) {
    return new Refusal(
        refusal.rule(),
        refusal.limit(),
        refusal.actual(),
        DAY.format(occurrence.window().from().atZone(zone)) + ": " + refusal.detail());
  }

  private static Refusal over() {
    return new Refusal(
        "state",
        "an occurrence that has not begun",
        "none",
        "No occurrence of the series is left that could be changed.");
  }

  private static JsonObject standing(Occurrence occurrence) {
    return occurrence(
        occurrence,
        occurrence.booking().map(Booking::window).orElse(occurrence.window()),
        occurrence.booking().map(each -> Shapes.word(each.state())).orElse("refused"));
  }

  private static JsonObject judged(Occurrence occurrence) {
    return occurrence(
        occurrence, occurrence.window(), occurrence.refusals().isEmpty() ? "free" : "refused");
  }

  private static JsonObject occurrence(Occurrence occurrence, Window window, String state) {
    return new JsonObject()
        .put("at", Shapes.instant(occurrence.at()))
        .put("from", Shapes.instant(window.from()))
        .put("to", Shapes.instant(window.to()))
        .put("state", state)
        .put("booking", occurrence.booking().map(Booking::id).orElse(null))
        .put("version", occurrence.booking().map(Booking::version).orElse(null))
        .put("refusals", json(occurrence.refusals().stream().map(Shapes::refusal)))
        .put("alternatives", json(occurrence.alternatives().stream().map(Shapes::slot)));
  }

  /** Times of the rule that its clock does not show on their day. */
  private static JsonArray leftOut(
      String rule, Window first, ZoneId zone, List<Instant> exdates, Instant asked) {
    return Recurrence.of(rule, first.from(), zone, exdates, asked) instanceof Expanded.Named named
        ? new JsonArray(named.leftOut().stream().map(Object::toString).toList())
        : new JsonArray();
  }

  private JsonObject names(Party party) {
    return new JsonObject()
        .put("organisation", names.organisation(party.organisation()))
        .put("person", names.person(party.person()));
  }

  private static JsonArray instants(List<Instant> instants) {
    return new JsonArray(instants.stream().map(Shapes::instant).toList());
  }

  private static JsonArray json(Stream<JsonObject> all) {
    return new JsonArray(all.toList());
  }
}
