package fucina.gateway.link.opcua;

import fucina.gateway.link.DeadLetters;
import fucina.gateway.link.Decoded;
import fucina.gateway.link.LastKnown;
import fucina.gateway.link.MachineClock;
import fucina.gateway.telemetry.Intake;
import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Signal;
import fucina.profiles.Value;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;

/**
 * Turns what a server reports into readings of one machine.
 *
 * @param machine the machine's id
 * @param last its last readings
 * @param machineClock its clock's offset
 * @param deadLetters where values go that are not of their signal's type
 * @param intake where gaps are noted
 * @param clock our clock
 * @param skew how far the values' stamps are behind the server's clock
 * @param continuity which stretches were not heard
 */
record OpcUaDecoder(
    String machine,
    LastKnown last,
    MachineClock machineClock,
    DeadLetters deadLetters,
    Intake intake,
    InstantSource clock,
    SourceSkew skew,
    Continuity continuity) {
  private static final long OVERFLOW = 0x0480;

  /**
   * What a value is before anything is done with it.
   *
   * @param source the machine's own stamp
   * @param time the same in our clock
   * @param quality as the machine and the profile judge it
   * @param decoded the value
   */
  record Judged(Instant source, Instant time, Quality quality, Decoded decoded) {}

  /** Judges a value and changes nothing. Never throws. */
  Judged judge(SignalItem item, DataValue value) {
    Signal signal = item.signal();
    Instant source =
        OpcUaValues.instant(value.sourceTime())
            .or(() -> OpcUaValues.instant(value.serverTime()))
            .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.MICROS));
    StatusCode status = value.statusCode();
    Decoded decoded =
        status.isBad() ? new Decoded.Absent() : Decoded.of(signal, item.picked(value.value()), 1);
    Quality quality =
        decoded instanceof Decoded.Sound sound
            ? worse(sound.quality(), quality(status))
            : Quality.BAD;
    return new Judged(source, machineClock.time(source), quality, decoded);
  }

  /** The reading; empty where there is nothing new to tell. Never throws. */
  Optional<Reading> decode(SignalItem item, DataValue value) {
    Signal signal = item.signal();
    Judged judged = judge(item, value);
    if (item.heardBefore()) {
      // The first value of a subscription may be old; the later ones have just changed.
      OpcUaValues.instant(value.serverTime())
          .ifPresent(server -> skew.seen(judged.source(), server));
    }
    Optional<Reading> before = last.last(signal.name());
    if ((value.statusCode().value() & OVERFLOW) == OVERFLOW) {
      continuity.overflowed(signal, item.anchor(), judged.source(), judged.time());
    }
    Optional<Reading> reading = reading(item, judged, before, value);
    item.noted(value, clock.instant(), judged.decoded());
    continuity.heard(signal, before, reading, judged);
    return reading;
  }

  /**
   * A stamp of the server's own clock in ours; empty while it is not known how far the values'
   * clock is behind that, of a machine whose clock is off.
   */
  Optional<Instant> serverTime(Instant server) {
    Optional<Duration> behind = skew.current();
    return behind.isEmpty() && machineClock.off()
        ? Optional.empty()
        : Optional.of(machineClock.time(server.minus(behind.orElse(Duration.ZERO))));
  }

  private Optional<Reading> reading(
      SignalItem item, Judged judged, Optional<Reading> before, DataValue value) {
    Signal signal = item.signal();
    if (judged.decoded() instanceof Decoded.Sound sound) {
      return withinDeadband(item, before, sound.value(), judged.quality())
          ? Optional.empty()
          : Optional.of(
              last.reading(
                  signal, judged.source(), judged.time(), sound.value(), judged.quality()));
    }
    if (judged.decoded() instanceof Decoded.Flawed flawed) {
      deadLetters.add(
          machine,
          item.node(),
          flawed.reason(),
          String.valueOf(value.value().value()).getBytes(StandardCharsets.UTF_8));
      if (before.filter(r -> r.quality() == Quality.BAD).isPresent()) {
        return Optional.empty();
      }
    }
    return Optional.of(last.bad(signal, judged.source(), judged.time()));
  }

  /**
   * A value out of the server's history, which is older than the last known one; empty where it is
   * none of the signal's.
   */
  Optional<Reading> past(SignalItem item, DataValue value) {
    Judged judged = judge(item, value);
    return judged.decoded() instanceof Decoded.Sound sound
        ? Optional.of(
            new Reading(
                machine,
                item.signal().name(),
                judged.source(),
                judged.time(),
                sound.value(),
                judged.quality()))
        : Optional.empty();
  }

  /** Whether a value says the same as the last reading, as far as the deadband tells them apart. */
  boolean sameAs(SignalItem item, Judged judged, Reading reading) {
    if (judged.quality() != reading.quality()) {
      return false;
    }
    if (!(judged.decoded() instanceof Decoded.Sound sound)) {
      return true;
    }
    return sound.value().sameAs(reading.value())
        || sound.value() instanceof Value.Number now
            && reading.value() instanceof Value.Number before
            && Math.abs(now.value() - before.value()) <= item.deadband();
  }

  private static boolean withinDeadband(
      SignalItem item, Optional<Reading> before, Value value, Quality quality) {
    return item.filtersHere()
        && value instanceof Value.Number now
        && before
            .filter(r -> r.quality() == quality)
            .filter(
                r ->
                    r.value() instanceof Value.Number last
                        && Math.abs(now.value() - last.value()) <= item.deadband())
            .isPresent();
  }

  private static Quality quality(StatusCode status) {
    return status.isGood() ? Quality.GOOD : status.isBad() ? Quality.BAD : Quality.UNCERTAIN;
  }

  private static Quality worse(Quality one, Quality other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
