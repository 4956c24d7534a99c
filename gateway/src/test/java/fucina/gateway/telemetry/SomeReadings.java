package fucina.gateway.telemetry;

import fucina.profiles.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Readings for tests. */
public final class SomeReadings {
  public static final Instant NINE = Instant.parse("2026-11-22T09:00:00Z");

  private SomeReadings() {}

  /** A good reading of robot-1, so many milliseconds after nine. */
  public static Reading at(long millis, String signal, double value) {
    Instant time = NINE.plusMillis(millis);
    return new Reading("robot-1", signal, time, time, Value.of(value), Quality.GOOD);
  }

  /** Readings of one signal, numbered by value and time. */
  public static List<Reading> numbered(int from, int to) {
    List<Reading> readings = new ArrayList<>();
    for (int i = from; i < to; i++) {
      readings.add(at(i, "n", i));
    }
    return readings;
  }
}
