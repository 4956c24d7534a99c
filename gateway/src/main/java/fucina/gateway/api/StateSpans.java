package fucina.gateway.api;

import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import io.vertx.core.json.JsonArray;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a state held when: readings of a text, a flag or an enumeration, fed in order of time, as
 * spans. A span ends with the next change, with a gap, or with the window.
 *
 * <p>Spans are at most as many as asked for: where there are more, those that begin in one stretch
 * of the bucket's width are told as one, with the value that came last and how many changes it
 * hides.
 */
final class StateSpans {
  private final int most;
  private final long widthMillis;
  private final List<Span> ended = new ArrayList<>();
  private Deque<Gap> gaps = new ArrayDeque<>();
  private boolean joining;
  private @Nullable Span open;

  StateSpans(int most, long widthMillis) {
    this.most = most;
    this.widthMillis = widthMillis;
  }

  /** A span; {@code changes} are those it hides. */
  private record Span(
      Instant from, Instant to, @Nullable Object value, Quality quality, int changes) {
    boolean saysAs(Reading reading) {
      return Objects.equals(value, Shapes.plain(reading.value())) && quality == reading.quality();
    }

    Span until(Instant end) {
      return new Span(from, end, value, quality, changes);
    }
  }

  /** Begins a window, whose gaps these are, in order of time. */
  void begin(List<Gap> gaps) {
    this.gaps = new ArrayDeque<>(gaps);
  }

  /** What held when the window began, unless that was in a gap. */
  void held(Instant from, Reading reading) {
    if (gaps.isEmpty() || gaps.getFirst().from().isAfter(from)) {
      add(from, reading);
    }
  }

  void add(Reading reading) {
    add(reading.time(), reading);
  }

  private void add(Instant at, Reading reading) {
    cut(at);
    if (open != null && open.saysAs(reading)) {
      return;
    }
    close(at);
    open = new Span(at, at, Shapes.plain(reading.value()), reading.quality(), 0);
  }

  /** Ends what is open where a gap begins before {@code at}. */
  private void cut(Instant at) {
    while (!gaps.isEmpty() && gaps.getFirst().from().isBefore(at)) {
      Gap gap = gaps.removeFirst();
      if (open != null && gap.to().isAfter(open.from())) {
        close(gap.from().isAfter(open.from()) ? gap.from() : open.from());
      }
    }
  }

  private void close(Instant at) {
    if (open == null) {
      return;
    }
    ended.add(open.until(at));
    open = null;
    if (ended.size() > most) {
      joining = true;
    }
    if (joining) {
      join();
    }
  }

  /** Ends a window. */
  void end(Instant to) {
    cut(to);
    close(to);
  }

  /** Joins what begins in one stretch; the last two only where the rest was joined before. */
  private void join() {
    int first = ended.size() > most ? 1 : ended.size() - 1;
    List<Span> joined = new ArrayList<>(ended.subList(0, Math.max(0, first)));
    for (Span next : ended.subList(Math.max(0, first), ended.size())) {
      int last = joined.size() - 1;
      if (last >= 0 && stretch(joined.get(last)) == stretch(next)) {
        joined.set(last, joined(joined.get(last), next));
      } else {
        joined.add(next);
      }
    }
    ended.clear();
    ended.addAll(joined);
  }

  private static Span joined(Span one, Span next) {
    return new Span(
        one.from(),
        next.to(),
        next.value(),
        one.quality().compareTo(next.quality()) > 0 ? one.quality() : next.quality(),
        one.changes() + next.changes() + 1);
  }

  private long stretch(Span span) {
    return Math.floorDiv(span.from().toEpochMilli(), widthMillis);
  }

  /** {@code [from, to, value, quality, changes]} each. */
  JsonArray rows() {
    JsonArray rows = new JsonArray();
    for (Span span : ended) {
      rows.add(
          new JsonArray()
              .add(span.from().toEpochMilli())
              .add(span.to().toEpochMilli())
              .add(span.value())
              .add(Shapes.word(span.quality()))
              .add(span.changes()));
    }
    return rows;
  }
}
