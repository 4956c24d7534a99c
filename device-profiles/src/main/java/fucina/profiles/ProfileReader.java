package fucina.profiles;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads a profile: a W3C WoT Thing Model in YAML or JSON with the {@code fucina:} keys of
 * PROFILE.md. It holds the text against the JSON Schema and against the rules a schema cannot say,
 * and reports every flaw at once. Safe for use by many threads.
 */
public final class ProfileReader {
  /** Largest text that is read, in bytes of UTF-8. */
  public static final int MAX_BYTES = 256 * 1024;

  private static final List<Rule> RULES =
      Stream.of(
              WholeRules.ALL,
              SignalRules.ALL,
              StoreRules.ALL,
              AlarmRules.ALL,
              AddressRules.ALL,
              OpcUaRules.ALL,
              MqttRules.ALL,
              EventRules.ALL,
              CommandRules.ALL,
              WarningRules.ALL)
          .flatMap(List::stream)
          .toList();

  private final Shape shape = new Shape();

  /**
   * Reads one profile. It never throws, whatever the text is.
   *
   * @param text the whole file, at most {@value #MAX_BYTES} bytes
   */
  public ProfileRead read(String text) {
    Flaws flaws = new Flaws();
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_BYTES) {
      flaws.add(0, "", "has " + bytes + " bytes; a profile has at most " + MAX_BYTES);
      return new ProfileRead.Flawed(flaws.byLine());
    }
    Optional<Part> root = PartReader.read(text, flaws);
    if (root.isPresent()) {
      Draft draft = new Draft(root.get());
      shape.check(root.get(), flaws);
      RULES.forEach(rule -> rule.check(draft, flaws));
      if (flaws.isEmpty()) {
        return new ProfileRead.Sound(Assembly.of(draft, text));
      }
    }
    return new ProfileRead.Flawed(flaws.byLine());
  }
}
