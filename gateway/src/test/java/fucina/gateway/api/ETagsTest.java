package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ETagsTest {
  @Test
  void theTagOfAVersionMatchesIt() {
    assertThat(ETags.match(ETags.of(7), 7)).isTrue();
    assertThat(ETags.match(" \"3\", \"7\" ", 7)).isTrue();
  }

  @Test
  void aStarMatchesAnyVersion() {
    assertThat(ETags.match("*", 7)).isTrue();
  }

  @Test
  void anotherVersionAWeakTagAndABareNumberDoNot() {
    assertThat(ETags.match("\"6\"", 7)).isFalse();
    assertThat(ETags.match("W/\"7\"", 7)).isFalse();
    assertThat(ETags.match("7", 7)).isFalse();
    assertThat(ETags.match("", 7)).isFalse();
  }
}
