package fucina.gateway.store.questdb;

import fucina.gateway.telemetry.Reading;
import fucina.profiles.Value;
import java.util.Optional;

/** What a row can hold. */
final class Storable {
  private static final int LONGEST_TEXT = 32_768;

  /** Ten thousand years. */
  private static final long FARTHEST_SOURCE_SECONDS = 10_000L * 366 * 86_400;

  private Storable() {}

  /** Why no row can ever hold a reading; empty where one can. */
  static Optional<String> flaw(Reading reading) {
    if (reading.machine().indexOf('/') >= 0) {
      return Optional.of("the machine's id holds a slash");
    }
    if (reading.time().isBefore(Micros.FIRST) || !reading.time().isBefore(Micros.LAST)) {
      return Optional.of("its time lies before 1970 or after 2200");
    }
    if (Math.abs(reading.sourceTime().getEpochSecond()) > FARTHEST_SOURCE_SECONDS) {
      return Optional.of("its source time is none that anybody could mean");
    }
    if (reading.value() instanceof Value.Text text && text.value().length() > LONGEST_TEXT) {
      return Optional.of("its text is longer than " + LONGEST_TEXT + " characters");
    }
    return Optional.empty();
  }
}
