package fucina.scheduler;

import static fucina.scheduler.Words.clock;
import static fucina.scheduler.Words.length;
import static fucina.scheduler.Words.zoned;

import fucina.scheduler.Ask.Start;
import fucina.scheduler.Standing.Share;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;

/** The rules that {@link Policy policies} add to those of a machine. */
final class PolicyRules {
  /** No window lasts longer; walking the days of an absurd ask ends here. */
  private static final int MOST_DAYS = 400;

  static final List<Rule> ALL =
      List.of(
          PolicyRules::notice,
          PolicyRules::holiday,
          PolicyRules::gap,
          PolicyRules::ahead,
          PolicyRules::atOnce,
          PolicyRules::perWeek,
          PolicyRules::perMonth);

  private PolicyRules() {}

  /** A stretch over which machine time is counted. */
  enum Span {
    WEEK("hours-per-week", "a week"),
    MONTH("hours-per-month", "a month");

    private final String rule;
    private final String words;

    Span(String rule, String words) {
      this.rule = rule;
      this.words = words;
    }

    Optional<Duration> most(Quota quota) {
      return this == WEEK ? quota.perWeek() : quota.perMonth();
    }

    /** The one a local day lies in, on a machine's wall clock. */
    Window around(LocalDate day, WallClock clock) {
      LocalDate first =
          this == WEEK ? day.minusDays(day.getDayOfWeek().getValue() - 1L) : day.withDayOfMonth(1);
      LocalDate after = this == WEEK ? first.plusWeeks(1) : first.plusMonths(1);
      return new Window(
          clock.instant(first, LocalTime.MIDNIGHT), clock.instant(after, LocalTime.MIDNIGHT));
    }
  }

  static Optional<Refusal> notice(Ask ask) {
    Duration least = ask.standing().notice();
    boolean soon = ask.from().isBefore(ask.now().plus(least));
    return soon && !least.isZero() && ask.start() != Start.BEGUN && !ask.inside()
        ? Optional.of(
            new Refusal(
                "notice",
                length(least),
                length(Duration.between(ask.now(), ask.from())),
                "A window on %s is asked for at least %s before it begins; the first begins at %s."
                    .formatted(ask.machine(), length(least), zoned(ask.now().plus(least), ask))))
        : Optional.empty();
  }

  static Optional<Refusal> holiday(Ask ask) {
    if (!ask.ordered()) {
      return Optional.empty();
    }
    return Standing.days(ask.window(), ask.rules().zone(), MOST_DAYS).stream()
        .flatMap(
            day -> ask.standing().closed(day).map(closed -> holiday(ask, day, closed)).stream())
        .findFirst();
  }

  private static Refusal holiday(Ask ask, LocalDate day, Terms.Holiday closed) {
    return new Refusal(
        "holiday",
        "a working day",
        day + " " + closed.name(),
        "The lab of %s is closed on %s (%s).".formatted(ask.machine(), day, closed.name()));
  }

  static Optional<Refusal> gap(Ask ask) {
    Duration least = ask.standing().gap();
    if (least.isZero() || !ask.ordered()) {
      return Optional.empty();
    }
    return ask.standing().heldOn(ask.machine()).stream()
        .filter(held -> held.widened(least, least).overlaps(ask.window()))
        .findFirst()
        .map(
            held ->
                new Refusal(
                    "gap",
                    length(least),
                    held.from() + " to " + held.to(),
                    "Your organisation holds %s from %s to %s; %s lie between two of its windows."
                        .formatted(
                            ask.machine(),
                            clock(held.from(), ask),
                            zoned(held.to(), ask),
                            length(least))));
  }

  static Optional<Refusal> ahead(Ask ask) {
    return ask.start() == Start.BEGUN
        ? Optional.empty()
        : ask.standing().shares().stream().flatMap(share -> ahead(ask, share).stream()).findFirst();
  }

  private static Optional<Refusal> ahead(Ask ask, Share share) {
    int held = share.ahead(ask.now());
    return share
        .quota()
        .ahead()
        .filter(most -> held >= most)
        .map(
            most ->
                new Refusal(
                    "bookings-ahead",
                    String.valueOf(most),
                    String.valueOf(held + 1),
                    "%s holds at most %d bookings %s that are not over; give one back first."
                        .formatted(share.who(), most, share.where())));
  }

  static Optional<Refusal> atOnce(Ask ask) {
    return !ask.ordered()
        ? Optional.empty()
        : ask.standing().shares().stream()
            .flatMap(share -> atOnce(ask, share).stream())
            .findFirst();
  }

  private static Optional<Refusal> atOnce(Ask ask, Share share) {
    return share
        .quota()
        .atOnce()
        .flatMap(
            most ->
                full(share, most).stream()
                    .filter(ask.window()::overlaps)
                    .findFirst()
                    .or(() -> share.beside() >= most ? Optional.of(ask.window()) : Optional.empty())
                    .map(
                        stretch ->
                            new Refusal(
                                "machines-at-once",
                                String.valueOf(most),
                                "more from " + stretch.from() + " to " + stretch.to(),
                                "%s holds at most %d machines %s at the same time."
                                    .formatted(share.who(), most, share.where()))));
  }

  /** The stretches in which so many are held that these would be too many. */
  static List<Window> full(Share share, int most) {
    return share.heldAtOnce(Math.max(1, most - share.beside()));
  }

  static Optional<Refusal> perWeek(Ask ask) {
    return per(ask, Span.WEEK);
  }

  static Optional<Refusal> perMonth(Ask ask) {
    return per(ask, Span.MONTH);
  }

  private static Optional<Refusal> per(Ask ask, Span span) {
    return !ask.ordered()
        ? Optional.empty()
        : ask.standing().shares().stream()
            .filter(share -> span.most(share.quota()).isPresent())
            .flatMap(share -> per(ask, span, share).stream())
            .findFirst();
  }

  private static Optional<Refusal> per(Ask ask, Span span, Share share) {
    Duration most = span.most(share.quota()).orElseThrow();
    Instant end = Stretches.earlier(ask.to(), ask.from().plus(Duration.ofDays(MOST_DAYS)));
    for (Window each : spans(span, new Window(ask.from(), end), ask.rules())) {
      Duration asked =
          Stretches.common(ask.from(), ask.to(), each)
              .map(Window::length)
              .orElse(Duration.ZERO)
              .multipliedBy(1L + share.beside());
      Duration held = share.heldIn(each);
      if (held.plus(asked).compareTo(most) > 0) {
        return Optional.of(
            new Refusal(
                span.rule,
                length(most),
                length(held.plus(asked)),
                "%s holds at most %s of machine time %s in %s; %s are held in that of %s."
                    .formatted(
                        share.who(),
                        length(most),
                        share.where(),
                        span.words,
                        length(held),
                        each.from().atZone(ask.rules().zone()).toLocalDate())));
      }
    }
    return Optional.empty();
  }

  /** The weeks or months a window touches. */
  static List<Window> spans(Span span, Window window, MachineRules rules) {
    WallClock clock = WallClock.of(rules);
    return Standing.days(window, rules.zone(), MOST_DAYS).stream()
        .map(day -> span.around(day, clock))
        .distinct()
        .toList();
  }
}
