package fucina.scheduler;

import fucina.scheduler.MachineRules.Hours;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The stretches of time in which a machine's lab is open. */
final class OpeningHours {
  /** No window is longer; walking the days of an absurd ask ends here. */
  private static final Duration YEAR = Duration.ofDays(366);

  private final MachineRules rules;
  private final WallClock clock;

  OpeningHours(MachineRules rules) {
    this.rules = rules;
    this.clock = WallClock.of(rules);
  }

  /** Open stretches inside a span, touching ones joined, in order of time. */
  List<Window> stretches(Window span) {
    if (rules.opening().isEmpty()) {
      return List.of(span);
    }
    List<Window> found = new ArrayList<>();
    LocalDate last = clock.date(span.to());
    for (LocalDate day = clock.date(span.from()).minusDays(1);
        !day.isAfter(last);
        day = day.plusDays(1)) {
      for (Hours hours : rules.opening().getOrDefault(day.getDayOfWeek(), List.of())) {
        addOpen(day, hours, span, found);
      }
    }
    found.sort(Comparator.comparing(Window::from));
    return joined(found);
  }

  /** Whether a window lies wholly inside one open stretch. */
  boolean cover(Window window) {
    Instant to = window.length().compareTo(YEAR) > 0 ? window.from().plus(YEAR) : window.to();
    Window asked = new Window(window.from(), to);
    return stretches(asked).equals(List.of(asked));
  }

  /** The hours of the local day of an instant, for people. */
  String words(Instant instant) {
    DayOfWeek day = clock.date(instant).getDayOfWeek();
    List<Hours> hours = rules.opening().getOrDefault(day, List.of());
    String name = day.name().charAt(0) + day.name().substring(1).toLowerCase(Locale.ROOT);
    return hours.isEmpty()
        ? name + " closed"
        : hours.stream()
            .map(each -> each.opens() + " to " + each.closes())
            .collect(Collectors.joining(", ", name + " ", ""));
  }

  private void addOpen(LocalDate day, Hours hours, Window span, List<Window> found) {
    LocalDate until = hours.closes().isAfter(hours.opens()) ? day : day.plusDays(1);
    Instant from = clock.instant(day, hours.opens());
    Instant to = clock.instant(until, hours.closes());
    Stretches.common(from, to, span).ifPresent(found::add);
  }

  private static List<Window> joined(List<Window> sorted) {
    List<Window> joined = new ArrayList<>();
    for (Window next : sorted) {
      int last = joined.size() - 1;
      if (last >= 0 && !next.from().isAfter(joined.get(last).to())) {
        Instant to = Stretches.later(joined.get(last).to(), next.to());
        joined.set(last, new Window(joined.get(last).from(), to));
      } else {
        joined.add(next);
      }
    }
    return joined;
  }
}
