package fucina.profiles;

import fucina.profiles.Command.Argument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command as the rules look at it.
 *
 * @param name its name
 * @param part its block under {@code actions}
 */
record DraftCommand(String name, Part part) {

  /** A key of its {@code fucina:} block. */
  Optional<Part> key(String key) {
    return part.block("fucina").flatMap(keys -> keys.at(key));
  }

  Optional<Command.Kind> kind() {
    return switch (key("class").flatMap(Part::asText).orElse("")) {
      case "read" -> Optional.of(Command.Kind.READ);
      case "setup" -> Optional.of(Command.Kind.SETUP);
      case "motion" -> Optional.of(Command.Kind.MOTION);
      case "stop" -> Optional.of(Command.Kind.STOP);
      default -> Optional.empty();
    };
  }

  boolean is(Command.Kind kind) {
    return kind().filter(kind::equals).isPresent();
  }

  /** Its form, which holds the address. */
  Optional<Part> form() {
    return part.itemsOf("forms").stream().findFirst();
  }

  /** The parts of its arguments by name, in the order of the file. */
  Map<String, Part> argumentParts() {
    return part.block("input").map(input -> input.entriesOf("properties")).orElse(Map.of());
  }

  /** The names its input requires, as far as they are texts. */
  List<String> required() {
    return part.block("input").map(input -> input.itemsOf("required")).orElse(List.of()).stream()
        .flatMap(item -> item.asText().stream())
        .toList();
  }

  /** Its arguments, as far as their types are known; what is broken in one is left out of it. */
  List<Argument> arguments() {
    List<Argument> arguments = new ArrayList<>();
    argumentParts()
        .forEach(
            (argument, block) ->
                Draft.type(block)
                    .ifPresent(type -> arguments.add(argument(argument, block, type))));
    return arguments;
  }

  private Argument argument(String argument, Part block, ValueType type) {
    boolean allowListed =
        block.block("fucina").filter(keys -> keys.isTrue("allowList")).isPresent();
    return new Argument(
        argument,
        Draft.label(block, argument),
        type,
        // Left out, the machine would choose by itself what nobody approved.
        allowListed || required().contains(argument),
        block.at("default").flatMap(Part::asValue),
        block.itemsOf("enum").stream().flatMap(item -> item.asValue().stream()).toList(),
        block.number("minimum"),
        block.number("maximum"),
        block.text("pattern").filter(Draft.compiles()),
        block.block("fucina").flatMap(keys -> keys.text("dataType")),
        allowListed);
  }
}
