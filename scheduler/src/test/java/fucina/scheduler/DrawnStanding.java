package fucina.scheduler;

import fucina.scheduler.Policy.Scope;
import fucina.scheduler.Standing.Place;
import fucina.scheduler.Terms.Holiday;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Policies and holdings drawn by chance, and a model of what they allow that counts minutes and
 * knows no cleverness.
 */
final class DrawnStanding {
  private static final Party ANNA = new Party("anna", "officina-demo");

  private final Random random;
  private final Instant origin;
  private final int days;
  final List<Policy> policies = new ArrayList<>();
  final List<Holding> holdings = new ArrayList<>();
  final List<Place> beside = new ArrayList<>();

  DrawnStanding(Random random, Instant origin, int days) {
    this.random = random;
    this.origin = origin;
    this.days = days;
    for (Scope scope :
        List.of(
            Scope.NETWORK,
            new Scope(Scope.Kind.CENTRE, "made"),
            new Scope(Scope.Kind.MACHINE, "line-1"))) {
      if (random.nextInt(3) == 0) {
        policies.add(policy(scope));
      }
    }
    for (int i = 0; i < random.nextInt(10); i++) {
      holdings.add(holding(i));
    }
    if (random.nextInt(4) == 0) {
      beside.add(new Place("line-2", random.nextBoolean() ? "made" : "cim40"));
    }
  }

  Standing standing() {
    return policies.isEmpty()
        ? Standing.FREE
        : new Standing(Optional.of(ANNA), policies, holdings, beside);
  }

  private Policy policy(Scope scope) {
    List<Holiday> holidays = new ArrayList<>();
    if (random.nextInt(3) == 0) {
      LocalDate day = date(origin.plus(Duration.ofDays(random.nextInt(days))));
      Optional<Integer> year = random.nextBoolean() ? Optional.empty() : Optional.of(day.getYear());
      holidays.add(new Holiday(day.getMonthValue(), day.getDayOfMonth(), year, "closed"));
    }
    return new Policy(
        scope,
        Optional.empty(),
        1,
        new Terms(
            quota(),
            quota(),
            Duration.ofMinutes(random.nextInt(3) == 0 ? random.nextInt(1_000) : 0),
            Duration.ofMinutes(random.nextInt(3) == 0 ? random.nextInt(400) : 0),
            Optional.empty(),
            holidays),
        "carla",
        origin);
  }

  private Quota quota() {
    return new Quota(
        drawn(1 + random.nextInt(6)),
        drawn(1 + random.nextInt(3)),
        drawn(1 + random.nextInt(2_000)).map(Duration::ofMinutes),
        drawn(1 + random.nextInt(3_000)).map(Duration::ofMinutes));
  }

  private Optional<Integer> drawn(int number) {
    return random.nextInt(3) == 0 ? Optional.of(number) : Optional.empty();
  }

  private Holding holding(int number) {
    int minute = random.nextInt((days + 6) * 1_440) - 3 * 1_440;
    Instant from = origin.plus(Duration.ofMinutes(minute));
    String machine = random.nextBoolean() ? "line-1" : "robot-" + random.nextInt(2);
    return new Holding(
        "booking-" + number / 2,
        machine,
        machine.equals("robot-1") ? "cim40" : "made",
        random.nextBoolean() ? "anna" : "carlo",
        new Window(from, from.plus(Duration.ofMinutes(5 + random.nextInt(400)))));
  }

  /** The model: every minute of the window by itself. */
  boolean allows(Instant from, Instant to, Instant now) {
    return policies.stream().allMatch(policy -> allows(policy, from, to, now));
  }

  private boolean allows(Policy policy, Instant from, Instant to, Instant now) {
    if (from.isBefore(now.plus(policy.terms().notice()))) {
      return false;
    }
    for (Instant at = from; at.isBefore(to); at = at.plusSeconds(60)) {
      LocalDate day = date(at);
      for (Holiday each : policy.terms().holidays()) {
        boolean thatYear = each.year().map(year -> year == day.getYear()).orElse(true);
        if (thatYear && each.month() == day.getMonthValue() && each.day() == day.getDayOfMonth()) {
          return false;
        }
      }
      for (Holding each : holdings) {
        Instant soonest = each.window().from().minus(policy.terms().gap());
        Instant latest = each.window().to().plus(policy.terms().gap());
        boolean near = !at.isBefore(soonest) && at.isBefore(latest);
        if (!policy.terms().gap().isZero() && each.machine().equals("line-1") && near) {
          return false;
        }
      }
    }
    return allows(policy, policy.terms().each(), Set.of("anna", "carlo"), from, to, now)
        && allows(policy, policy.terms().person(), Set.of("anna"), from, to, now);
  }

  private boolean allows(
      Policy policy, Quota quota, Set<String> people, Instant from, Instant to, Instant now) {
    List<Holding> counted = new ArrayList<>();
    Set<String> notOver = new HashSet<>();
    for (Holding each : holdings) {
      if (people.contains(each.person()) && covers(policy, each.machine(), each.centre())) {
        counted.add(each);
        if (each.window().to().isAfter(now)) {
          notOver.add(each.booking());
        }
      }
    }
    if (quota.ahead().filter(most -> notOver.size() + 1 > most).isPresent()) {
      return false;
    }
    int asked = 1;
    for (Place each : beside) {
      asked += covers(policy, each.machine(), each.centre()) ? 1 : 0;
    }
    Map<LocalDate, Integer> weeks = new HashMap<>();
    Map<LocalDate, Integer> months = new HashMap<>();
    for (Instant at = from; at.isBefore(to); at = at.plusSeconds(60)) {
      int held = asked;
      for (Holding each : counted) {
        held += each.window().contains(at) ? 1 : 0;
      }
      if (held > quota.atOnce().orElse(Integer.MAX_VALUE)) {
        return false;
      }
      weeks.merge(week(at), asked, Integer::sum);
      months.merge(month(at), asked, Integer::sum);
    }
    for (Holding each : counted) {
      for (Instant at = each.window().from();
          at.isBefore(each.window().to());
          at = at.plusSeconds(60)) {
        weeks.computeIfPresent(week(at), (day, minutes) -> minutes + 1);
        months.computeIfPresent(month(at), (day, minutes) -> minutes + 1);
      }
    }
    return within(weeks, quota.perWeek()) && within(months, quota.perMonth());
  }

  private static boolean within(Map<LocalDate, Integer> minutes, Optional<Duration> most) {
    return most.isEmpty()
        || minutes.values().stream().allMatch(sum -> sum <= most.get().toMinutes());
  }

  private static boolean covers(Policy policy, String machine, String centre) {
    return switch (policy.scope().kind()) {
      case NETWORK -> true;
      case CENTRE -> centre.equals("made");
      case MACHINE -> machine.equals("line-1");
    };
  }

  private static LocalDate date(Instant instant) {
    return instant.atZone(SomeMachines.ROME).toLocalDate();
  }

  private static LocalDate week(Instant instant) {
    return date(instant).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
  }

  private static LocalDate month(Instant instant) {
    return date(instant).withDayOfMonth(1);
  }
}
