package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vertx.core.json.JsonObject;
import java.util.List;

/** Holds the figures of a report against those of {@code /telemetry?figures=true}. */
public final class AlikeFigures {
  private static final List<String> NUMBERS = List.of("readings", "min", "max", "mean", "timeMean");

  private AlikeFigures() {}

  /** Fails where one figure of one signal differs. */
  public static void check(JsonObject report, JsonObject telemetry) {
    assertThat(telemetry.getJsonArray("signals"))
        .hasSameSizeAs(report.getJsonArray("figures"))
        .isNotEmpty();
    for (Object each : telemetry.getJsonArray("signals")) {
      JsonObject series = (JsonObject) each;
      String signal = series.getString("signal");
      JsonObject seen = series.getJsonObject("figures");
      JsonObject told = of(report, signal);
      for (String number : NUMBERS) {
        Double expected = told.getDouble(number);
        if (expected == null) {
          assertThat(seen.getValue(number)).as(signal + " " + number).isNull();
        } else {
          assertThat(seen.getDouble(number))
              .as(signal + " " + number)
              .isEqualTo(expected, within(1e-9 * Math.max(1, Math.abs(expected))));
        }
      }
      assertThat(seen.getString("lastAt")).as(signal).isEqualTo(told.getString("lastAt"));
    }
  }

  /** What a report says of a signal. */
  public static JsonObject of(JsonObject report, String signal) {
    return report.getJsonArray("figures").stream()
        .map(JsonObject.class::cast)
        .filter(figure -> figure.getString("signal").equals(signal))
        .findFirst()
        .orElseThrow();
  }
}
