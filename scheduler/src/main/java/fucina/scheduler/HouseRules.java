package fucina.scheduler;

import static fucina.scheduler.Words.clock;
import static fucina.scheduler.Words.length;
import static fucina.scheduler.Words.zoned;

import fucina.scheduler.Ask.Start;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The rules a window on a machine must keep. Booking, changing, extending, availability and
 * alternatives all ask here, so what is offered is what is granted.
 */
final class HouseRules {
  private static final List<Rule> ALL =
      List.of(
          HouseRules::inService,
          HouseRules::order,
          HouseRules::grain,
          HouseRules::minLength,
          HouseRules::maxLength,
          HouseRules::past,
          HouseRules::horizon,
          HouseRules::openingHours,
          HouseRules::approval,
          HouseRules::overlap);

  private HouseRules() {}

  /** Every broken rule, none left out. */
  static List<Refusal> broken(Ask ask) {
    return rules(ask).flatMap(rule -> rule.broken(ask).stream()).toList();
  }

  static boolean kept(Ask ask) {
    return rules(ask).allMatch(rule -> rule.broken(ask).isEmpty());
  }

  /** What may have come in the way of a window that was claimed, since it was. */
  static List<Refusal> brokenMeanwhile(Ask ask) {
    return Stream.<Rule>of(HouseRules::inService, HouseRules::approval)
        .flatMap(rule -> rule.broken(ask).stream())
        .toList();
  }

  private static Stream<Rule> rules(Ask ask) {
    return ask.standing().policies().isEmpty()
        ? ALL.stream()
        : Stream.concat(ALL.stream(), PolicyRules.ALL.stream());
  }

  static Optional<Refusal> inService(Ask ask) {
    return when(
        !ask.diary().machine().inService(),
        () ->
            new Refusal(
                "in-service",
                "in service",
                "out of service",
                ask.machine() + " is out of service and takes no bookings."));
  }

  static Optional<Refusal> order(Ask ask) {
    return when(
        !ask.ordered(),
        () ->
            new Refusal(
                "order",
                "an end after the beginning",
                ask.from() + " to " + ask.to(),
                "A window ends after it begins."));
  }

  /**
   * Both ends on the grain; but a window that starts now may end where its length from now ends:
   * whoever says "now, for ten minutes" gets them, and ten more when it is extended by them.
   */
  static Optional<Refusal> grain(Ask ask) {
    WallClock wall = WallClock.of(ask.rules());
    boolean from = ask.start() != Start.LATER || wall.aligned(ask.from());
    boolean to = ask.start() == Start.NOW || wall.aligned(ask.to()) || wholeExtension(ask);
    return when(
        !from || !to,
        () ->
            new Refusal(
                "grain",
                length(ask.rules().grain()),
                (from ? ask.to() : ask.from()).toString(),
                "A window on %s begins and ends on a step of %s; %s is none."
                    .formatted(
                        ask.machine(),
                        length(ask.rules().grain()),
                        zoned(from ? ask.to() : ask.from(), ask))));
  }

  private static boolean wholeExtension(Ask ask) {
    return ask.endsNow()
        .map(ends -> Duration.between(ends, ask.to()))
        .filter(
            by -> by.equals(ask.rules().grain().multipliedBy(by.dividedBy(ask.rules().grain()))))
        .isPresent();
  }

  static Optional<Refusal> minLength(Ask ask) {
    Instant from =
        ask.start() == Start.NOW ? WallClock.of(ask.rules()).floor(ask.said()) : ask.from();
    Duration least = ask.rules().minLength();
    return when(
        Duration.between(from, ask.to()).compareTo(least) < 0,
        () ->
            new Refusal(
                "min-length",
                length(least),
                length(Duration.between(ask.from(), ask.to())),
                "A window on %s lasts at least %s.".formatted(ask.machine(), length(least))));
  }

  static Optional<Refusal> maxLength(Ask ask) {
    Duration most = ask.rules().maxLength();
    Duration asked = Duration.between(ask.from(), ask.to());
    return when(
        asked.compareTo(most) > 0,
        () ->
            new Refusal(
                "max-length",
                length(most),
                length(asked),
                "A window on %s lasts at most %s.".formatted(ask.machine(), length(most))));
  }

  static Optional<Refusal> past(Ask ask) {
    Instant edge = ask.start() == Start.BEGUN ? ask.to() : ask.from();
    return when(
        ask.start() != Start.NOW && edge.isBefore(ask.now()),
        () ->
            new Refusal(
                "past",
                ask.now().toString(),
                edge.toString(),
                "%s is over; it is %s now.".formatted(clock(edge, ask), zoned(ask.now(), ask))));
  }

  static Optional<Refusal> horizon(Ask ask) {
    Duration most = ask.rules().horizon();
    Duration ahead = Duration.between(ask.now(), ask.from());
    return when(
        ask.start() == Start.LATER && ahead.compareTo(most) > 0,
        () ->
            new Refusal(
                "horizon",
                length(most),
                length(ahead),
                "%s can be booked at most %s ahead.".formatted(ask.machine(), length(most))));
  }

  static Optional<Refusal> openingHours(Ask ask) {
    OpeningHours hours = new OpeningHours(ask.rules());
    return when(
        ask.ordered() && !hours.cover(ask.window()),
        () ->
            new Refusal(
                "opening-hours",
                hours.words(ask.from()),
                ask.from() + " to " + ask.to(),
                "The lab of %s is not open from %s to %s (%s)."
                    .formatted(
                        ask.machine(),
                        clock(ask.from(), ask),
                        zoned(ask.to(), ask),
                        hours.words(ask.from()))));
  }

  /**
   * A window that is to be approved begins late enough for it, and once begun is not lengthened; a
   * smaller one than was approved needs no approval anew.
   */
  static Optional<Refusal> approval(Ask ask) {
    return ask.rules()
        .approval()
        .filter(approval -> !ask.inside() && !approval.possible(ask.from(), ask.now()))
        .map(approval -> ask.start() == Start.BEGUN ? unapproved(ask) : late(ask, approval));
  }

  private static Refusal late(Ask ask, Approval approval) {
    return new Refusal(
        "approval",
        ask.now().plus(approval.before()).toString(),
        ask.from().toString(),
        "A technician approves each window on %s, at the latest %s before it begins."
            .formatted(ask.machine(), length(approval.before())));
  }

  private static Refusal unapproved(Ask ask) {
    return new Refusal(
        "approval",
        ask.endsNow().orElse(ask.from()).toString(),
        ask.to().toString(),
        "A technician approves each window on %s; one that has begun is not lengthened."
            .formatted(ask.machine()));
  }

  static Optional<Refusal> overlap(Ask ask) {
    return !ask.ordered()
        ? Optional.empty()
        : ask.diary()
            .clash(ask.rules().occupied(ask.window()))
            .map(
                taken ->
                    new Refusal(
                        "overlap",
                        "free, with its set-up and clean-up",
                        taken.from() + " to " + taken.to(),
                        taken(taken, ask)
                            .formatted(
                                ask.machine(), clock(taken.from(), ask), zoned(taken.to(), ask))));
  }

  private static String taken(Window taken, Ask ask) {
    return ask.diary().upkeep().contains(taken)
        ? "%s is being serviced from %s to %s."
        : "%s is taken from %s to %s, set-up and clean-up included.";
  }

  private static Optional<Refusal> when(boolean broken, Supplier<Refusal> refusal) {
    return broken ? Optional.of(refusal.get()) : Optional.empty();
  }
}
