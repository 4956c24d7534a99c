package fucina.scheduler;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Where somebody stands who asks for a machine: the policies that are in force for them there, and
 * what they hold already.
 *
 * @param party who asks; empty where nobody in particular does
 * @param policies at most one of each kind of scope
 * @param holdings what the organisation occupies, of now and of the weeks and months asked about
 * @param beside the machines that are asked for together with this one
 */
public record Standing(
    Optional<Party> party, List<Policy> policies, List<Holding> holdings, List<Place> beside) {

  /** No policy, nothing held. */
  public static final Standing FREE =
      new Standing(Optional.empty(), List.of(), List.of(), List.of());

  public Standing {
    policies = List.copyOf(policies);
    holdings = List.copyOf(holdings);
    beside = List.copyOf(beside);
  }

  /** A machine and whose it is. */
  public record Place(String machine, String centre) {}

  /** A share of the machines in a scope, and what is held of it already. */
  record Share(Policy policy, Quota quota, boolean ofPerson, List<Holding> held, int beside) {
    /** Who it is for, in a sentence. */
    String who() {
      return ofPerson ? "A person" : "An organisation";
    }

    /** Where, in a sentence. */
    String where() {
      return switch (policy.scope().kind()) {
        case NETWORK -> "in the network";
        case CENTRE -> "at " + policy.scope().id();
        case MACHINE -> "on " + policy.scope().id();
      };
    }

    /** How much of a stretch is held, machine by machine. */
    Duration heldIn(Window stretch) {
      return held.stream()
          .flatMap(
              each -> Stretches.common(each.window().from(), each.window().to(), stretch).stream())
          .map(Window::length)
          .reduce(Duration.ZERO, Duration::plus);
    }

    /** How many bookings are not over. */
    int ahead(Instant now) {
      return (int)
          held.stream()
              .filter(each -> each.window().to().isAfter(now))
              .map(Holding::booking)
              .distinct()
              .count();
    }

    /** Stretches in which at least so many machines are held at once, in order. */
    List<Window> heldAtOnce(int least) {
      TreeMap<Instant, Integer> steps = new TreeMap<>();
      for (Holding each : held) {
        steps.merge(each.window().from(), 1, Integer::sum);
        steps.merge(each.window().to(), -1, Integer::sum);
      }
      List<Window> found = new ArrayList<>();
      int count = 0;
      Optional<Instant> since = Optional.empty();
      for (var step : steps.entrySet()) {
        count += step.getValue();
        if (count >= least && since.isEmpty()) {
          since = Optional.of(step.getKey());
        } else if (count < least && since.isPresent()) {
          found.add(new Window(since.get(), step.getKey()));
          since = Optional.empty();
        }
      }
      return found;
    }
  }

  /**
   * Where a party stands at a machine.
   *
   * @param all policies for everybody, and for this party's organisation
   */
  public static Standing of(
      BookableMachine machine, Optional<Party> party, List<Policy> all, List<Holding> holdings) {
    Place place = new Place(machine.machine(), machine.centre());
    List<Policy> counting = new ArrayList<>();
    for (Policy.Scope.Kind kind : Policy.Scope.Kind.values()) {
      all.stream()
          .filter(policy -> policy.scope().kind() == kind)
          .filter(policy -> policy.scope().covers(place.machine(), place.centre()))
          .filter(policy -> concerns(policy, party))
          .max(Comparator.comparing(policy -> policy.organisation().isPresent()))
          .ifPresent(counting::add);
    }
    return counting.isEmpty() ? FREE : new Standing(party, counting, holdings, List.of());
  }

  private static boolean concerns(Policy policy, Optional<Party> party) {
    return policy.organisation().isEmpty()
        || policy.organisation().equals(party.map(Party::organisation));
  }

  /** The same, asked for together with these. */
  Standing with(Collection<Place> others) {
    return new Standing(party, policies, holdings, List.copyOf(others));
  }

  /** Every quota that counts, with what is held of it. */
  List<Share> shares() {
    List<Share> shares = new ArrayList<>();
    for (Policy policy : party.isEmpty() ? List.<Policy>of() : policies) {
      add(policy, policy.terms().each(), false, shares);
      add(policy, policy.terms().person(), true, shares);
    }
    return shares;
  }

  private void add(Policy policy, Quota quota, boolean ofPerson, List<Share> shares) {
    if (quota.equals(Quota.NONE)) {
      return;
    }
    String person = party.map(Party::person).orElse("");
    List<Holding> held =
        holdings.stream()
            .filter(each -> policy.scope().covers(each.machine(), each.centre()))
            .filter(each -> !ofPerson || each.person().equals(person))
            .toList();
    int along =
        (int)
            beside.stream()
                .filter(each -> policy.scope().covers(each.machine(), each.centre()))
                .count();
    shares.add(new Share(policy, quota, ofPerson, held, along));
  }

  /** The longest notice any policy asks for. */
  Duration notice() {
    return longest(Terms::notice);
  }

  /** The longest gap any policy asks for between two windows of the organisation on a machine. */
  Duration gap() {
    return party.isEmpty() ? Duration.ZERO : longest(Terms::gap);
  }

  /** The holiday on a local day. */
  Optional<Terms.Holiday> closed(LocalDate day) {
    return policies.stream().flatMap(policy -> policy.terms().closed(day).stream()).findFirst();
  }

  /** How long a window is kept for who does not come; empty: to its end. */
  Optional<Duration> noShow() {
    return policies.stream()
        .flatMap(policy -> policy.terms().noShow().stream())
        .min(Comparator.naturalOrder());
  }

  /** What the organisation holds on a machine. */
  List<Window> heldOn(String machine) {
    return holdings.stream()
        .filter(each -> each.machine().equals(machine))
        .map(Holding::window)
        .sorted(Comparator.comparing(Window::from))
        .toList();
  }

  private Duration longest(Function<Terms, Duration> time) {
    return policies.stream()
        .map(Policy::terms)
        .map(time)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /** The local days a span touches, as stretches of time; at most so many. */
  static List<LocalDate> days(Window span, ZoneId zone, int most) {
    LocalDate first = span.from().atZone(zone).toLocalDate();
    LocalDate last = span.to().minusNanos(1).atZone(zone).toLocalDate();
    return first.datesUntil(last.plusDays(1)).limit(most).toList();
  }
}
