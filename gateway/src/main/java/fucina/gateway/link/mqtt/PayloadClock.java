package fucina.gateway.link.mqtt;

import fucina.gateway.link.LagWindow;
import fucina.gateway.link.MachineClock;
import fucina.gateway.link.Notebook;
import fucina.gateway.link.mqtt.JsonPayload.Found;
import fucina.profiles.SignalAddress.Timestamp;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/**
 * When a payload's values were measured. A stamp that cannot be is told of, and the arrival counts
 * instead: one wrong unit must not put readings into another century.
 */
final class PayloadClock {
  private static final String EVENT_TIME = "/eventtime";
  private static final Pattern PLAIN = Pattern.compile("\\d{1,20}(\\.\\d{1,9})?");
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
  private static final Duration AHEAD = Duration.ofDays(1);

  /** After a connect the broker first sends what it kept: its age says nothing of a clock. */
  private static final Duration SETTLING = Duration.ofSeconds(30);

  private final EventClock events;
  private final MachineClock machine;
  private final LagWindow lag = new LagWindow();
  private volatile Instant settledAt = Instant.MAX;

  private PayloadClock(EventClock events, MachineClock machine) {
    this.events = events;
    this.machine = machine;
  }

  /** The clock of a machine, with what the notebook knows of it. */
  static PayloadClock of(String machine, Notebook notebook) {
    return new PayloadClock(new EventClock(machine, notebook), new MachineClock(machine, notebook));
  }

  /** What is added to the machine's times now. */
  Duration offset() {
    return machine.offset();
  }

  /** When a value was measured. */
  sealed interface When {
    /**
     * As far as is known.
     *
     * @param source what the machine said
     * @param time in our clock
     */
    record Known(Instant source, Instant time) implements When {}

    /**
     * The stamp makes no sense.
     *
     * @param arrived when the payload came
     */
    record Senseless(String reason, Instant arrived) implements When {}
  }

  void connected(Instant at) {
    settledAt = at.plus(SETTLING);
  }

  /** Without a stamp of its own: the payload's {@code eventtime}, else its arrival. */
  When when(JsonPayload payload, MqttArrival message) {
    Instant arrived = message.time();
    Instant at =
        payload.at(EVENT_TIME) instanceof Found.Something found
                && found.value() instanceof Number seconds
                && Double.isFinite(seconds.doubleValue())
            ? events.time(seconds.doubleValue(), arrived, message.retained())
            : arrived;
    return new When.Known(at, at);
  }

  /** By a stamp in the payload; where it has none, its arrival. */
  When when(Timestamp stamp, JsonPayload payload, MqttArrival message) {
    Instant arrived = message.time();
    if (!(payload.at(stamp.pointer()) instanceof Found.Something found)) {
      return new When.Known(arrived, arrived);
    }
    Instant source;
    try {
      source = instant(stamp, found.value());
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      return new When.Senseless(
          "the timestamp " + stamp.pointer() + " is not " + words(stamp) + ": " + cut(found),
          arrived);
    }
    if (source.isBefore(EARLIEST) || source.isAfter(arrived.plus(AHEAD))) {
      return new When.Senseless(
          "the timestamp "
              + stamp.pointer()
              + " would lie in the year "
              + source.toString().replaceFirst("(\\d)-.*", "$1")
              + ": is it "
              + words(stamp)
              + "?",
          arrived);
    }
    if (!message.retained() && arrived.isAfter(settledAt)) {
      measure(source, arrived);
    }
    return new When.Known(source, machine.time(source));
  }

  private synchronized void measure(Instant source, Instant arrived) {
    lag.seen(source, arrived)
        .ifPresent(least -> machine.measured(least.sent(), least.arrived(), least.arrived()));
  }

  private static Instant instant(Timestamp stamp, Object value) {
    return switch (stamp.unit()) {
      case S -> number(value, 1_000_000);
      case MS -> number(value, 1_000);
      case US -> number(value, 1);
      case ISO ->
          OffsetDateTime.parse(String.valueOf(value)).toInstant().truncatedTo(ChronoUnit.MICROS);
    };
  }

  private static Instant number(Object value, long micros) {
    if (!(value instanceof Number) && !PLAIN.matcher(String.valueOf(value)).matches()) {
      throw new NumberFormatException();
    }
    BigDecimal exact = new BigDecimal(String.valueOf(value));
    long since =
        exact
            .multiply(BigDecimal.valueOf(micros))
            .setScale(0, RoundingMode.HALF_UP)
            .longValueExact();
    return Instant.EPOCH.plus(since, ChronoUnit.MICROS);
  }

  private static String words(Timestamp stamp) {
    return switch (stamp.unit()) {
      case S -> "seconds since 1970";
      case MS -> "milliseconds since 1970";
      case US -> "microseconds since 1970";
      case ISO -> "an instant like 2026-11-25T18:00:00Z";
    };
  }

  private static String cut(Found.Something found) {
    String text = String.valueOf(found.value());
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }
}
