package fucina.scheduler;

import fucina.scheduler.Ask.Start;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The windows of a length that one or several machines have free together. Candidates come from the
 * free stretches; each is put to the {@link HouseRules} before it is offered, so nothing is offered
 * that would be refused.
 */
final class Openings {
  /** Steps of the grid tried in one stretch before it is given up; a day of minutes. */
  private static final int STEPS = 1_440;

  private final List<Diary> diaries;
  private final Duration length;
  private final Instant now;
  private final List<Window> free;

  /**
   * Openings in a span.
   *
   * @param diaries the machines, whose diaries reach over the span and their buffers
   * @param length least length of a window
   * @param now the time of asking
   * @param span windows lie inside it; nothing before now is offered
   */
  Openings(List<Diary> diaries, Duration length, Instant now, Window span) {
    this.diaries = List.copyOf(diaries);
    this.length = length;
    this.now = now;
    this.free =
        Stretches.common(now, span.to(), span).map(List::of).orElse(List.of()).stream()
            .flatMap(ahead -> freeTogether(ahead).stream())
            .toList();
  }

  /** The first window that begins no earlier than this. */
  Optional<Window> firstFrom(Instant earliest) {
    for (Window stretch : free) {
      if (!stretch.to().isAfter(earliest)) {
        continue;
      }
      Instant begin = Stretches.later(stretch.from(), earliest);
      Optional<Window> found = firstIn(new Window(begin, stretch.to()));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** The last window that begins before this. */
  Optional<Window> lastBefore(Instant latest) {
    for (int i = free.size() - 1; i >= 0; i--) {
      Window stretch = free.get(i);
      if (stretch.from().isBefore(latest)) {
        Optional<Window> found = lastIn(stretch, latest);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Window> firstIn(Window stretch) {
    if (!stretch.from().isAfter(now)) {
      Optional<Window> atOnce = offered(now, Start.NOW, stretch);
      if (atOnce.isPresent()) {
        return atOnce;
      }
    }
    Instant from = ceil(stretch.from());
    for (int step = 0; step < STEPS && from.isBefore(stretch.to()); step++) {
      Optional<Window> found = offered(from, Start.LATER, stretch);
      if (found.isPresent() || ceil(from.plus(length)).isAfter(stretch.to())) {
        return found;
      }
      from = ceil(from.plusNanos(1));
    }
    return Optional.empty();
  }

  private Optional<Window> lastIn(Window stretch, Instant latest) {
    Instant from = floor(Stretches.earlier(latest.minusNanos(1), stretch.to().minus(length)));
    for (int step = 0; step < STEPS && !from.isBefore(stretch.from()); step++) {
      Optional<Window> found = offered(from, Start.LATER, stretch);
      if (found.isPresent()) {
        return found;
      }
      from = floor(from.minusNanos(1));
    }
    boolean startsNow = !stretch.from().isAfter(now) && now.isBefore(latest);
    return startsNow ? offered(now, Start.NOW, stretch) : Optional.empty();
  }

  private Optional<Window> offered(Instant from, Start start, Window stretch) {
    Instant to = ceil(from.plus(length));
    boolean kept =
        !to.isAfter(stretch.to())
            && diaries.stream()
                .allMatch(diary -> HouseRules.kept(new Ask(diary, from, to, now, start)));
    return kept ? Optional.of(new Window(from, to)) : Optional.empty();
  }

  private List<Window> freeTogether(Window span) {
    List<Window> together = List.of(span);
    for (Diary diary : diaries) {
      together = Stretches.common(together, freeOf(diary, span));
    }
    return together;
  }

  private List<Window> freeOf(Diary diary, Window span) {
    MachineRules rules = diary.rules();
    Optional<Window> ahead = ahead(diary, span);
    if (!diary.machine().inService() || ahead.isEmpty()) {
      return List.of();
    }
    List<Window> barred = new ArrayList<>();
    diary.taken().forEach(taken -> barred.add(taken.widened(rules.cleanup(), rules.setup())));
    barred.addAll(PolicyBars.of(diary, length, ahead.get(), now));
    barred.sort(Comparator.comparing(Window::from));
    return Stretches.without(new OpeningHours(rules).stretches(ahead.get()), barred);
  }

  /** The part of a span in which windows may begin: later where they need notice or approval. */
  private Optional<Window> ahead(Diary diary, Window span) {
    Instant noticed = now.plus(diary.standing().notice());
    Instant approved =
        diary
            .rules()
            .approval()
            .map(asked -> now.plus(asked.before()).plusNanos(1))
            .orElse(span.from());
    return Stretches.common(Stretches.later(noticed, approved), span.to(), span);
  }

  /** The first instant on every machine's grid. */
  private Instant ceil(Instant instant) {
    Instant found = instant;
    for (int round = 0; round < STEPS; round++) {
      Instant before = found;
      for (Diary diary : diaries) {
        found = WallClock.of(diary.rules()).ceil(found);
      }
      if (found.equals(before)) {
        return found;
      }
    }
    return found;
  }

  private Instant floor(Instant instant) {
    Instant found = instant;
    for (int round = 0; round < STEPS; round++) {
      Instant before = found;
      for (Diary diary : diaries) {
        found = WallClock.of(diary.rules()).floor(found);
      }
      if (found.equals(before)) {
        return found;
      }
    }
    return found;
  }
}
