package fucina.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes YAML say more than one sees is refused, each with its line. */
final class PartReaderTest {

  private static List<Flaw> flaws(String text) {
    Flaws flaws = new Flaws();
    Optional<Part> ignored = PartReader.read(text, flaws);
    assertThat(ignored.isPresent() || !flaws.isEmpty()).isTrue();
    return flaws.byLine();
  }

  private static Object plain(String word) {
    Part root = PartReader.read("a: " + word, new Flaws()).orElseThrow();
    return ((Part.Scalar) root.at("a").orElseThrow()).plain();
  }

  @ParameterizedTest
  @CsvSource({
    "'a: 1\nb: 2\na: 3', 3, a, 'stands twice, first on line 1'",
    "'a: &x 1', 1, a, 'has an anchor (&x)'",
    "'a: &x 1\nb: *x', 1, a, 'has an anchor (&x)'",
    "'b: *x', 1, b, 'uses an alias (*x)'",
    "'a: !!str 1', 1, a, 'has a tag'",
    "'a: !own { b: 1 }', 1, a, 'has a tag'",
    "'a: 1\n---\nb: 2', 2, '', 'holds a second document'",
    "'? [a, b]\n: 1', 1, '', 'has a key that is no text'",
    "'a: on', 1, a, 'can be read as true or false'",
    "'a: No', 1, a, 'can be read as true or false'",
    "'a: 10:30', 1, a, 'base sixty'",
    "'a: 007', 1, a, 'base eight'",
    "'a: 0x1F', 1, a, 'can be read as a number'",
    "'a: 1_000', 1, a, 'can be read as a number'",
    "'a: .inf', 1, a, 'can be read as a number'",
    "'a: 1e999', 1, a, 'too large'",
    "'a: 2026-11-22', 1, a, 'a date'",
    "'a: b: c', 1, '', 'cannot be read as YAML or JSON'"
  })
  void whatReadsTwoWaysIsRefused(String text, int line, String key, String reason) {
    Flaw flaw = flaws(text).get(0);

    assertThat(flaw.line()).isEqualTo(line);
    assertThat(flaw.key()).isEqualTo(key);
    assertThat(flaw.reason()).contains(reason);
  }

  @Test
  void depthWithoutEndIsRefusedBeforeItCostsTime() {
    List<Flaw> flaws = flaws("a: 1\nb: " + "[".repeat(200_000));

    assertThat(flaws).singleElement().extracting(Flaw::line).isEqualTo(2);
    assertThat(flaws.get(0).reason()).contains("nested deeper than 20");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"on\"", "'10:30'", "\"007\"", "on-line", "1.2.3", "v1", "a b"})
  void whatIsQuotedOrPlainlyTextIsText(String word) {
    assertThat(flaws("a: " + word)).isEmpty();
    assertThat(plain(word)).isInstanceOf(String.class);
  }

  @Test
  void numbersAndFlagsAreThemselves() {
    assertThat(plain("12")).isEqualTo(12L);
    assertThat(plain("-0.5")).isEqualTo(-0.5);
    assertThat(plain("1e3")).isEqualTo(1000.0);
    assertThat(plain("true")).isEqualTo(true);
    assertThat(plain("False")).isEqualTo(false);
  }
}
