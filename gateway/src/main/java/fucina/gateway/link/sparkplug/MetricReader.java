package fucina.gateway.link.sparkplug;

import fucina.gateway.link.DeadLetters;
import fucina.gateway.link.Decoded;
import fucina.gateway.link.LastKnown;
import fucina.gateway.link.MachineClock;
import fucina.gateway.link.SignalBoard;
import fucina.gateway.link.sparkplug.SparkplugCodec.Sample;
import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Signal;
import fucina.profiles.Value;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Makes readings of one machine's metrics, and says how each signal fares. */
record MetricReader(
    String machine,
    LastKnown last,
    MachineClock machineClock,
    SignalBoard signals,
    DeadLetters deadLetters) {
  /**
   * What a sample says of a signal.
   *
   * @param source its time by the machine's clock
   * @param arrived when it came, by ours
   */
  Reading reading(Signal signal, Sample sample, Instant source, Instant arrived) {
    Instant time = machineClock.time(source);
    Decoded decoded = Decoded.of(signal, sample.value(), 1);
    if (decoded instanceof Decoded.Sound sound) {
      Quality quality =
          sound.quality().compareTo(sample.quality()) > 0 ? sound.quality() : sample.quality();
      if (sample.historical()) {
        return historical(signal, source, time, sound.value(), quality);
      }
      signals.heard(signal, arrived, quality, false, sound.doubt());
      return last.reading(signal, source, time, sound.value(), quality);
    }
    if (decoded instanceof Decoded.Flawed flawed) {
      String value = sample.value().map(String::valueOf).orElse("");
      signals.flawed(signal, arrived, flawed.reason());
      deadLetters.add(
          machine, signal.name(), flawed.reason(), value.getBytes(StandardCharsets.UTF_8));
    } else {
      signals.flawed(signal, arrived, "The machine says that it has no value just now.");
    }
    return last.bad(signal, source, time);
  }

  /**
   * An old value is stored and does not become the present one: where nothing newer is known, it is
   * doubtful, so that no command takes it for fresh.
   */
  private Reading historical(
      Signal signal, Instant source, Instant time, Value value, Quality quality) {
    boolean past = last.last(signal.name()).filter(r -> r.time().isAfter(time)).isPresent();
    return new Reading(
        machine,
        signal.name(),
        source,
        time,
        value,
        past || quality != Quality.GOOD ? quality : Quality.UNCERTAIN);
  }
}
