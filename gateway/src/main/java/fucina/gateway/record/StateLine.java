package fucina.gateway.record;

import fucina.gateway.telemetry.Reading;
import fucina.gateway.telemetry.SpanFigures;
import fucina.profiles.MachineState;
import fucina.profiles.StateRule;
import fucina.profiles.Value;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a machine's state was, as its values said it, in order of time. A state holds until another
 * is measured; where values are missing, the gaps say so.
 */
final class StateLine {
  /** A machine that flickers must not fill a record; the times in each state stay exact. */
  private static final int SPANS = 2_000;

  private final Optional<StateRule> rule;
  private final Set<String> signals;
  private final Map<String, Value> latest = new HashMap<>();
  private final List<JsonObject> spans = new ArrayList<>();
  private final Map<MachineState, Duration> inState = new EnumMap<>(MachineState.class);
  private MachineState state = MachineState.OFFLINE;
  private Instant since;
  private long leftOut;

  /**
   * Begins it.
   *
   * @param held what the signals of the rule said last before
   */
  StateLine(Optional<StateRule> rule, Instant from, Collection<Reading> held) {
    this.rule = rule;
    this.signals = signals(rule);
    this.since = from;
    held.forEach(this::note);
    state = judged();
  }

  /** The signals that decide. */
  private static Set<String> signals(Optional<StateRule> rule) {
    return rule.stream()
        .flatMap(
            known ->
                Stream.concat(
                    Stream.of(known.signal()),
                    known.overrides().stream().map(StateRule.Override::signal)))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The state as far as readings were taken. */
  MachineState state() {
    return state;
  }

  void take(Reading reading) {
    if (signals.contains(reading.signal())) {
      note(reading);
      MachineState next = judged();
      if (next != state) {
        close(reading.time());
        state = next;
      }
    }
  }

  private void note(Reading reading) {
    if (signals.contains(reading.signal()) && SpanFigures.usable(reading)) {
      latest.put(reading.signal(), reading.value());
    }
  }

  private MachineState judged() {
    return rule.map(known -> known.state(name -> Optional.ofNullable(latest.get(name))))
        .orElse(MachineState.OFFLINE);
  }

  private void close(Instant until) {
    inState.merge(state, Duration.between(since, until), Duration::plus);
    if (spans.size() < SPANS) {
      spans.add(
          new JsonObject()
              .put("state", Words.word(state))
              .put("from", Words.instant(since))
              .put("to", Words.instant(until)));
    } else {
      leftOut++;
    }
    since = until;
  }

  /** Ends it, and writes it down. */
  void into(JsonObject record, Instant to) {
    if (rule.isPresent() && since.isBefore(to)) {
      close(to);
    }
    JsonObject millis = new JsonObject();
    inState.forEach((each, time) -> millis.put(Words.word(each), time.toMillis()));
    record
        .put("states", new JsonArray(spans))
        .put("statesLeftOut", leftOut)
        .put("stateMillis", millis);
  }
}
