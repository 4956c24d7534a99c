package fucina.scheduler;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Arithmetic of lists of windows that are in order of time and do not overlap. */
final class Stretches {
  private Stretches() {}

  static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /** What lies both between these instants and in the span. */
  static Optional<Window> common(Instant from, Instant to, Window span) {
    Instant begin = later(from, span.from());
    Instant end = earlier(to, span.to());
    return begin.isBefore(end) ? Optional.of(new Window(begin, end)) : Optional.empty();
  }

  /** What is in both. */
  static List<Window> common(List<Window> some, List<Window> others) {
    List<Window> found = new ArrayList<>();
    for (Window one : some) {
      for (Window other : others) {
        common(other.from(), other.to(), one).ifPresent(found::add);
      }
    }
    return found;
  }

  /** What is in the first and not in the second; the second may overlap itself, in order. */
  static List<Window> without(List<Window> some, List<Window> taken) {
    List<Window> found = new ArrayList<>();
    for (Window one : some) {
      Instant from = one.from();
      for (Window each : taken) {
        if (!each.overlaps(one)) {
          continue;
        }
        if (from.isBefore(each.from())) {
          found.add(new Window(from, each.from()));
        }
        from = later(from, each.to());
      }
      if (from.isBefore(one.to())) {
        found.add(new Window(from, one.to()));
      }
    }
    return found;
  }
}
