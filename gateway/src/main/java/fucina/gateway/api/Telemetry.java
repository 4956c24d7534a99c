package fucina.gateway.api;

import fucina.gateway.registry.Machine;
import fucina.gateway.store.TimeSeriesStore;
import fucina.gateway.store.TimeSeriesStore.Bucket;
import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Signal;
import fucina.profiles.ValueType;
import fucina.scheduler.Window;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer to what signals of a machine did in some windows: buckets on one grid, states as spans
 * besides, gaps. Blocks.
 */
final class Telemetry {
  private final TimeSeriesStore store;
  private final Instant now;
  private final Machine machine;
  private final List<Window> windows;
  private final int points;
  private final Duration width;
  private final Map<Window, List<Gap>> gaps = new HashMap<>();

  /**
   * @param windows in order of time, none overlapping, never empty
   * @param points how many buckets or spans a signal has at most
   */
  Telemetry(TimeSeriesStore store, Instant now, Machine machine, List<Window> windows, int points) {
    this.store = store;
    this.now = now;
    this.machine = machine;
    this.windows = windows;
    this.points = points;
    this.width = Buckets.width(windows, points);
    for (Window window : windows) {
      gaps.put(
          window,
          store.gaps(machine.id(), window.from(), window.to()).stream()
              .flatMap(gap -> Buckets.cut(gap, window).stream())
              .toList());
    }
  }

  /**
   * The answer.
   *
   * @param held what each signal said last before the first window, where that was asked for
   */
  JsonObject answer(List<String> signals, Optional<Map<String, Reading>> held) {
    JsonArray all = new JsonArray();
    signals.forEach(name -> all.add(series(name, held)));
    return new JsonObject()
        .put("from", Shapes.instant(windows.get(0).from()))
        .put("to", Shapes.instant(windows.get(windows.size() - 1).to()))
        .put("bucketMs", width.toMillis())
        .put("signals", all);
  }

  private JsonObject series(String name, Optional<Map<String, Reading>> held) {
    Optional<Signal> signal = machine.profile().signal(name);
    List<Bucket> buckets = new ArrayList<>();
    JsonArray told = new JsonArray();
    for (Window window : windows) {
      buckets.addAll(store.buckets(machine.id(), name, window.from(), window.to(), width));
      gaps(window, name).forEach(gap -> told.add(Shapes.gap(gap)));
    }
    JsonArray rows = new JsonArray();
    JsonArray qualities = new JsonArray();
    for (Bucket bucket : Buckets.atMost(points, buckets)) {
      rows.add(Buckets.row(bucket));
      qualities.add(Shapes.word(bucket.last().quality()));
    }
    JsonObject series =
        new JsonObject()
            .put("signal", name)
            .put("unit", signal.flatMap(Signal::unit).map(Signal.Unit::symbol).orElse(null))
            .put("buckets", rows)
            .put("quality", qualities)
            .put("gaps", told);
    @Nullable Reading before = held.map(each -> each.get(name)).orElse(null);
    if (signal.filter(Telemetry::state).isPresent()) {
      series.put("spans", spans(name, before));
    }
    if (held.isPresent()) {
      series.put("before", before == null ? null : Shapes.reading(before));
    }
    return series;
  }

  private List<Gap> gaps(Window window, String signal) {
    return gaps.getOrDefault(window, List.of()).stream()
        .filter(gap -> gap.signal().isEmpty() || gap.signal().equals(signal))
        .toList();
  }

  private static boolean state(Signal signal) {
    return signal.type() == ValueType.STRING
        || signal.type() == ValueType.BOOLEAN
        || !signal.enumeration().isEmpty();
  }

  private JsonArray spans(String signal, @Nullable Reading held) {
    StateSpans spans = new StateSpans(points, width.toMillis());
    for (Window window : windows) {
      spans.begin(gaps(window, signal));
      if (held != null && window == windows.get(0)) {
        spans.held(window.from(), held);
      }
      store.raw(machine.id(), List.of(signal), window.from(), window.to(), spans::add);
      Instant end = window.to().isAfter(now) ? now : window.to();
      spans.end(end.isBefore(window.from()) ? window.from() : end);
    }
    return spans.rows();
  }
}
