package fucina.scheduler;

import fucina.scheduler.Ask.Start;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;

/** What is possible: free slots for those who look, the nearest alternatives for those refused. */
final class Offers {
  /** How far around a refused window an alternative is looked for. */
  private static final Duration NEAR = Duration.ofDays(14);

  /** What the clocks of a desk and of the lab may differ by, and a request may take. */
  private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(5);

  private static final int EQUIVALENTS = 3;
  private static final int STEPS = 1_440;

  /** No booking lies further ahead, whatever a machine's horizon says. */
  private static final Duration FURTHEST = Duration.ofDays(3_660);

  private Offers() {}

  /**
   * Free slots of all these machines, by start, then by machine: always the soonest of all the
   * machines' next ones, so that no more are worked out than are answered.
   */
  static List<Slot> availability(List<Diary> diaries, AvailabilityQuery query, Instant now) {
    Queue<Search> searches = new PriorityQueue<>();
    for (Diary diary : diaries) {
      Search.begin(diary, query, now).ifPresent(searches::add);
    }
    List<Slot> slots = new ArrayList<>();
    while (slots.size() < query.limit() && !searches.isEmpty()) {
      Search soonest = searches.remove();
      slots.add(soonest.slot());
      soonest.next().ifPresent(searches::add);
    }
    return slots;
  }

  /** One machine's openings, and the next of them. */
  private record Search(Openings openings, Slot slot) implements Comparable<Search> {

    static Optional<Search> begin(Diary diary, AvailabilityQuery query, Instant now) {
      Duration least = diary.rules().minLength();
      Duration length = query.length().compareTo(least) < 0 ? least : query.length();
      Openings openings = new Openings(List.of(diary), length, now, query.window());
      return from(openings, diary.machine().machine(), query.window().from());
    }

    Optional<Search> next() {
      return from(openings, slot.machine(), slot.window().to());
    }

    private static Optional<Search> from(Openings openings, String machine, Instant earliest) {
      return openings
          .firstFrom(earliest)
          .map(window -> new Search(openings, new Slot(machine, window)));
    }

    @Override
    public int compareTo(Search other) {
      int byStart = slot.window().from().compareTo(other.slot.window().from());
      return byStart != 0 ? byStart : slot.machine().compareTo(other.slot.machine());
    }
  }

  /** The part of a query that can hold a slot; empty where none can. */
  static Optional<Window> searched(AvailabilityQuery query, Instant now) {
    Instant furthest = now.plus(FURTHEST);
    return Stretches.common(now, furthest, query.window());
  }

  /** Where alternatives to a wish are looked for. */
  static Window near(Wish wish, List<BookableMachine> machines, Instant now) {
    Instant about = about(wish, machines, now);
    return new Window(about.minus(NEAR), about.plus(NEAR));
  }

  /**
   * The nearest windows that can be had instead: the same machines earlier and later, and other
   * machines of the family with a capability in common at the same time.
   *
   * @param asked the machines of the wish
   * @param others machines that might do as well
   */
  static List<Slot> instead(Wish wish, List<Diary> asked, List<Diary> others, Instant now) {
    if (asked.isEmpty()) {
      return List.of();
    }
    List<BookableMachine> machines = asked.stream().map(Diary::machine).toList();
    Instant about = about(wish, machines, now);
    Window near = near(wish, machines, now);
    Openings openings = new Openings(asked, bookable(wish, asked, now), now, near);
    List<Window> windows = new ArrayList<>();
    Optional<Window> later = openings.firstFrom(about);
    later.ifPresent(windows::add);
    later.flatMap(first -> openings.firstFrom(first.to())).ifPresent(windows::add);
    openings.lastBefore(about).ifPresent(windows::add);
    windows.sort(
        Comparator.comparing((Window window) -> Duration.between(about, window.from()).abs()));
    List<Slot> found = new ArrayList<>(equivalents(wish, asked, others, now));
    windows.stream()
        .distinct()
        .flatMap(w -> asked.stream().map(diary -> new Slot(diary.machine().machine(), w)))
        .forEach(found::add);
    return found;
  }

  /** The furthest end after this one that a window already begun may be given instead. */
  static Optional<Slot> longest(Ask begun, Instant endsNow) {
    WallClock wall = WallClock.of(begun.rules());
    Instant to = wall.floor(begun.to());
    for (int step = 0; step < STEPS && to.isAfter(endsNow); step++) {
      Ask ask = new Ask(begun.diary(), begun.from(), to, begun.now(), Start.BEGUN);
      if (HouseRules.kept(ask)) {
        return Optional.of(new Slot(ask.machine(), ask.window()));
      }
      to = wall.floor(to.minusNanos(1));
    }
    return Optional.empty();
  }

  private static List<Slot> equivalents(
      Wish wish, List<Diary> asked, List<Diary> others, Instant now) {
    List<BookableMachine> blocked =
        wish.asks(asked, now).stream()
            .filter(ask -> !HouseRules.kept(ask))
            .map(ask -> ask.diary().machine())
            .toList();
    return others.stream()
        .filter(other -> !wish.machines().contains(other.machine().machine()))
        .filter(other -> blocked.stream().anyMatch(machine -> alike(machine, other.machine())))
        .flatMap(other -> wish.asks(List.of(other), now).stream())
        .filter(HouseRules::kept)
        .map(ask -> new Slot(ask.machine(), ask.window()))
        .limit(EQUIVALENTS)
        .toList();
  }

  private static boolean alike(BookableMachine one, BookableMachine other) {
    return one.family().equals(other.family())
        && !Collections.disjoint(one.capabilities(), other.capabilities());
  }

  /** The wished length, brought inside what every machine allows. */
  private static Duration bookable(Wish wish, List<Diary> asked, Instant now) {
    Duration length = Duration.between(Ask.cut(wish.from().orElse(now)), Ask.cut(wish.to()));
    for (Diary diary : asked) {
      length = meant(wish, length, diary.rules(), now);
      length = min(length, diary.rules().maxLength());
    }
    for (Diary diary : asked) {
      Duration least = diary.rules().minLength();
      length = length.compareTo(least) < 0 ? least : length;
    }
    return min(length, NEAR);
  }

  /** A window from now is some seconds longer than was meant, as two clocks differ. */
  private static Duration meant(Wish wish, Duration length, MachineRules rules, Instant now) {
    Duration whole = rules.grain().multipliedBy(length.dividedBy(rules.grain()));
    Duration beyond = length.minus(whole);
    return !whole.isZero()
            && !whole.isNegative()
            && beyond.compareTo(CLOCKS_DIFFER) < 0
            && Ask.meansNow(wish.from(), rules, now)
        ? whole
        : length;
  }

  private static Instant about(Wish wish, List<BookableMachine> machines, Instant now) {
    Duration ahead = FURTHEST;
    for (BookableMachine machine : machines) {
      ahead = min(ahead, machine.rules().horizon());
    }
    Instant wished = Ask.cut(wish.from().orElse(now));
    return Stretches.later(now, Stretches.earlier(wished, now.plus(ahead)));
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
