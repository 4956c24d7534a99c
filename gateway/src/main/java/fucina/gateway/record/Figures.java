package fucina.gateway.record;

import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.Reading;
import fucina.gateway.telemetry.SpanFigures;
import fucina.profiles.Signal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Key figures of every signal over a session, taken as readings pass. */
final class Figures {
  private final Facts facts;
  private final HeldAtStart held;
  private final Map<String, SpanFigures> bySignal = new LinkedHashMap<>();

  Figures(Facts facts, HeldAtStart held) {
    this.facts = facts;
    this.held = held;
    for (Signal signal : facts.machine().profile().signals()) {
      SpanFigures figures = new SpanFigures();
      List<Gap> gaps = facts.gaps().stream().filter(gap -> gap.concerns(signal.name())).toList();
      figures.begin(facts.from(), gaps, held.of(signal).orElse(null));
      bySignal.put(signal.name(), figures);
    }
  }

  void take(Reading reading) {
    SpanFigures figures = bySignal.get(reading.signal());
    if (figures != null) {
      figures.take(reading);
    }
  }

  /** Ends the session. */
  void end() {
    bySignal.values().forEach(figures -> figures.end(facts.to()));
  }

  /** Of each signal, in the profile's order. */
  JsonArray json() {
    JsonArray all = new JsonArray();
    for (Signal signal : facts.machine().profile().signals()) {
      SpanFigures figures = bySignal.getOrDefault(signal.name(), new SpanFigures());
      all.add(
          new JsonObject()
              .put("signal", signal.name())
              .put("title", Words.label(signal.title()))
              .put("type", Words.word(signal.type()))
              .put("unit", signal.unit().map(Signal.Unit::symbol).orElse(null))
              .put("readings", figures.readings())
              .put("min", Words.number(figures.min()))
              .put("max", Words.number(figures.max()))
              .put("mean", Words.number(figures.mean()))
              .put("timeMean", Words.number(figures.timeMean()))
              .put("last", figures.last().map(each -> Words.plain(each.value())).orElse(null))
              .put("lastAt", figures.lastAt().map(Words::instant).orElse(null))
              .put("held", held.json(signal)));
    }
    return all;
  }
}
