package fucina.profiles;

import java.util.List;
import java.util.Optional;

/** What sound roles, warnings and allow-lists of commands keep to. */
final class WarningRules {
  static final List<Rule> ALL =
      List.of(
          WarningRules::aStopIsEverybodys,
          WarningRules::warnsBeforeMotion,
          WarningRules::warnsByASimpleCommand,
          WarningRules::allowListsHoldTextsAndNumbers);

  private WarningRules() {}

  private static void aStopIsEverybodys(Draft draft, Flaws flaws) {
    for (DraftCommand command : draft.commands().values()) {
      if (command.is(Command.Kind.STOP) && command.key("roles").isPresent()) {
        flaws.addKey(command.part(), "roles", "must be left out: a stop is everybody's");
      }
    }
  }

  private static void warnsBeforeMotion(Draft draft, Flaws flaws) {
    for (DraftCommand command : draft.commands().values()) {
      if (command.kind().isPresent()
          && !command.is(Command.Kind.MOTION)
          && command.key("warn").isPresent()) {
        flaws.addKey(command.part(), "warn", "is for class motion; leave it out");
      }
    }
  }

  private static void warnsByASimpleCommand(Draft draft, Flaws flaws) {
    for (DraftCommand command : draft.commands().values()) {
      Optional<Part> warn = command.part().block("fucina").flatMap(keys -> keys.block("warn"));
      for (String key : List.of("action", "endAction")) {
        warn.flatMap(part -> part.text(key))
            .flatMap(name -> unfit(draft, flaws, name))
            .ifPresent(flaw -> flaws.add(warn.get(), key, flaw));
      }
    }
  }

  /** Why an action cannot set off a warning, or end one: it is sent as it stands, always. */
  private static Optional<String> unfit(Draft draft, Flaws flaws, String name) {
    DraftCommand action = draft.commands().get(name);
    if (action == null) {
      return Optional.of(
          name
              + " is not an action of this profile; "
              + flaws.hint(name, draft.commands().keySet()));
    }
    if (action.kind().isPresent() && !action.is(Command.Kind.SETUP)) {
      return Optional.of(name + " must be of class setup: a warning moves nothing");
    }
    if (!action.required().isEmpty()) {
      return Optional.of(name + " needs arguments; a warning is sent without any");
    }
    return action.key("preconditions").isPresent()
        ? Optional.of(name + " has preconditions; a warning is sent whatever else holds")
        : Optional.empty();
  }

  private static void allowListsHoldTextsAndNumbers(Draft draft, Flaws flaws) {
    for (DraftCommand command : draft.commands().values()) {
      for (Part argument : command.argumentParts().values()) {
        if (argument.block("fucina").filter(keys -> keys.isTrue("allowList")).isPresent()) {
          allowListIsSound(command, argument, flaws);
        }
      }
    }
  }

  private static void allowListIsSound(DraftCommand command, Part argument, Flaws flaws) {
    if (command.is(Command.Kind.STOP)) {
      flaws.addKey(argument, "allowList", "must be left out: a stop is never held back");
    }
    if (Draft.type(argument).filter(ValueType.BOOLEAN::equals).isPresent()) {
      flaws.addKey(argument, "allowList", "lists texts or numbers; leave it out here");
    }
    for (String key : List.of("enum", "default")) {
      if (argument.at(key).isPresent()) {
        flaws.add(
            argument,
            key,
            "stands beside allowList; the machine's registration decides, leave it out");
      }
    }
  }
}
