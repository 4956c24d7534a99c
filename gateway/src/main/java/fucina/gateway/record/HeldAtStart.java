package fucina.gateway.record;

import fucina.gateway.store.Held;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Signal;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What each signal held when a session began, as far as its organisation may know it: the state of
 * the machine, but neither another's words nor when another's values changed.
 */
final class HeldAtStart {
  private final Facts facts;
  private final Held held;

  HeldAtStart(Facts facts, Held held) {
    this.facts = facts;
    this.held = held;
  }

  /** The value a signal held, good or not. */
  Optional<Reading> of(Signal signal) {
    return held.of(signal.name()).filter(reading -> !withheld(signal, reading));
  }

  private boolean withheld(Signal signal, Reading reading) {
    return signal.freeText() && !own(reading);
  }

  private boolean own(Reading reading) {
    return !reading.time().isBefore(facts.session().window().from());
  }

  /** What it held, or why nothing is known of it. */
  JsonObject json(Signal signal) {
    Optional<Reading> known = of(signal);
    return new JsonObject()
        .put("value", known.map(each -> Words.plain(each.value())).orElse(null))
        .put("quality", known.map(each -> Words.word(each.quality())).orElse(null))
        .put("since", known.filter(this::own).map(each -> Words.instant(each.time())).orElse(null))
        .put("missing", known.isPresent() ? null : missing(signal));
  }

  private @Nullable String missing(Signal signal) {
    Reading reading = held.readings().get(signal.name());
    return reading == null ? "none" : withheld(signal, reading) ? "withheld" : "gap";
  }

  /** A line a signal, for spreadsheets. */
  List<JsonObject> rows() {
    return facts.machine().profile().signals().stream()
        .map(
            signal ->
                json(signal)
                    .put("signal", signal.name())
                    .put("unit", signal.unit().map(Signal.Unit::symbol).orElse(null)))
        .toList();
  }
}
