package fucina.scheduler;

import fucina.scheduler.Booking.Allocation;
import fucina.scheduler.Ledger.Occupant;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Why a blackout cannot be, and what to do. */
final class BlackoutRefusals {
  /** Nothing is booked further ahead, whatever a machine's horizon says. */
  private static final Duration FURTHEST = Duration.ofDays(3_660);

  private BlackoutRefusals() {}

  /** What is wrong with a stretch whoever holds the machine. */
  static Optional<Refusal> absurd(Instant from, Instant to, Instant now) {
    if (!from.isBefore(to)) {
      return Optional.of(
          new Refusal(
              "order", "an end after the beginning", from + " to " + to, "It is over by then."));
    }
    if (from.isBefore(now)) {
      return Optional.of(
          new Refusal(
              "past",
              now.toString(),
              from.toString(),
              "A blackout begins now or later; what was before cannot be changed."));
    }
    Instant furthest = now.plus(FURTHEST);
    return Optional.of(to)
        .filter(end -> end.isAfter(furthest))
        .map(
            end ->
                new Refusal(
                    "horizon",
                    furthest.toString(),
                    end.toString(),
                    "A blackout ends at most %s ahead; retire a machine that is gone for good."
                        .formatted(Words.length(FURTHEST))));
  }

  static Refusal begun(Window window, Instant from) {
    return new Refusal(
        "begun",
        window.from().toString(),
        from.toString(),
        "The blackout has begun; its beginning stays.");
  }

  static Refusal over(Blackout blackout) {
    return new Refusal(
        "state",
        "a blackout that is not over",
        "over since " + blackout.liftedAt().orElse(blackout.window().to()),
        "The blackout is over and changes no more; lay a new one.");
  }

  static Refusal booked(List<Booking> bookings, ZoneId zone) {
    Window first = bookings.get(0).window();
    String many = bookings.size() == 1 ? "1 booking" : bookings.size() + " bookings";
    return new Refusal(
        "booked",
        "no booking in the way",
        many,
        "%s in the way, the first from %s to %s; choose another time, or say that they be displaced."
            .formatted(many, Words.clock(first.from(), zone), Words.zoned(first.to(), zone)));
  }

  static Refusal busy() {
    return new Refusal(
        "booked",
        "no booking in the way",
        "bookings that come all the time",
        "Bookings came in the way again and again while it was laid; try again.");
  }

  static Refusal inUse(BookableMachine machine, Allocation allocation, Instant now) {
    ZoneId zone = machine.rules().zone();
    return new Refusal(
        "in-use",
        "from " + allocation.occupied().to() + " on",
        "session " + allocation.session() + " until " + allocation.window().to(),
        allocation.window().contains(now)
            ? "%s is worked in session %s until %s; end the session first, or begin at %s."
                .formatted(
                    machine.machine(),
                    allocation.session(),
                    Words.clock(allocation.window().to(), zone),
                    Words.zoned(allocation.occupied().to(), zone))
            : "Session %s on %s is not over yet; try again in a moment."
                .formatted(allocation.session(), machine.machine()));
  }

  static Refusal cleanUp(BookableMachine machine, Occupant occupant) {
    return new Refusal(
        "clean-up",
        "from " + occupant.occupied().to() + " on",
        occupant.occupied().from() + " to " + occupant.occupied().to(),
        "%s is cleaned up after a session until %s; begin then."
            .formatted(
                machine.machine(), Words.zoned(occupant.occupied().to(), machine.rules().zone())));
  }

  static Refusal out(BookableMachine machine, Occupant occupant) {
    ZoneId zone = machine.rules().zone();
    return new Refusal(
        "overlap",
        "no other blackout",
        occupant.blackout().orElse("")
            + " from "
            + occupant.occupied().from()
            + " to "
            + occupant.occupied().to(),
        "%s is out for upkeep from %s to %s already; change that blackout instead."
            .formatted(
                machine.machine(),
                Words.clock(occupant.occupied().from(), zone),
                Words.zoned(occupant.occupied().to(), zone)));
  }

  static Refusal tooLate(Instant to, Instant now) {
    return new Refusal("order", "later than " + now, to.toString(), "It is over by now.");
  }
}
