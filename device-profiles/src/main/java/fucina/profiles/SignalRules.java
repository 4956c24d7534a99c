package fucina.profiles;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a sound signal keeps to: unit, role, rate, bounds, words. */
final class SignalRules {
  static final List<Rule> ALL =
      List.of(
          each(SignalRules::hasAKnownUnit),
          each(SignalRules::hasAUnitOnlyForNumbers),
          each(SignalRules::hasWordsOfItsType),
          each(SignalRules::hasADataTypeOfItsType),
          each(SignalRules::hasBoundsInOrder),
          each(SignalRules::isReadOnly),
          each(SignalRules::hasARoleOfItsUnit),
          each(SignalRules::keepsEveryChangeOfStatesAndCounters),
          SignalRules::ratesAreForOpcUa);

  private static final Set<String> NUMERIC =
      Set.of(
          "SByte", "Byte", "Int8", "UInt8", "Int16", "UInt16", "Int32", "UInt32", "Int64",
          "UInt64");
  private static final Set<String> FRACTIONAL = Set.of("Float", "Double");
  private static final Set<String> TEXTUAL = Set.of("String", "LocalizedText");

  private SignalRules() {}

  /** A rule about one signal alone. */
  @FunctionalInterface
  interface OfOne {
    void check(DraftSignal signal, Flaws flaws);
  }

  /** That rule about every signal. */
  static Rule each(OfOne rule) {
    return (draft, flaws) -> draft.signals().values().forEach(one -> rule.check(one, flaws));
  }

  private static void hasAKnownUnit(DraftSignal signal, Flaws flaws) {
    Optional<String> unit = signal.part().text("unit");
    Optional<String> code = signal.key("unece").flatMap(Part::asText);
    if (code.isPresent() && UnitCodes.symbol(code.get()).isEmpty()) {
      flaws.addKey(
          signal.part(),
          "unece",
          code.get() + " is not a unit code Fucina knows; " + codeHint(code.get(), unit));
    } else if (code.isPresent() && unit.isPresent() && !UnitCodes.agree(unit.get(), code.get())) {
      String owner = UnitCodes.codeOf(unit.get()).orElseThrow();
      flaws.addKey(
          signal.part(),
          "unece",
          code.get()
              + " is not the code of "
              + unit.get()
              + "; write "
              + owner
              + ", or another unit");
    }
    if (code.isPresent() && unit.isEmpty()) {
      flaws.add(
          signal.part(), "unit", "is missing beside unece; write what people read, e.g. \"°C\"");
    }
    if (unit.isPresent() && code.isEmpty()) {
      flaws.addKey(signal.part(), "unece", "is missing beside unit; " + codeHint(unit.get(), unit));
    }
  }

  private static String codeHint(String written, Optional<String> unit) {
    return unit.flatMap(UnitCodes::codeOf)
        .map(code -> "for " + unit.get() + " write " + code)
        .orElseGet(
            () ->
                Nearest.to(written, UnitCodes.all())
                    .map(code -> "did you mean " + code + "?")
                    .orElse("write a code of unece-units.csv, e.g. CEL for °C"));
  }

  private static void hasAUnitOnlyForNumbers(DraftSignal signal, Flaws flaws) {
    boolean hasUnit = signal.part().at("unit").isPresent() || signal.key("unece").isPresent();
    if (signal.type().isEmpty()) {
      return;
    }
    if (hasUnit && (!signal.isNumeric() || !signal.words().isEmpty())) {
      flaws.add(signal.part(), "unit", "belongs to numbers only; leave unit and unece out here");
    }
    if (!hasUnit && signal.type().get() == ValueType.NUMBER) {
      flaws.add(
          signal.part(),
          "unit",
          "is missing; a number has a unit and its UNECE code, a bare count is \"1\" with C62");
    }
  }

  private static void hasWordsOfItsType(DraftSignal signal, Flaws flaws) {
    Optional<ValueType> type = signal.type();
    boolean isText = type.filter(ValueType.STRING::equals).isPresent();
    boolean isInteger = type.filter(ValueType.INTEGER::equals).isPresent();
    if (type.isPresent() && !isText && signal.part().at("enum").isPresent()) {
      flaws.add(
          signal.part(),
          "enum",
          "lists texts and belongs to type string; for numbers write fucina: { enum: { \"0\": WORD } }");
    }
    if (type.isPresent() && !isInteger && signal.key("enum").isPresent()) {
      flaws.addKey(signal.part(), "enum", "names numbers and belongs to type integer");
    }
  }

  private static void hasADataTypeOfItsType(DraftSignal signal, Flaws flaws) {
    Optional<String> dataType = signal.key("dataType").flatMap(Part::asText);
    Optional<ValueType> type = signal.type();
    if (dataType.isPresent() && type.isPresent() && !suits(dataType.get(), type.get())) {
      flaws.addKey(
          signal.part(),
          "dataType",
          dataType.get() + " does not hold " + Draft.inWords(type.get()) + "; mend it or the type");
    }
  }

  /** Whether a wire's data type carries values of that kind. */
  static boolean suits(String dataType, ValueType type) {
    return switch (type) {
      case NUMBER -> NUMERIC.contains(dataType) || FRACTIONAL.contains(dataType);
      case INTEGER -> NUMERIC.contains(dataType);
      case BOOLEAN -> dataType.equals("Boolean");
      case STRING -> TEXTUAL.contains(dataType);
    };
  }

  private static void hasBoundsInOrder(DraftSignal signal, Flaws flaws) {
    boundsInOrder(signal.part(), signal.isNumeric(), flaws);
  }

  /** Notes bounds that are crossed, or that bound no number. */
  static void boundsInOrder(Part part, boolean numeric, Flaws flaws) {
    Optional<Double> low = part.number("minimum");
    Optional<Double> high = part.number("maximum");
    if (low.isPresent() && high.isPresent() && low.get() > high.get()) {
      flaws.add(part, "minimum", "is above maximum; swap them");
    }
    if (Draft.type(part).isPresent() && !numeric && (low.isPresent() || high.isPresent())) {
      flaws.add(part, low.isPresent() ? "minimum" : "maximum", "bounds numbers only; leave it out");
    }
  }

  private static void isReadOnly(DraftSignal signal, Flaws flaws) {
    boolean said = signal.part().isTrue("readOnly");
    if (signal.role() == Signal.Role.INTERLOCK && !said) {
      flaws.add(
          signal.part(),
          "readOnly",
          "must be true: an interlock is read and never written from here");
    } else if (signal.part().at("readOnly").isPresent() && !said) {
      flaws.add(
          signal.part(), "readOnly", "must be true: a signal is read; to write, add an action");
    }
  }

  private static void hasARoleOfItsUnit(DraftSignal signal, Flaws flaws) {
    Map<Signal.Role, List<String>> wanted =
        Map.of(
            Signal.Role.ENERGY_POWER,
            List.of("WTT"),
            Signal.Role.ENERGY_COUNTER,
            List.of("WHR", "KWH"));
    List<String> codes = wanted.getOrDefault(signal.role(), List.of());
    String code = signal.key("unece").flatMap(Part::asText).orElse("none");
    if (!codes.isEmpty() && !codes.contains(code)) {
      flaws.addKey(
          signal.part(),
          "role",
          "asks for the unit " + String.join(" or ", codes) + ", not " + code);
    }
  }

  private static void keepsEveryChangeOfStatesAndCounters(DraftSignal signal, Flaws flaws) {
    boolean coarse =
        signal
            .key("deadband")
            .flatMap(band -> band.asNumber().or(() -> band.number("percent")))
            .filter(band -> band > 0)
            .isPresent();
    boolean mayBeCoarse =
        signal.isNumeric()
            && signal.words().isEmpty()
            && (signal.role() == Signal.Role.MEASUREMENT
                || signal.role() == Signal.Role.ENERGY_POWER);
    if (coarse && signal.type().isPresent() && !mayBeCoarse) {
      flaws.addKey(
          signal.part(),
          "deadband",
          "must be 0: every change of a state, flag, text or counter counts");
    }
  }

  private static void ratesAreForOpcUa(Draft draft, Flaws flaws) {
    if (draft.protocol().isEmpty() || draft.speaks(Protocol.OPC_UA)) {
      return;
    }
    for (DraftSignal signal : draft.signals().values()) {
      for (String key : List.of("samplingMs", "publishMs", "queueSize", "unitCheck")) {
        if (signal.key(key).isPresent()) {
          flaws.addKey(signal.part(), key, "is for OPC UA; here the machine decides, leave it out");
        }
      }
    }
  }
}
