package fucina.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BoundedTextTest {
  @Test
  void aPatternThatFitsItsTextMatches() {
    assertThat(BoundedText.matches(Pattern.compile("[a-z-]{1,20}"), "pick-place")).isTrue();
    assertThat(BoundedText.matches(Pattern.compile("[a-z]{1,20}"), "pick-place")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"(a|aa)+b", "(a*)*b"})
  void aPatternThatBacktracksWithoutEndMatchesNothing(String pattern) {
    assertThat(BoundedText.matches(Pattern.compile(pattern), "a".repeat(200))).isFalse();
  }

  @Test
  void aPatternWhoseMatcherReadsBeyondTheEndMatchesNothing() {
    assertThat(BoundedText.matches(Pattern.compile("\\X*\\b{g}^"), "abc.gcode")).isFalse();
  }
}
