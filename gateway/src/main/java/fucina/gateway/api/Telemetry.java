package fucina.gateway.api;

import fucina.gateway.registry.Machine;
import fucina.gateway.store.Held;
import fucina.gateway.store.TimeSeriesStore;
import fucina.gateway.store.TimeSeriesStore.Bucket;
import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.Reading;
import fucina.gateway.telemetry.SpanFigures;
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
 * besides, gaps, key figures. Blocks.
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
   * What is asked of each signal besides its buckets.
   *
   * @param before what it said last before the first window
   * @param figures its key figures over all windows
   */
  record Besides(boolean before, boolean figures) {}

  /**
   * The answer.
   *
   * @param held what the signals held when the first window began, as far as the caller may know
   */
  JsonObject answer(List<String> signals, Besides besides, Held held) {
    JsonArray all = new JsonArray();
    signals.forEach(name -> all.add(series(name, besides, held)));
    return new JsonObject()
        .put("from", Shapes.instant(windows.get(0).from()))
        .put("to", Shapes.instant(windows.get(windows.size() - 1).to()))
        .put("bucketMs", width.toMillis())
        .put("signals", all);
  }

  private JsonObject series(String name, Besides besides, Held held) {
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
    if (signal.filter(Telemetry::state).isPresent()) {
      series.put("spans", spans(name, besides.before() ? held.of(name) : Optional.empty()));
    }
    if (besides.before()) {
      @Nullable Reading before = held.readings().get(name);
      series
          .put("before", before == null ? null : Shapes.reading(before))
          .put("beforeGap", held.lost().contains(name));
    }
    if (besides.figures()) {
      series.put("figures", figures(name, held.of(name)));
    }
    return series;
  }

  /** As a sealed dataset has them. */
  private JsonObject figures(String signal, Optional<Reading> held) {
    SpanFigures figures = new SpanFigures();
    for (Window window : windows) {
      boolean first = window == windows.get(0);
      figures.begin(window.from(), gaps(window, signal), first ? held.orElse(null) : null);
      store.raw(machine.id(), List.of(signal), window.from(), window.to(), figures::take);
      figures.end(end(window));
    }
    return new JsonObject()
        .put("readings", figures.readings())
        .put("min", Shapes.finite(figures.min()))
        .put("max", Shapes.finite(figures.max()))
        .put("mean", Shapes.finite(figures.mean()))
        .put("timeMean", Shapes.finite(figures.timeMean()))
        .put("last", figures.last().map(each -> Shapes.plain(each.value())).orElse(null))
        .put("lastAt", figures.lastAt().map(Shapes::instant).orElse(null));
  }

  /** Where a window ends; what is to come is not known. */
  private Instant end(Window window) {
    Instant end = window.to().isAfter(now) ? now : window.to();
    return end.isBefore(window.from()) ? window.from() : end;
  }

  private List<Gap> gaps(Window window, String signal) {
    return gaps.getOrDefault(window, List.of()).stream()
        .filter(gap -> gap.concerns(signal))
        .toList();
  }

  private static boolean state(Signal signal) {
    return signal.type() == ValueType.STRING
        || signal.type() == ValueType.BOOLEAN
        || !signal.enumeration().isEmpty();
  }

  private JsonArray spans(String signal, Optional<Reading> held) {
    StateSpans spans = new StateSpans(points, width.toMillis());
    for (Window window : windows) {
      spans.begin(gaps(window, signal));
      if (window == windows.get(0)) {
        held.ifPresent(reading -> spans.held(window.from(), reading));
      }
      store.raw(machine.id(), List.of(signal), window.from(), window.to(), spans::add);
      spans.end(end(window));
    }
    return spans.rows();
  }
}
