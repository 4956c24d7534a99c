package fucina.gateway.record;

import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Profile;
import fucina.profiles.Signal;
import fucina.profiles.Value;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Key figures of every signal, taken as readings pass. BAD readings and those that are no finite
 * number count, and have no part in minimum, maximum and mean.
 */
final class Figures {
  private final Map<String, Figure> bySignal = new LinkedHashMap<>();

  Figures(Profile profile) {
    profile.signals().forEach(signal -> bySignal.put(signal.name(), new Figure(signal)));
  }

  void take(Reading reading) {
    Figure figure = bySignal.get(reading.signal());
    if (figure != null) {
      figure.take(reading);
    }
  }

  /** Of each signal, in the profile's order. */
  JsonArray json() {
    JsonArray all = new JsonArray();
    bySignal.values().forEach(figure -> all.add(figure.json()));
    return all;
  }

  /** Whether it says something of the machine: not BAD, and no number that is none. */
  static boolean usable(Reading reading) {
    return reading.quality() != Quality.BAD
        && !(reading.value() instanceof Value.Number number && !Double.isFinite(number.value()));
  }

  private static final class Figure {
    private final Signal signal;
    private long readings;
    private long numbers;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private double sum;
    private @Nullable Reading last;

    Figure(Signal signal) {
      this.signal = signal;
    }

    void take(Reading reading) {
      readings++;
      last = reading;
      if (usable(reading) && reading.value() instanceof Value.Number number) {
        numbers++;
        min = Math.min(min, number.value());
        max = Math.max(max, number.value());
        sum += number.value();
      }
    }

    JsonObject json() {
      JsonObject json =
          new JsonObject()
              .put("signal", signal.name())
              .put("title", Words.label(signal.title()))
              .put("type", Words.word(signal.type()))
              .put("unit", signal.unit().map(Signal.Unit::symbol).orElse(null))
              .put("readings", readings);
      return json.put("min", numbers == 0 ? null : Words.number(min))
          .put("max", numbers == 0 ? null : Words.number(max))
          .put("mean", numbers == 0 ? null : Words.number(sum / numbers))
          .put("last", last == null ? null : Words.plain(last.value()))
          .put("lastAt", last == null ? null : Words.instant(last.time()));
    }
  }
}
