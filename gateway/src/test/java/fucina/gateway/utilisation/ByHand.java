package fucina.gateway.utilisation;

import fucina.gateway.utilisation.Figures.Lead;
import fucina.gateway.utilisation.SomeYear.Held;
import fucina.scheduler.BookableMachine;
import fucina.scheduler.MachineRules.Hours;
import fucina.scheduler.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The same figures, counted the slow way: opening minute by minute, windows one by one. */
final class ByHand {
  private final List<Held> all;
  private final Map<String, BookableMachine> machines;
  private final Window span;
  private final Map<String, Duration> open = new TreeMap<>();

  ByHand(
      List<Held> all, Map<String, BookableMachine> machines, Window span, Optional<String> centre) {
    this.machines = new TreeMap<>(machines);
    this.machines
        .values()
        .removeIf(one -> centre.filter(id -> !id.equals(one.centre())).isPresent());
    this.all =
        all.stream()
            .filter(held -> this.machines.containsKey(held.machine()))
            .filter(held -> held.window().from().isBefore(span.to()))
            .filter(held -> held.window().to().isAfter(span.from()))
            .toList();
    this.span = span;
    this.machines.values().forEach(one -> open.put(one.machine(), openOf(one)));
  }

  Set<String> groups(Grouping by) {
    Set<String> groups = new TreeSet<>();
    all.forEach(held -> groups.add(group(held, by)));
    if (by != Grouping.ORGANISATION) {
      machines.values().forEach(one -> groups.add(group(one, by)));
    }
    return groups;
  }

  Figures figures(String group, Grouping by) {
    Figures found = figures(group, held -> group(held, by).equals(group));
    return by == Grouping.ORGANISATION
        ? found
        : found.open(
            machines.values().stream()
                .filter(one -> group(one, by).equals(group))
                .map(one -> open.get(one.machine()))
                .reduce(Duration.ZERO, Duration::plus));
  }

  Figures figures(String group, Predicate<Held> in) {
    List<Held> own = all.stream().filter(in).toList();
    Map<String, Long> bookings =
        own.stream()
            .collect(Collectors.toMap(Held::booking, Held::state, (one, same) -> one))
            .values()
            .stream()
            .collect(Collectors.groupingBy(state -> state, Collectors.counting()));
    return new Figures(
        group,
        open.values().stream().reduce(Duration.ZERO, Duration::plus),
        own.stream().map(this::booked).reduce(Duration.ZERO, Duration::plus),
        own.stream().map(this::used).reduce(Duration.ZERO, Duration::plus),
        bookings,
        lead(own));
  }

  private String group(Held held, Grouping by) {
    return by == Grouping.ORGANISATION
        ? held.organisation()
        : group(Objects.requireNonNull(machines.get(held.machine())), by);
  }

  private static String group(BookableMachine one, Grouping by) {
    return by == Grouping.MACHINE ? one.machine() : one.centre();
  }

  private Duration booked(Held held) {
    return held.active() ? common(held.window().from(), held.window().to()) : used(held);
  }

  private Duration used(Held held) {
    if (held.started() == null || held.ended() == null || held.state().equals("NO_SHOW")) {
      return Duration.ZERO;
    }
    Instant from = later(held.started(), held.window().from());
    return common(from, earlier(held.ended(), held.window().to()));
  }

  private Duration common(Instant from, Instant to) {
    Duration both = Duration.between(later(from, span.from()), earlier(to, span.to()));
    return both.isNegative() ? Duration.ZERO : both;
  }

  private static Optional<Lead> lead(List<Held> own) {
    List<Long> leads =
        own.stream()
            .filter(Held::active)
            .collect(
                Collectors.toMap(
                    Held::booking,
                    held ->
                        Math.max(
                            0, Duration.between(held.createdAt(), held.window().from()).toMillis()),
                    Math::min))
            .values()
            .stream()
            .sorted()
            .toList();
    return leads.isEmpty()
        ? Optional.empty()
        : Optional.of(new Lead(percentile(leads, 0.5), percentile(leads, 0.9)));
  }

  /** Between the two neighbours, as far as the rank lies between them. */
  private static Duration percentile(List<Long> sorted, double part) {
    double rank = part * (sorted.size() - 1);
    int below = (int) Math.floor(rank);
    int above = (int) Math.ceil(rank);
    double value = sorted.get(below) + (rank - below) * (sorted.get(above) - sorted.get(below));
    return Duration.ofMillis(Math.round(value));
  }

  /** Whole minutes of the wall that lie open; the parts of minutes at the span's ends as well. */
  private Duration openOf(BookableMachine one) {
    if (one.rules().opening().isEmpty()) {
      return Duration.between(span.from(), span.to());
    }
    Duration found = Duration.ZERO;
    Instant at = Instant.ofEpochSecond(Math.floorDiv(span.from().getEpochSecond(), 60) * 60);
    for (; at.isBefore(span.to()); at = at.plusSeconds(60)) {
      if (isOpen(one, at.atZone(one.rules().zone()))) {
        found = found.plus(common(at, at.plusSeconds(60)));
      }
    }
    return found;
  }

  private static boolean isOpen(BookableMachine one, ZonedDateTime wall) {
    Map<java.time.DayOfWeek, List<Hours>> opening = one.rules().opening();
    int now = wall.toLocalTime().toSecondOfDay();
    for (Hours hours : opening.getOrDefault(wall.getDayOfWeek(), List.of())) {
      int opens = hours.opens().toSecondOfDay();
      int closes = hours.closes().toSecondOfDay();
      if (now >= opens && (closes <= opens || now < closes)) {
        return true;
      }
    }
    for (Hours hours : opening.getOrDefault(wall.getDayOfWeek().minus(1), List.of())) {
      int closes = hours.closes().toSecondOfDay();
      if (closes <= hours.opens().toSecondOfDay() && now < closes) {
        return true;
      }
    }
    return false;
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
