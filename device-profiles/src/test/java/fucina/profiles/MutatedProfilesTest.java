package fucina.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever the text is, reading it ends in a profile or in flaws, never in an exception. */
final class MutatedProfilesTest {
  private static final ProfileReader READER = new ProfileReader();
  private static final List<String> TEXTS =
      List.of(
          SomeProfiles.ROBOT,
          SomeProfiles.PRINTER,
          SomeProfiles.LINE,
          Catalogue.builtIn().profile("printer-fff-klipper").orElseThrow().source());

  /** Pieces that mean something to the language or to YAML. */
  private static final List<String> PIECES =
      List.of(
          "",
          "\n",
          "  ",
          ":",
          ": ",
          "- ",
          "{",
          "}",
          "[",
          "]",
          "\"",
          "'",
          "&a",
          "*a",
          "!t",
          "#",
          "|",
          "null",
          "on",
          "1e999",
          "{{",
          "}}",
          "${",
          "in: []",
          "[]",
          "{}",
          "-1",
          "0",
          "true",
          "\t",
          "? ",
          "---\n",
          "\uD83D",
          "\u0000",
          "~",
          "property: x",
          "fucina:",
          "1",
          "equals:",
          ",",
          "nsu=",
          "%",
          "/",
          "~1",
          "a/b~c%",
          "\uFEFF",
          "\u2028");

  @Property(tries = 1_000)
  void mutatedTextIsReadToAnEnd(@ForAll("mutated") String text) {
    assertReadToAnEnd(text);
  }

  @Property(tries = 500)
  void anyTextIsReadToAnEnd(@ForAll String text) {
    assertReadToAnEnd(text);
  }

  @Property(tries = 500)
  void anyPatternIsReadToAnEnd(@ForAll("patterns") String pattern) {
    String quoted = "'" + pattern.replace("'", "''") + "'";
    assertReadToAnEnd(SomeProfiles.ROBOT.replace("\"[a-z]{1,20}\"", quoted));
    assertReadToAnEnd(SomeProfiles.PRINTER.replace("\"[a-z0-9-]{1,32}\"", quoted));
  }

  @Property(tries = 30)
  void aLongTextIsReadToAnEnd(@ForAll("runs") String run) {
    String filled = run.repeat(ProfileReader.MAX_BYTES / 2 / Math.max(1, run.length()));
    assertReadToAnEnd(filled);
    assertReadToAnEnd(SomeProfiles.ROBOT.replace("handling", filled));
    assertReadToAnEnd(SomeProfiles.PRINTER.replace("/value", "/" + filled));
  }

  @Provide
  Arbitrary<String> runs() {
    return Arbitraries.of(
        "[", "{", "- ", "? ", "a-", "~0", "{{", "a: {", "://:", "\"", "a:\n ", "#");
  }

  @Provide
  Arbitrary<String> patterns() {
    return Arbitraries.of(
            "(", ")", "[", "]", "{", "}", "*", "+", "?", "|", "^", "$", "\\", "\\Q", "\\E", "\\p",
            "\\x", "\\u00", "\\N", "\\k<", "(?<", "(?i", "&&", "a", "1", "9", ",", "-", "<", ">",
            ":", "=", "!", "#", " ", "\\c", "\\R", "\\X", "\\b{g}", "\\0")
        .list()
        .ofMaxSize(12)
        .map(pieces -> String.join("", pieces));
  }

  private static void assertReadToAnEnd(String text) {
    ProfileRead read = READER.read(text);
    if (read instanceof ProfileRead.Flawed flawed) {
      assertThat(flawed.flaws()).isNotEmpty();
      int lines = 1 + (int) text.chars().filter(c -> c == '\n' || c == '\r' || c > 0x80).count();
      assertThat(flawed.flaws())
          .allSatisfy(
              flaw -> {
                assertThat(flaw.line()).isBetween(0, lines + 1);
                assertThat(flaw.reason()).isNotBlank();
              });
    }
  }

  @Provide
  Arbitrary<String> mutated() {
    return Combinators.combine(Arbitraries.of(TEXTS), change().list().ofMinSize(1).ofMaxSize(4))
        .as(
            (text, changes) -> {
              String mutated = text;
              for (Change change : changes) {
                mutated = change.of(mutated);
              }
              return mutated;
            });
  }

  private static Arbitrary<Change> change() {
    return Combinators.combine(
            Arbitraries.doubles().between(0, 1),
            Arbitraries.integers().between(0, 40),
            Arbitraries.oneOf(Arbitraries.of(PIECES), Arbitraries.strings().ofMaxLength(4)))
        .as(Change::new);
  }

  /** Cuts some characters out at a place and puts a piece in. */
  private record Change(double where, int cut, String piece) {
    String of(String text) {
      int from = (int) (where * text.length());
      return text.substring(0, from) + piece + text.substring(Math.min(text.length(), from + cut));
    }
  }
}
