package fucina.gateway.api;

import fucina.gateway.access.Organisation;
import fucina.gateway.access.Person;
import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Value;
import fucina.scheduler.Refusal;
import fucina.scheduler.Slot;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Wire shapes that many resources share: the small words and records of {@code openapi.yaml}. */
final class Shapes {
  private Shapes() {}

  /** An enum's constant as the wire writes it: {@code OPC_UA} is {@code opc-ua}. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** RFC 3339 in UTC, to the microsecond. */
  static String instant(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS).toString();
  }

  static @Nullable String instant(Optional<Instant> instant) {
    return instant.map(Shapes::instant).orElse(null);
  }

  static JsonObject named(String id, String name) {
    return new JsonObject().put("id", id).put("name", name);
  }

  static JsonObject named(Organisation organisation) {
    return named(organisation.id(), organisation.name());
  }

  static JsonObject refusal(Refusal refusal) {
    return new JsonObject()
        .put("rule", refusal.rule())
        .put("limit", refusal.limit())
        .put("actual", refusal.actual())
        .put("detail", refusal.detail());
  }

  static JsonObject slot(Slot slot) {
    return new JsonObject()
        .put("machine", slot.machine())
        .put("from", instant(slot.window().from()))
        .put("to", instant(slot.window().to()));
  }

  static JsonObject gap(Gap gap) {
    JsonObject json = new JsonObject();
    if (!gap.signal().isEmpty()) {
      json.put("signal", gap.signal());
    }
    return json.put("from", instant(gap.from()))
        .put("to", instant(gap.to()))
        .put("reason", gap.reason());
  }

  static JsonObject reading(Reading reading) {
    return new JsonObject()
        .put("signal", reading.signal())
        .put("t", instant(reading.time()))
        .put("sourceTime", instant(reading.sourceTime()))
        .put("value", plain(reading.value()))
        .put("quality", word(reading.quality()));
  }

  /** The value as JSON knows it; null for a number that JSON has no word for. */
  static @Nullable Object plain(Value value) {
    return value instanceof Value.Number number && !Double.isFinite(number.value())
        ? null
        : value.plain();
  }

  /** A number of a bucket; null where the signal is no number. */
  static @Nullable Double finite(double number) {
    return Double.isFinite(number) ? number : null;
  }

  static JsonObject me(Person person, List<Person> organisation, Optional<JsonObject> centre) {
    List<JsonObject> colleagues =
        organisation.stream()
            .filter(other -> !other.id().equals(person.id()))
            .filter(other -> other.capacity() == person.capacity())
            .map(other -> named(other.id(), other.name()))
            .toList();
    return new JsonObject()
        .put("id", person.id())
        .put("email", person.email())
        .put("name", person.name())
        .put("role", word(person.capacity()))
        .put("organisation", named(person.organisation()))
        .put("centre", centre.orElse(null))
        .put("colleagues", new JsonArray(colleagues));
  }
}
