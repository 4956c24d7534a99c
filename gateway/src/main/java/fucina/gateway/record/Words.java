package fucina.gateway.record;

import fucina.profiles.Label;
import fucina.profiles.Value;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How datasets spell small things: as the HTTP face does. */
final class Words {
  private Words() {}

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static String instant(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS).toString();
  }

  static JsonObject label(Label label) {
    return new JsonObject().put("en", label.en()).put("it", label.it());
  }

  /** A number as JSON knows it; null where JSON has no word for it. */
  static @Nullable Object number(double number) {
    return plain(Value.of(number));
  }

  static @Nullable Object plain(Value value) {
    return value instanceof Value.Number number && !Double.isFinite(number.value())
        ? null
        : value.plain();
  }
}
