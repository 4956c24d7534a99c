package fucina.gateway.record;

import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.Reading;
import fucina.gateway.telemetry.SpanFigures;
import fucina.profiles.MachineState;
import fucina.profiles.Profile;
import fucina.profiles.Signal;
import fucina.profiles.Value;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Energy in kWh, by the state the machine was in: from the counter's differences; only where the
 * profile has no counter, by adding up power over time, which gaps interrupt.
 */
final class EnergyTally {
  /** kWh in one of a counter's units, by its UNECE code. */
  private static final Map<String, Double> UNITS =
      Map.of(
          "WHR", 1e-3, "KWH", 1.0, "MWH", 1e3, "JOU", 1 / 3.6e6, "KJO", 1 / 3.6e3, "3B", 1 / 3.6);

  private static final double KWH_A_WATT_SECOND = 1 / 3.6e6;

  private final Optional<Signal> counter;
  private final Optional<Signal> power;
  private final List<Gap> gaps;
  private final Map<MachineState, Double> inState = new EnumMap<>(MachineState.class);
  private @Nullable Reading first;
  private @Nullable Reading last;
  private long taken;
  private double kWh;
  private long resets;

  EnergyTally(Profile profile, List<Gap> gaps) {
    this.counter =
        of(profile, Signal.Role.ENERGY_COUNTER).filter(signal -> UNITS.containsKey(unit(signal)));
    this.power = counter.isPresent() ? Optional.empty() : of(profile, Signal.Role.ENERGY_POWER);
    this.gaps = gaps;
  }

  private static Optional<Signal> of(Profile profile, Signal.Role role) {
    return profile.signals().stream().filter(signal -> signal.role() == role).findFirst();
  }

  private static String unit(Signal signal) {
    return signal.unit().map(Signal.Unit::unece).orElse("");
  }

  /**
   * Takes note of a reading.
   *
   * @param state what the machine was in until then
   */
  void take(Reading reading, MachineState state) {
    boolean ours =
        counter.or(() -> power).filter(one -> one.name().equals(reading.signal())).isPresent();
    if (!ours || !SpanFigures.usable(reading)) {
      return;
    }
    taken++;
    Reading before = last;
    if (before == null) {
      first = reading;
    } else {
      double more = counter.isPresent() ? counted(before, reading) : worked(before, reading);
      kWh += more;
      inState.merge(state, more, Double::sum);
    }
    last = reading;
  }

  /** A counter that falls has begun anew: what it counted in between is not known. */
  private double counted(Reading before, Reading now) {
    double difference = value(now) - value(before);
    if (difference < 0) {
      resets++;
      return 0;
    }
    return difference * UNITS.getOrDefault(unit(counter.orElseThrow()), 0.0);
  }

  private double worked(Reading before, Reading now) {
    boolean known =
        gaps.stream()
            .noneMatch(gap -> gap.from().isBefore(now.time()) && gap.to().isAfter(before.time()));
    double seconds = Duration.between(before.time(), now.time()).toNanos() / 1e9;
    return known ? value(before) * seconds * KWH_A_WATT_SECOND : 0;
  }

  private static double value(Reading reading) {
    return reading.value() instanceof Value.Number number ? number.value() : 0;
  }

  /** The energy, how it was found and between which instants; no number where nothing tells. */
  JsonObject json() {
    JsonObject states = new JsonObject();
    inState.forEach((state, energy) -> states.put(Words.word(state), energy));
    Reading begin = first;
    Reading end = last;
    boolean known = taken > 1;
    return new JsonObject()
        .put("method", counter.isPresent() ? "counter" : power.isPresent() ? "power" : "none")
        .put("signal", counter.or(() -> power).map(Signal::name).orElse(null))
        .put("kWh", known ? kWh : null)
        .put("byState", states)
        .put("from", begin == null ? null : Words.instant(begin.time()))
        .put("to", end == null ? null : Words.instant(end.time()))
        .put("counterResets", resets);
  }
}
