package fucina.profiles;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds the signals of a draft that no rule objected to. */
final class SignalAssembly {
  private static final int SAMPLING_MS = 1_000;
  private static final int SEVERITY = 500;

  private final Protocol protocol;
  private final Addresses addresses;

  SignalAssembly(Protocol protocol, Addresses addresses) {
    this.protocol = protocol;
    this.addresses = addresses;
  }

  /** One signal. */
  Signal signal(DraftSignal signal) {
    Part part = signal.part();
    Part keys = signal.keys();
    return new Signal(
        signal.name(),
        Draft.label(part, signal.name()),
        signal.type().orElseThrow(),
        part.text("unit").flatMap(unit -> unit(unit, keys)),
        part.number("minimum"),
        part.number("maximum"),
        signal.words(),
        signal.texts(),
        signal.role(),
        monitoring(keys),
        keys.block("store").map(SignalAssembly::store).orElse(StorePolicy.EVERYTHING),
        keys.itemsOf("alarms").stream().map(alarm -> alarm(signal, alarm)).toList(),
        addresses.signal(signal, keys));
  }

  private static Optional<Signal.Unit> unit(String symbol, Part keys) {
    return keys.text("unece")
        .map(code -> new Signal.Unit(symbol, code, !keys.isFalse("unitCheck")));
  }

  private Monitoring monitoring(Part keys) {
    boolean sampled = protocol == Protocol.OPC_UA;
    int sampling = keys.whole("samplingMs").orElse(SAMPLING_MS);
    int publishing = keys.whole("publishMs").orElse(sampling);
    return new Monitoring(
        sampled ? Duration.ofMillis(sampling) : Duration.ZERO,
        sampled ? Duration.ofMillis(publishing) : Duration.ZERO,
        keys.whole("queueSize"),
        deadband(keys));
  }

  private static Deadband deadband(Part keys) {
    return keys.block("deadband")
        .flatMap(band -> band.number("percent"))
        .<Deadband>map(Deadband.Percent::new)
        .or(() -> keys.number("deadband").map(Deadband.Absolute::new))
        .orElse(Deadband.NONE);
  }

  private static StorePolicy store(Part store) {
    Optional<String> keep = store.text("keep");
    return new StorePolicy(
        store.whole("everyMs").map(Duration::ofMillis).orElse(Duration.ZERO),
        store.isTrue("onChange"),
        store.itemsOf("downsample").stream()
            .flatMap(item -> item.asText().stream())
            .map(word -> StorePolicy.Downsample.valueOf(word.toUpperCase(Locale.ROOT)))
            .collect(Collectors.toSet()),
        Stream.of(StorePolicy.Retention.values())
            .filter(retention -> keep.filter(retention.word()::equals).isPresent())
            .findFirst());
  }

  private static Alarm alarm(DraftSignal signal, Part alarm) {
    String id = alarm.text("id").orElseThrow();
    return new Alarm(
        id,
        Draft.label(alarm, id),
        comparison(alarm).orElseThrow(),
        alarm.at("value").flatMap(Part::asValue).flatMap(signal::value).orElseThrow(),
        alarm.number("clear"),
        alarm.whole("delayMs").map(Duration::ofMillis).orElse(Duration.ZERO),
        alarm.whole("severity").orElse(SEVERITY));
  }

  /** How an alarm holds its values against each other; empty where it does not say so rightly. */
  static Optional<Alarm.Comparison> comparison(Part alarm) {
    List<Alarm.Comparison> all = List.of(Alarm.Comparison.values());
    return alarm
        .text("when")
        .flatMap(word -> all.stream().filter(one -> one.word().equals(word)).findFirst());
  }
}
