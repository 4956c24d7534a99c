package fucina.profiles;

import java.util.List;
import java.util.Optional;

/** What a sound deadband, queue and store policy keep to. */
final class StoreRules {
  static final List<Rule> ALL =
      List.of(
          each(StoreRules::percentHasARange),
          each(StoreRules::uncheckedUnitIsThere),
          each(StoreRules::storesOneWay),
          each(StoreRules::storesEveryChangeOfStates),
          each(StoreRules::downsamplesNumbers));

  private StoreRules() {}

  private static Rule each(SignalRules.OfOne rule) {
    return SignalRules.each(rule);
  }

  private static void percentHasARange(DraftSignal signal, Flaws flaws) {
    boolean percent = signal.key("deadband").flatMap(band -> band.at("percent")).isPresent();
    Optional<Double> low = signal.part().number("minimum");
    Optional<Double> high = signal.part().number("maximum");
    if (percent && (low.isEmpty() || high.isEmpty() || high.get() <= low.get())) {
      flaws.addKey(
          signal.part(),
          "deadband",
          "is a share of the range, so it needs minimum and maximum; write both, or a change in the"
              + " unit, e.g. deadband: 0.5");
    }
  }

  private static void uncheckedUnitIsThere(DraftSignal signal, Flaws flaws) {
    if (signal.key("unitCheck").isPresent() && signal.part().at("unit").isEmpty()) {
      flaws.addKey(signal.part(), "unitCheck", "checks a unit, and there is none; leave it out");
    }
  }

  private static void storesOneWay(DraftSignal signal, Flaws flaws) {
    Optional<Part> store = signal.part().block("fucina").flatMap(keys -> keys.block("store"));
    if (store.isEmpty()) {
      return;
    }
    boolean every = store.get().at("everyMs").isPresent();
    if (every && store.get().isTrue("onChange")) {
      flaws.add(store.get(), "onChange", "stands beside everyMs; keep one of them");
    }
    if (!every && store.get().at("downsample").isPresent()) {
      flaws.add(
          store.get(), "everyMs", "is missing beside downsample; write the stretch, e.g. 1000");
    }
  }

  private static void storesEveryChangeOfStates(DraftSignal signal, Flaws flaws) {
    Optional<Part> every = signal.key("store").flatMap(store -> store.at("everyMs"));
    boolean state =
        signal.role() == Signal.Role.STATE
            || signal.role() == Signal.Role.INTERLOCK
            || !signal.words().isEmpty();
    if (every.isPresent() && signal.type().isPresent() && (state || !signal.isNumeric())) {
      flaws.add(
          every.get(),
          "would lose changes of a state, flag or text, and every one counts; write onChange: true");
    }
  }

  private static void downsamplesNumbers(DraftSignal signal, Flaws flaws) {
    if (signal.type().isEmpty() || signal.isNumeric()) {
      return;
    }
    signal
        .key("store")
        .map(store -> store.itemsOf("downsample"))
        .orElse(List.of())
        .forEach(
            item ->
                item.asText()
                    .filter(word -> !word.equals("last"))
                    .ifPresent(
                        word -> flaws.add(item, "is of numbers only; leave downsample out here")));
  }
}
