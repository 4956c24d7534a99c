package fucina.scheduler;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * Windows that are to come back, worked out already.
 *
 * @param party who asks
 * @param machines ids of the machines of each occurrence
 * @param first the first window as it is asked for
 * @param zone the wall clock by which it comes back
 * @param rule how it comes back, as it was written; kept, not read
 * @param exdates beginnings of occurrences that are left out
 * @param windows the occurrences, in order
 * @param purpose what it is for
 * @param whole whether all are wanted or none; otherwise those that can be had
 * @param dryRun whether it is only judged
 * @param idempotencyKey the caller's key, one with those of bookings; empty where none was given
 */
public record SeriesRequest(
    Party party,
    List<String> machines,
    Window first,
    ZoneId zone,
    String rule,
    List<Instant> exdates,
    List<Window> windows,
    String purpose,
    boolean whole,
    boolean dryRun,
    Optional<String> idempotencyKey) {
  /** A series is no standing right to a machine. */
  public static final int MOST = 100;

  public SeriesRequest {
    if (windows.isEmpty() || windows.size() > MOST) {
      throw new IllegalArgumentException(
          "a series has 1 to %d windows, not %d".formatted(MOST, windows.size()));
    }
    machines = List.copyOf(machines);
    exdates = List.copyOf(exdates);
    windows = List.copyOf(windows);
  }

  /** The same as one window of it is asked for alone. */
  BookingRequest each(Window window, String series) {
    return new BookingRequest(
        party,
        machines,
        Optional.of(window.from()),
        window.to(),
        purpose,
        Optional.empty(),
        Optional.empty(),
        Optional.of(series));
  }

  /** All that makes two requests the same. */
  String text() {
    return String.join(
        "\u0001",
        "series",
        String.join("\u0000", machines),
        first.toString(),
        zone.getId(),
        rule,
        exdates.toString(),
        purpose,
        String.valueOf(whole));
  }
}
