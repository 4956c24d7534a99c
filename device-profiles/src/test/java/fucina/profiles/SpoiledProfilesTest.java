package fucina.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of the reader against a small profile that breaks it. */
final class SpoiledProfilesTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource("spoiled")
  void eachBrokenRuleIsFound(Spoiled spoiled) {
    List<Flaw> flaws = spoiled.flaws();
    assertThat(flaws)
        .extracting(Flaw::key)
        .containsExactlyInAnyOrderElementsOf(spoiled.reasons().keySet());
    assertThat(flaws)
        .allSatisfy(
            flaw ->
                assertThat(flaw.reason())
                    .as(flaw.key())
                    .contains(spoiled.reasons().get(flaw.key())));
    if (flaws.size() == 1) {
      assertThat(flaws).as("its line").allMatch(spoiled::standsWhereItShould);
    }
  }

  static Stream<Spoiled> spoiled() throws IOException {
    Stream<Spoiled> all = Stream.empty();
    for (String file :
        new String[] {
          "safety.txt",
          "names.txt",
          "signals.txt",
          "addresses.txt",
          "commands.txt",
          "wholes.txt",
          "shapes.txt",
          "monitoring.txt",
          "alarms.txt",
          "nodes.txt"
        }) {
      all = Stream.concat(all, Spoiled.in(file));
    }
    return all;
  }
}
