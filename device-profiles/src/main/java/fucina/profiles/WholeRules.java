package fucina.profiles;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a sound profile keeps to as a whole: its end, its states, its variables, no secret. */
final class WholeRules {
  static final List<Rule> ALL =
      List.of(
          WholeRules::isAThingModel,
          WholeRules::motionHasAnEnd,
          WholeRules::endIsAStop,
          WholeRules::endConfirmsByASignal,
          WholeRules::whoContinuesIsAttended,
          WholeRules::statesMapEveryWord,
          WholeRules::overridesHoldOnSignals,
          WholeRules::variablesAreSound,
          WholeRules::sparkplugNamesItsDevice,
          WholeRules::placeholdersAreDeclared,
          WholeRules::holdsNoSecret);

  private static final String THING_DESCRIPTION = "https://www.w3.org/2022/wot/td/v1.1";
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]*)}}");
  private static final Pattern USER_IN_URL = Pattern.compile("://[^/\\s@:]*:[^/\\s@]*@");
  private static final Pattern SECRET_KEY =
      Pattern.compile(
          ".*(password|passwd|passphrase|passcode|secret|apikey|accesskey|accesscode|privatekey|credentials?|(?<!identity)token)");

  private WholeRules() {}

  private static void isAThingModel(Draft draft, Flaws flaws) {
    Part root = draft.root();
    if (root.at("@type").isPresent() && !names(root, "@type", "tm:ThingModel")) {
      flaws.add(root, "@type", "must be \"tm:ThingModel\"");
    }
    if (root.at("@context").isPresent() && !names(root, "@context", THING_DESCRIPTION)) {
      flaws.add(root, "@context", "must name \"" + THING_DESCRIPTION + "\"");
    }
  }

  private static boolean names(Part root, String key, String wanted) {
    return root.at(key).map(Part::all).orElse(List.of()).stream()
        .anyMatch(part -> part.asText().filter(wanted::equals).isPresent());
  }

  private static void motionHasAnEnd(Draft draft, Flaws flaws) {
    Optional<DraftCommand> motion =
        draft.commands().values().stream().filter(one -> one.is(Command.Kind.MOTION)).findFirst();
    if (motion.isPresent() && draft.root().at("fucina:end").isEmpty()) {
      flaws.add(
          draft.root(),
          "fucina:end",
          "is missing, but "
              + motion.get().name()
              + " is motion; say how it ends: { action, confirm,"
              + " overrun, linkLoss, attended }");
    }
  }

  private static void endIsAStop(Draft draft, Flaws flaws) {
    Optional<String> name = draft.end().flatMap(end -> end.text("action"));
    if (name.isEmpty()) {
      return;
    }
    Part end = draft.end().get();
    Optional<DraftCommand> command = Optional.ofNullable(draft.commands().get(name.get()));
    if (command.isEmpty()) {
      flaws.add(
          end,
          "action",
          name.get()
              + " is not an action of this profile; "
              + flaws.hint(name.get(), draft.commands().keySet()));
      return;
    }
    if (command.get().kind().isPresent() && !command.get().is(Command.Kind.STOP)) {
      flaws.add(
          end, "action", name.get() + " must be of class stop, so that nothing can hold it back");
    }
    Map<String, Object> given = new LinkedHashMap<>();
    end.entriesOf("arguments")
        .forEach((key, part) -> part.asValue().ifPresent(value -> given.put(key, value.plain())));
    if (Arguments.check(name.get(), command.get().arguments(), given)
        instanceof ArgumentCheck.Unfit unfit) {
      Part arguments = end.at("arguments").orElse(end);
      unfit
          .objections()
          .forEach(
              objection ->
                  flaws.add(
                      arguments.at(objection.argument()).orElse(arguments).line(),
                      end.pathTo("arguments") + "." + objection.argument(),
                      objection.reason()));
    }
  }

  private static void endConfirmsByASignal(Draft draft, Flaws flaws) {
    draft
        .end()
        .flatMap(end -> end.block("confirm"))
        .ifPresent(confirm -> CommandRules.holdsOnASignal(confirm, draft, flaws));
  }

  private static void whoContinuesIsAttended(Draft draft, Flaws flaws) {
    Optional<Part> end =
        draft.end().filter(part -> part.text("linkLoss").filter("continues"::equals).isPresent());
    if (end.isPresent() && end.get().text("attended").filter("start"::equals).isPresent()) {
      flaws.add(
          end.get(),
          "attended",
          "must be always: a machine that continues without its link needs a person present");
    }
  }

  private static void statesMapEveryWord(Draft draft, Flaws flaws) {
    Optional<DraftSignal> named =
        draft.states().flatMap(states -> draft.signalNamedBy(states, flaws));
    if (named.isEmpty() || named.get().type().isEmpty()) {
      return;
    }
    DraftSignal signal = named.get();
    Part states = draft.states().get();
    Set<Value> mapped = new HashSet<>();
    states
        .entriesOf("map")
        .forEach(
            (key, part) -> {
              Optional<Value> value = signal.valueOfKey(key);
              value.ifPresent(mapped::add);
              if (value.isEmpty()) {
                flaws.add(
                    part, key + " is no value of " + signal.name() + "; write " + signal.wanted());
              }
            });
    Map<String, Value> expected = new LinkedHashMap<>();
    signal.words().forEach((index, word) -> expected.put(word, Value.of(index.doubleValue())));
    signal.texts().forEach(text -> expected.put(text, Value.of(text)));
    List<String> missing =
        expected.entrySet().stream()
            .filter(entry -> !mapped.contains(entry.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    if (!missing.isEmpty() && states.at("map").isPresent()) {
      flaws.add(
          states,
          "map",
          "leaves out " + String.join(", ", missing) + "; map every word of " + signal.name());
    }
  }

  private static void overridesHoldOnSignals(Draft draft, Flaws flaws) {
    draft
        .states()
        .map(states -> states.itemsOf("overrides"))
        .orElse(List.of())
        .forEach(override -> CommandRules.holdsOnASignal(override, draft, flaws));
  }

  private static void variablesAreSound(Draft draft, Flaws flaws) {
    Set<String> seen = new HashSet<>(Draft.GIVEN);
    for (Part variable : draft.variables()) {
      Optional<String> name = variable.text("name");
      if (name.isPresent() && !seen.add(name.get())) {
        flaws.add(
            variable,
            "name",
            name.get()
                + (Draft.GIVEN.contains(name.get())
                    ? " is filled by every registration; leave it out"
                    : " stands twice; keep one"));
      }
      Optional<String> pattern = variable.text("pattern");
      Optional<String> broken = pattern.flatMap(Draft::brokenPattern);
      broken.ifPresent(
          reason -> flaws.add(variable, "pattern", "is no regular expression: " + reason));
      Optional<String> example = variable.text("example");
      if (pattern.isPresent() && broken.isEmpty() && example.isPresent()) {
        boolean fits =
            new Profile.Variable(name.orElse(""), pattern.get(), "").accepts(example.get());
        if (!fits) {
          flaws.add(
              variable,
              "example",
              "does not match its pattern, or holds + # or a control character");
        }
      }
    }
  }

  private static void sparkplugNamesItsDevice(Draft draft, Flaws flaws) {
    Set<String> names = draft.placeholders();
    for (String wanted : List.of("GROUP", "NODE", "DEVICE")) {
      if (draft.speaks(Protocol.SPARKPLUG) && !names.contains(wanted)) {
        flaws.addKey(
            draft.root(),
            "variables",
            "must declare " + wanted + ": Sparkplug topics are made of GROUP, NODE and DEVICE");
      }
    }
  }

  private static void placeholdersAreDeclared(Draft draft, Flaws flaws) {
    Set<String> known = draft.placeholders();
    for (Part part : draft.root().all()) {
      Matcher matcher = PLACEHOLDER.matcher(part.asText().orElse(""));
      while (matcher.find()) {
        if (!known.contains(matcher.group(1))) {
          flaws.add(
              part,
              "uses {{"
                  + matcher.group(1)
                  + "}}, which fucina.variables does not declare; "
                  + flaws.hint(matcher.group(1), known));
        }
      }
    }
  }

  private static void holdsNoSecret(Draft draft, Flaws flaws) {
    Map<String, Part> keyed = new HashMap<>();
    for (Part part : draft.root().all()) {
      part.entries()
          .forEach(
              (key, value) -> {
                String plain = key.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
                if (SECRET_KEY.matcher(plain).matches()) {
                  keyed.put(value.path(), value);
                }
              });
      if (USER_IN_URL.matcher(part.asText().orElse("")).find()) {
        flaws.add(
            part, "holds a user and a password; credentials belong to the machine's registration");
      }
    }
    keyed
        .values()
        .forEach(
            part ->
                flaws.add(
                    part, "looks like a secret; credentials belong to the machine's registration"));
  }
}
