package fucina.gateway.api;

import fucina.gateway.utilisation.Figures;
import fucina.gateway.utilisation.Figures.Lead;
import fucina.scheduler.Booking;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Figures of utilisation as JSON, and as a sheet of the same names. */
final class UtilisationSheet {
  /** What spreadsheets take for the beginning of a formula. */
  private static final String FORMULAS = "=+-@\t\r";

  private UtilisationSheet() {}

  /** Minutes to a thousandth, shares to four places. */
  static JsonObject shape(Figures figures) {
    JsonObject states = new JsonObject();
    for (Booking.State state : Booking.State.values()) {
      states.put(Shapes.word(state), figures.bookings().getOrDefault(state.name(), 0L));
    }
    return new JsonObject()
        .put("openMinutes", minutes(figures.open()))
        .put("bookedMinutes", minutes(figures.booked()))
        .put("usedMinutes", minutes(figures.used()))
        .put("idleMinutes", minutes(figures.idle()))
        .put("utilisation", share(figures.utilisation()))
        .put("effective", share(figures.effective()))
        .put(
            "leadMedianMinutes",
            figures.lead().map(Lead::median).map(UtilisationSheet::minutes).orElse(null))
        .put(
            "leadP90Minutes",
            figures.lead().map(Lead::p90).map(UtilisationSheet::minutes).orElse(null))
        .put("bookings", figures.bookings().values().stream().mapToLong(Long::longValue).sum())
        .put("states", states);
  }

  /**
   * RFC 4180, a line of names first, then one for each group; each state of a booking is a column.
   *
   * @param name what people call a group
   */
  static Buffer of(List<Figures> groups, UnaryOperator<String> name) {
    Buffer out = Buffer.buffer();
    line(out, columns(shape(groups.isEmpty() ? Figures.none("") : groups.get(0))));
    for (Figures group : groups) {
      JsonObject shape = shape(group);
      List<String> cells =
          new ArrayList<>(List.of(text(group.group()), text(name.apply(group.group()))));
      columns(shape).stream().skip(2).forEach(column -> cells.add(number(shape, column)));
      line(out, cells);
    }
    return out;
  }

  private static List<String> columns(JsonObject shape) {
    List<String> columns = new ArrayList<>(List.of("id", "name"));
    for (String field : shape.fieldNames()) {
      if (shape.getValue(field) instanceof JsonObject states) {
        columns.addAll(states.fieldNames());
      } else {
        columns.add(field);
      }
    }
    return columns;
  }

  private static String number(JsonObject shape, String column) {
    Object value =
        shape.containsKey(column)
            ? shape.getValue(column)
            : shape.getJsonObject("states").getValue(column);
    return value == null ? "" : value.toString();
  }

  /** What people wrote, so that no spreadsheet runs it. */
  static String text(String written) {
    boolean formula = !written.isEmpty() && FORMULAS.indexOf(written.charAt(0)) >= 0;
    return RawFormat.quoted(formula ? "'" + written : written);
  }

  private static void line(Buffer out, List<String> cells) {
    out.appendString(cells.stream().collect(Collectors.joining(",", "", "\r\n")));
  }

  private static double minutes(Duration length) {
    return Math.round(length.toMillis() / 60.0) / 1_000.0;
  }

  private static @Nullable Double share(OptionalDouble part) {
    return part.isPresent() ? Math.round(part.getAsDouble() * 10_000) / 10_000.0 : null;
  }
}
