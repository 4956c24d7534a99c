package fucina.gateway.utilisation;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What became of a group's time in a span; all is cut to the span.
 *
 * @param group id of the machine, centre or organisation; empty for all together
 * @param open opening hours of its machines; of all machines where the group is an organisation, so
 *     that organisations' shares add up
 * @param booked windows that hold a machine; what was given back, refused or freed by an early end
 *     is not in it
 * @param used the part of {@code booked} in which a session ran; none where nobody came
 * @param bookings how many bookings with windows in the span, by state
 * @param lead how long before their windows they were made; empty where there are none that hold
 */
public record Figures(
    String group,
    Duration open,
    Duration booked,
    Duration used,
    Map<String, Long> bookings,
    Optional<Lead> lead) {

  /** Of bookings that hold a machine: half were made later than the median, a tenth before p90. */
  public record Lead(Duration median, Duration p90) {}

  public Figures {
    bookings = Map.copyOf(bookings);
  }

  /** Of a group nobody booked. */
  public static Figures none(String group) {
    return new Figures(
        group, Duration.ZERO, Duration.ZERO, Duration.ZERO, Map.of(), Optional.empty());
  }

  Figures open(Duration whole) {
    return new Figures(group, whole, booked, used, bookings, lead);
  }

  /** Booked and not used. */
  public Duration idle() {
    return booked.minus(used);
  }

  /** Booked of open, from 0; empty where nothing was open. */
  public OptionalDouble utilisation() {
    return share(booked);
  }

  /** Used of open, from 0; empty where nothing was open. */
  public OptionalDouble effective() {
    return share(used);
  }

  private OptionalDouble share(Duration part) {
    return open.isZero()
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) part.toMillis() / open.toMillis());
  }
}
