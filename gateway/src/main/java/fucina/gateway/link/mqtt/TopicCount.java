package fucina.gateway.link.mqtt;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The messages of one topic by the numbers their source gives them. One that overtook another waits
 * a moment for it before the other counts as missing, as brokers that send many at once may mix
 * them; one told again is no news. A count that begins anew at 0 or 1 is a source that restarted:
 * nothing shows that anything is missing. Where it begins later, its beginning is. Thread-safe.
 */
final class TopicCount {
  /** How long a message may be overtaken. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Beyond so many nothing waits any longer. */
  private static final int LATER_AT_MOST = 10_000;

  /** Until what was declared missing is written down, the mark stays before it. */
  private static final Duration WRITTEN = Duration.ofSeconds(1);

  private final TreeMap<Long, Heard> later = new TreeMap<>();
  private Optional<Mark> whole;
  private Mark written;
  private Instant began = Instant.MIN;
  private Instant stillUntil = Instant.MIN;

  /** A message above the whole ones. */
  private record Heard(Instant time, Instant at, boolean durable) {}

  /**
   * How far all is stored, or declared missing.
   *
   * @param number of the last such message
   * @param time of its values
   */
  record Mark(long number, Instant time) {}

  /**
   * A stretch in which messages are missing.
   *
   * @param from time of the message before it
   * @param to time of the message after it
   */
  record Hole(Instant from, Instant to) {
    /** In order, however the source's clock went, and never without length. */
    static Hole between(Instant one, Instant other) {
      Instant first = one.isBefore(other) ? one : other;
      return new Hole(first, (one.isBefore(other) ? other : one).plus(1, ChronoUnit.MICROS));
    }
  }

  /** Goes on from where an earlier process was; empty where none was. */
  TopicCount(Optional<Mark> mark) {
    this.whole = mark;
    this.written = mark.orElse(new Mark(Long.MIN_VALUE, Instant.MIN));
  }

  /**
   * A message came.
   *
   * @param time of its values
   * @param own whether that time is its own, the same however often it is told
   * @return what is missing for certain
   */
  synchronized List<Hole> heard(long number, Instant time, boolean own, Instant now) {
    Mark last = whole.orElseGet(() -> new Mark(number - 1, time));
    whole = Optional.of(last);
    if (number > last.number()) {
      if (!own || !time.isBefore(began)) {
        later.putIfAbsent(number, new Heard(time, now, false));
      }
      return later.size() > LATER_AT_MOST ? missing(true, now) : List.of();
    }
    if (again(number, time, own, last)) {
      return List.of();
    }
    List<Hole> holes = new ArrayList<>(missing(true, now));
    Instant before = later.isEmpty() ? whole.get().time() : later.lastEntry().getValue().time();
    if (number > 1) {
      holes.add(Hole.between(before, time));
      stillUntil = now.plus(WRITTEN);
    }
    later.clear();
    later.put(number, new Heard(time, now, false));
    whole = Optional.of(new Mark(number - 1, before));
    began = time;
    return holes;
  }

  /** Whether a number that is not above the last one is that message once more. */
  private static boolean again(long number, Instant time, boolean own, Mark last) {
    return own
        ? !time.isAfter(last.time())
        : number > 1 && last.number() - number < MqttOptions.RECEIVE_MAXIMUM;
  }

  /** The values of a message are stored, or their loss is declared elsewhere. */
  synchronized void settled(long number) {
    later.computeIfPresent(number, (any, one) -> new Heard(one.time(), one.at(), true));
    advance();
  }

  private void advance() {
    while (whole.isPresent() && !later.isEmpty()) {
      Map.Entry<Long, Heard> first = later.firstEntry();
      if (first.getKey() != whole.get().number() + 1 || !first.getValue().durable()) {
        return;
      }
      whole = Optional.of(new Mark(first.getKey(), first.getValue().time()));
      later.pollFirstEntry();
    }
  }

  /** What was waited for long enough, and is missing. */
  synchronized List<Hole> overdue(Instant now) {
    return missing(false, now);
  }

  private List<Hole> missing(boolean atOnce, Instant now) {
    List<Hole> holes = new ArrayList<>();
    long number = whole.map(Mark::number).orElse(0L);
    Instant time = whole.map(Mark::time).orElse(now);
    Optional<Mark> behind = Optional.empty();
    for (Map.Entry<Long, Heard> one : later.entrySet()) {
      if (one.getKey() != number + 1) {
        if (!atOnce && now.isBefore(one.getValue().at().plus(PATIENCE))) {
          break;
        }
        holes.add(Hole.between(time, one.getValue().time()));
        behind = Optional.of(new Mark(one.getKey() - 1, time));
      }
      number = one.getKey();
      time = one.getValue().time();
    }
    behind.ifPresent(mark -> giveUpBefore(mark, now));
    return holes;
  }

  private void giveUpBefore(Mark mark, Instant now) {
    later.headMap(mark.number(), true).clear();
    whole = Optional.of(mark);
    stillUntil = now.plus(WRITTEN);
    advance();
  }

  /** How far to go on from after a restart, where that has changed. */
  synchronized Optional<Mark> news(Instant now) {
    if (whole.isEmpty() || whole.get().equals(written) || now.isBefore(stillUntil)) {
      return Optional.empty();
    }
    written = whole.get();
    return whole;
  }
}
