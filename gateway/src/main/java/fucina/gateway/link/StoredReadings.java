package fucina.gateway.link;

import fucina.gateway.telemetry.Reading;
import java.time.Instant;
import java.util.List;

/** What is stored of machines. Asked as a link is made; may block. */
public interface StoredReadings {
  /** Nothing is stored. */
  StoredReadings NONE = machine -> List.of();

  /** The newest reading of each signal of a machine. */
  List<Reading> newest(String machine);

  /**
   * The newest reading of each of some signals up to an instant; left out where only newer ones are
   * known.
   *
   * @param until the last instant in
   */
  default List<Reading> until(String machine, List<String> signals, Instant until) {
    return newest(machine).stream()
        .filter(reading -> signals.contains(reading.signal()))
        .filter(reading -> !reading.time().isAfter(until))
        .toList();
  }
}
