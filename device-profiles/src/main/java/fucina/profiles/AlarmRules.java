package fucina.profiles;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a sound alarm keeps to: a value its signal can have, and a way back. */
final class AlarmRules {
  static final List<Rule> ALL =
      List.of(
          AlarmRules::idsAreTheirOwn,
          each(AlarmRules::comparesNumbers),
          each(AlarmRules::holdsAgainstAValueOfItsSignal),
          each(AlarmRules::clearsOnTheOtherSide));

  private AlarmRules() {}

  /** A rule about one alarm of one signal. */
  @FunctionalInterface
  private interface OfOne {
    void check(DraftSignal signal, Part alarm, Flaws flaws);
  }

  private static Rule each(OfOne rule) {
    return (draft, flaws) ->
        draft
            .signals()
            .values()
            .forEach(signal -> alarms(signal).forEach(alarm -> rule.check(signal, alarm, flaws)));
  }

  private static List<Part> alarms(DraftSignal signal) {
    return signal.keys().itemsOf("alarms");
  }

  private static void idsAreTheirOwn(Draft draft, Flaws flaws) {
    Set<String> seen = new HashSet<>();
    for (DraftSignal signal : draft.signals().values()) {
      for (Part alarm : alarms(signal)) {
        alarm
            .text("id")
            .filter(id -> !seen.add(id))
            .ifPresent(
                id ->
                    flaws.add(alarm, "id", id + " stands twice; each alarm has an id of its own"));
      }
    }
  }

  private static void comparesNumbers(DraftSignal signal, Part alarm, Flaws flaws) {
    Optional<Alarm.Comparison> when = SignalAssembly.comparison(alarm);
    boolean equals = when.filter(Alarm.Comparison.EQUALS::equals).isPresent();
    boolean number = signal.isNumeric() && signal.words().isEmpty();
    if (when.isPresent() && signal.type().isPresent() && !equals && !number) {
      flaws.add(alarm, "when", "compares numbers only; write equals");
    }
  }

  private static void holdsAgainstAValueOfItsSignal(DraftSignal signal, Part alarm, Flaws flaws) {
    Optional<Value> plain = alarm.at("value").flatMap(Part::asValue);
    if (plain.isEmpty() || signal.type().isEmpty()) {
      return;
    }
    if (signal.value(plain.get()).isEmpty()) {
      flaws.add(
          alarm,
          "value",
          plain.get().plain() + " is no value of " + signal.name() + "; write " + signal.wanted());
      return;
    }
    double value = alarm.number("value").orElse(Double.NaN);
    Optional<Double> high = signal.part().number("maximum").filter(bound -> value > bound);
    Optional<Double> low = signal.part().number("minimum").filter(bound -> value < bound);
    if (high.isPresent() || low.isPresent()) {
      flaws.add(
          alarm,
          "value",
          "lies outside the signal's minimum and maximum, where no good value is; mend it or them");
    }
  }

  private static void clearsOnTheOtherSide(DraftSignal signal, Part alarm, Flaws flaws) {
    Optional<Double> clear = alarm.number("clear");
    Optional<Double> value = alarm.number("value");
    Optional<Alarm.Comparison> when = SignalAssembly.comparison(alarm);
    if (clear.isEmpty() || when.isEmpty()) {
      return;
    }
    if (when.get() == Alarm.Comparison.EQUALS) {
      flaws.add(alarm, "clear", "belongs to numbers that pass a limit; leave it out");
    } else if (value.isPresent()
        && (when.get().isUpwards() ? clear.get() > value.get() : clear.get() < value.get())) {
      flaws.add(
          alarm,
          "clear",
          "must be "
              + (when.get().isUpwards() ? "at most" : "at least")
              + " the alarm's value, so that it can come back");
    }
  }
}
