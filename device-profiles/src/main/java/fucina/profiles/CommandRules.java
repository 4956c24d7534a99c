package fucina.profiles;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a sound command keeps to: consent, preconditions, confirmation, arguments. */
final class CommandRules {
  static final List<Rule> ALL =
      List.of(
          each(CommandRules::asksConsentByItsClass),
          each(CommandRules::motionHasPreconditions),
          each(CommandRules::stopIsNeverHeldBack),
          CommandRules::conditionsHoldOnSignals,
          each(CommandRules::argumentsAreSound),
          CommandRules::argumentsOfMethodsAreAlwaysSent,
          each(CommandRules::requestNamesItsPlaceholders));

  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^{}]*)}");
  private static final String INPUT = "input.";

  private CommandRules() {}

  /** A rule about one command alone. */
  @FunctionalInterface
  private interface OfOne {
    void check(DraftCommand command, Flaws flaws);
  }

  private static Rule each(OfOne rule) {
    return (draft, flaws) -> draft.commands().values().forEach(one -> rule.check(one, flaws));
  }

  private static void asksConsentByItsClass(DraftCommand command, Flaws flaws) {
    Optional<String> consent = command.key("consent").flatMap(Part::asText);
    if (command.kind().isEmpty()) {
      return;
    }
    switch (command.kind().get()) {
      case MOTION -> {
        if (!consent.equals(Optional.of("required"))) {
          flaws.addKey(
              command.part(),
              "consent",
              "must be required: nothing moves without a technician's consent");
        }
      }
      case STOP -> {
        if (consent.equals(Optional.of("required"))) {
          flaws.addKey(command.part(), "consent", "must be never: a stop asks nobody");
        }
      }
      case SETUP -> {
        if (consent.isEmpty()) {
          flaws.addKey(command.part(), "consent", "is missing; write required or never");
        }
      }
      case READ -> {}
    }
  }

  private static void motionHasPreconditions(DraftCommand command, Flaws flaws) {
    boolean none =
        command
            .key("preconditions")
            .map(part -> part instanceof Part.Items list && list.items().isEmpty())
            .orElse(true);
    if (command.is(Command.Kind.MOTION) && none) {
      flaws.addKey(
          command.part(),
          "preconditions",
          "are missing; motion needs at least one measured state that must hold, e.g. { property:"
              + " machine.mode, equals: 4, maxAgeMs: 2000 }");
    }
  }

  private static void stopIsNeverHeldBack(DraftCommand command, Flaws flaws) {
    boolean some =
        command
            .key("preconditions")
            .filter(part -> part instanceof Part.Items list && !list.items().isEmpty())
            .isPresent();
    if (command.is(Command.Kind.STOP) && some) {
      flaws.addKey(
          command.part(), "preconditions", "must be left out: a stop is sent whatever holds");
    }
  }

  private static void conditionsHoldOnSignals(Draft draft, Flaws flaws) {
    for (DraftCommand command : draft.commands().values()) {
      Part keys = command.part().block("fucina").orElse(command.part());
      for (Part precondition : keys.itemsOf("preconditions")) {
        Optional<DraftSignal> signal = holdsOnASignal(precondition, draft, flaws);
        signal.ifPresent(found -> isOldEnough(precondition, found, flaws));
      }
      keys.block("confirm").ifPresent(confirm -> holdsOnASignal(confirm, draft, flaws));
    }
  }

  /** Notes a condition on no signal, or with values its signal never has. */
  static Optional<DraftSignal> holdsOnASignal(Part condition, Draft draft, Flaws flaws) {
    boolean single = condition.at("equals").isPresent();
    boolean many = condition.at("in").isPresent();
    if (condition instanceof Part.Block && single == many) {
      flaws.add(
          condition,
          single ? "in" : "equals",
          single
              ? "stands beside equals; keep one of them"
              : "is missing; write equals: or in: [ ]");
    }
    Optional<DraftSignal> signal = draft.signalNamedBy(condition, flaws);
    if (signal.isPresent() && signal.get().type().isPresent()) {
      for (Part choice : Draft.choices(condition)) {
        Optional<Value> plain = choice.asValue();
        if (plain.isPresent() && signal.get().value(plain.get()).isEmpty()) {
          flaws.add(
              choice,
              plain.get().plain()
                  + " is no value of "
                  + signal.get().name()
                  + "; write "
                  + signal.get().wanted());
        }
      }
    }
    return signal;
  }

  private static void isOldEnough(Part precondition, DraftSignal signal, Flaws flaws) {
    Optional<Double> age = precondition.number("maxAgeMs");
    Optional<Double> sampling = signal.key("samplingMs").flatMap(Part::asNumber);
    if (age.isPresent() && sampling.isPresent() && age.get() < sampling.get()) {
      flaws.add(
          precondition,
          "maxAgeMs",
          "is shorter than the signal's samplingMs, so that it would always be stale; write at least "
              + Value.of(sampling.get()).plain());
    }
  }

  private static void argumentsAreSound(DraftCommand command, Flaws flaws) {
    Map<String, Part> parts = command.argumentParts();
    command
        .part()
        .block("input")
        .map(input -> input.itemsOf("required"))
        .orElse(List.of())
        .forEach(
            item ->
                item.asText()
                    .filter(name -> !parts.containsKey(name))
                    .ifPresent(
                        name ->
                            flaws.add(
                                item,
                                name
                                    + " is no argument here; "
                                    + flaws.hint(name, parts.keySet()))));
    parts.forEach((name, part) -> argumentIsSound(command, name, part, flaws));
  }

  private static void argumentIsSound(DraftCommand command, String name, Part part, Flaws flaws) {
    Optional<ValueType> type = Draft.type(part);
    boolean numeric = type.filter(t -> t == ValueType.NUMBER || t == ValueType.INTEGER).isPresent();
    SignalRules.boundsInOrder(part, numeric, flaws);
    part.text("pattern")
        .flatMap(Draft::brokenPattern)
        .ifPresent(reason -> flaws.add(part, "pattern", "is no regular expression: " + reason));
    if (type.isEmpty()) {
      return;
    }
    if (part.at("pattern").isPresent() && type.get() != ValueType.STRING) {
      flaws.add(part, "pattern", "shapes texts only; leave it out");
    }
    part.block("fucina")
        .flatMap(keys -> keys.text("dataType"))
        .filter(dataType -> !SignalRules.suits(dataType, type.get()))
        .ifPresent(
            dataType ->
                flaws.addKey(
                    part, "dataType", dataType + " does not hold " + Draft.inWords(type.get())));
    for (Part choice : part.itemsOf("enum")) {
      choice
          .asValue()
          .filter(value -> !Draft.fits(type.get(), value))
          .ifPresent(value -> flaws.add(choice, "must be " + Draft.inWords(type.get())));
    }
    if (part.at("default").isPresent() && command.required().contains(name)) {
      flaws.add(part, "default", "stands beside required; an argument is either, not both");
    }
    defaultFits(command, name, part, flaws);
  }

  private static void defaultFits(DraftCommand command, String name, Part part, Flaws flaws) {
    if (part.at("default").orElse(part) instanceof Part.Scalar scalar) {
      List<Command.Argument> one =
          command.arguments().stream().filter(argument -> argument.name().equals(name)).toList();
      if (Arguments.check(command.name(), one, Map.of(name, scalar.plain()))
          instanceof ArgumentCheck.Unfit unfit) {
        flaws.add(scalar, unfit.objections().get(0).reason());
      }
    }
  }

  private static void argumentsOfMethodsAreAlwaysSent(Draft draft, Flaws flaws) {
    if (!draft.speaks(Protocol.OPC_UA)) {
      return;
    }
    for (DraftCommand command : draft.commands().values()) {
      command
          .argumentParts()
          .forEach(
              (name, part) -> {
                if (!command.required().contains(name) && part.at("default").isEmpty()) {
                  flaws.add(
                      part,
                      "default",
                      "is missing; an OPC UA method takes every argument, so make it required or give a default");
                }
              });
    }
  }

  private static void requestNamesItsPlaceholders(DraftCommand command, Flaws flaws) {
    Optional<Part> payload = command.key("request").flatMap(request -> request.at("payload"));
    Set<String> used = new HashSet<>();
    for (Part part : payload.map(Part::all).orElse(List.of())) {
      Matcher matcher = PLACEHOLDER.matcher(part.asText().orElse(""));
      while (matcher.find()) {
        String name = matcher.group(1);
        used.add(name);
        boolean argument =
            name.startsWith(INPUT)
                && command.argumentParts().containsKey(name.substring(INPUT.length()));
        if (!argument && !name.equals("requestId")) {
          flaws.add(
              part,
              "uses ${"
                  + name
                  + "}; write ${requestId} or ${input.NAME} of an argument of this command");
        }
      }
    }
    if (payload.isPresent() && command.key("response").isPresent() && !used.contains("requestId")) {
      flaws.add(payload.get(), "must carry \"${requestId}\", so that its answer is recognised");
    }
    for (String argument : command.argumentParts().keySet()) {
      if (payload.isPresent() && !used.contains(INPUT + argument)) {
        flaws.add(
            payload.get(),
            "never uses the argument "
                + argument
                + "; write \"${input."
                + argument
                + "}\" or drop it");
      }
    }
  }
}
