package fucina.scheduler;

import fucina.scheduler.PolicyRules.Span;
import fucina.scheduler.Standing.Share;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;

/**
 * The stretches in which policies leave no room for a window of a length: what {@link PolicyRules}
 * would refuse wherever it lay in them, so that who looks for free time need not try every step.
 */
final class PolicyBars {
  private static final int MOST_DAYS = 400;

  private PolicyBars() {}

  /**
   * Stretches in which no window of this length may lie, not even in part; in no order.
   *
   * @param span where windows are looked for
   */
  static List<Window> of(Diary diary, Duration length, Window span, Instant now) {
    Standing standing = diary.standing();
    List<Window> barred = new ArrayList<>();
    holidays(diary, span, barred);
    Duration gap = standing.gap();
    if (!gap.isZero()) {
      standing.heldOn(diary.machine().machine()).stream()
          .map(held -> held.widened(gap, gap))
          .forEach(barred::add);
    }
    for (Share share : standing.shares()) {
      share(share, diary, length, span, now, barred);
    }
    return barred;
  }

  private static void holidays(Diary diary, Window span, List<Window> barred) {
    WallClock clock = WallClock.of(diary.rules());
    if (diary.standing().policies().stream().allMatch(each -> each.terms().holidays().isEmpty())) {
      return;
    }
    for (LocalDate day : Standing.days(span, diary.rules().zone(), MOST_DAYS)) {
      if (diary.standing().closed(day).isPresent()) {
        barred.add(
            new Window(
                clock.instant(day, LocalTime.MIDNIGHT),
                clock.instant(day.plusDays(1), LocalTime.MIDNIGHT)));
      }
    }
  }

  private static void share(
      Share share, Diary diary, Duration length, Window span, Instant now, List<Window> barred) {
    Quota quota = share.quota();
    if (quota.ahead().filter(most -> share.ahead(now) >= most).isPresent()
        || quota.atOnce().filter(most -> share.beside() >= most).isPresent()) {
      barred.add(span);
    }
    quota.atOnce().ifPresent(most -> barred.addAll(PolicyRules.full(share, most)));
    for (Span each : Span.values()) {
      each.most(quota)
          .ifPresent(
              most ->
                  PolicyRules.spans(each, span, diary.rules())
                      .forEach(stretch -> used(share, most, stretch, length, barred)));
    }
  }

  /**
   * With so little left of a week that the window does not fit, it may still lie across one of its
   * ends with that much inside; what is further in is barred.
   */
  private static void used(
      Share share, Duration most, Window stretch, Duration length, List<Window> barred) {
    Duration left = most.minus(share.heldIn(stretch)).dividedBy(1L + share.beside());
    Duration room = left.isNegative() ? Duration.ZERO : left;
    Instant from = stretch.from().plus(room);
    Instant to = stretch.to().minus(room);
    if (room.compareTo(length) < 0 && from.isBefore(to)) {
      barred.add(new Window(from, to));
    }
  }
}
