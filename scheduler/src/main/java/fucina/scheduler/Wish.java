package fucina.scheduler;

import fucina.scheduler.Ask.Start;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A window wanted on one or several machines at once.
 *
 * @param machines ids, sorted, so that locks are always taken in the same order
 * @param from wished beginning; empty means now
 * @param to wished end
 * @param endsNow where the window has begun already and only its end is wished: the end it has now
 * @param party who wishes; whose quotas are counted
 * @param except id of the booking that makes way for it
 * @param has the window that booking has now: what lies inside it is approved already, or waits
 */
record Wish(
    SortedSet<String> machines,
    Optional<Instant> from,
    Instant to,
    Optional<Instant> endsNow,
    Party party,
    Optional<String> except,
    Optional<Window> has) {

  /** A wish for a new window. */
  static Wish of(List<String> machines, Optional<Instant> from, Instant to, Party party) {
    return new Wish(
        new TreeSet<>(machines),
        from,
        to,
        Optional.empty(),
        party,
        Optional.empty(),
        Optional.empty());
  }

  /** What a window that has begun lacks, as a wish for a new one beside it. */
  Wish rest() {
    return endsNow.isPresent()
        ? new Wish(
            machines, endsNow, to, Optional.empty(), party, Optional.empty(), Optional.empty())
        : this;
  }

  Asker asker(Instant now) {
    return new Asker(Optional.of(party), except, now);
  }

  /** The question to the rules of each of these machines. */
  List<Ask> asks(List<Diary> diaries, Instant now) {
    Start start = start(diaries, now);
    Instant begin = start == Start.NOW ? now : from.orElse(now);
    Instant said = from.map(wish -> Stretches.earlier(wish, begin)).orElse(begin);
    return diaries.stream()
        .map(diary -> new Ask(diary, begin, to, now, start, said, endsNow, inside(begin)))
        .toList();
  }

  /** Whether from this beginning it only makes the window smaller that the booking has now. */
  boolean inside(Instant begin) {
    return has.filter(window -> !begin.isBefore(window.from()) && !to.isAfter(window.to()))
        .isPresent();
  }

  /** Every broken rule of every machine; what is the same for all is said once. */
  List<Refusal> broken(List<Diary> diaries, Instant now) {
    return asks(diaries, now).stream()
        .flatMap(ask -> HouseRules.broken(ask).stream())
        .distinct()
        .toList();
  }

  /** What has to be known to judge it, however absurd its ends are. */
  Window span(List<BookableMachine> known, Instant now) {
    Instant begin = Ask.cut(from.map(wish -> Stretches.earlier(wish, now)).orElse(now));
    Instant end = Stretches.later(Ask.cut(to), begin.plusSeconds(1));
    return Diary.reach(known, new Window(begin, end));
  }

  /** Those of the wished machines that are not among the known. */
  List<String> unknown(List<BookableMachine> known) {
    Set<String> missing = new TreeSet<>(machines);
    known.forEach(machine -> missing.remove(machine.machine()));
    return List.copyOf(missing);
  }

  private Start start(List<Diary> diaries, Instant now) {
    if (endsNow.isPresent()) {
      return Start.BEGUN;
    }
    return diaries.stream().allMatch(diary -> Ask.meansNow(from, diary.rules(), now))
        ? Start.NOW
        : Start.LATER;
  }
}
