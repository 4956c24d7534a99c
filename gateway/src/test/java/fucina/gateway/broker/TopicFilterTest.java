package fucina.gateway.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicFilterTest {

  @ParameterizedTest
  @CsvSource({
    "printer-1/#, printer-1/a/b",
    "printer-1/#, printer-1",
    "printer-1/#, printer-1/#",
    "printer-1/#, printer-1/+/b",
    "printer-1/+, printer-1/a",
    "printer-1/+, printer-1/+",
    "+/a, printer-1/a",
    "a/b, a/b",
    "#, a",
    "#, +/+",
    "#, #",
    "a/+, a/",
    "$share/x, $share/x",
  })
  void reachesWhatLiesBelowIt(String filter, String other) {
    assertThat(new TopicFilter(filter).covers(other)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "printer-1/#, printer-10/a",
    "printer-1/#, #",
    "printer-1/#, +/a",
    "printer-1/#, /printer-1/a",
    "printer-1/+, printer-1/#",
    "printer-1/+, printer-1/a/b",
    "printer-1/+, printer-1",
    "a/b, a/+",
    "a/b, A/b",
    "#, $SYS/a",
    "+/a, $SYS/a",
    "#, $sys/mqtt/#",
    "a, a/",
  })
  void reachesNothingBeside(String filter, String other) {
    assertThat(new TopicFilter(filter).covers(other)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/#/b", "a#", "a/b+", "#/a"})
  void isRefusedWhereItIsNone(String text) {
    assertThatThrownBy(() -> new TopicFilter(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Property
  void aFilterThatCoversAnotherReachesEveryTopicOfIt(
      @ForAll("filters") String filter,
      @ForAll("filters") String other,
      @ForAll("topics") String topic) {
    boolean covers = new TopicFilter(filter).covers(other);
    boolean ofOther = new TopicFilter(other).covers(topic);
    if (covers && ofOther) {
      assertThat(new TopicFilter(filter).covers(topic)).isTrue();
    }
  }

  @Property
  void everyFilterCoversItself(@ForAll("filters") String filter) {
    assertThat(new TopicFilter(filter).covers(filter)).isTrue();
  }

  @Provide
  Arbitrary<String> topics() {
    return levels(List.of("a", "b", "", "$SYS"));
  }

  @Provide
  Arbitrary<String> filters() {
    Arbitrary<String> plain = levels(List.of("a", "b", "", "$SYS", "+"));
    return Arbitraries.oneOf(plain, plain.map(start -> start + "/#"), Arbitraries.just("#"));
  }

  private static Arbitrary<String> levels(List<String> words) {
    return Arbitraries.of(words)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(levels -> String.join("/", levels))
        .filter(text -> !text.isEmpty());
  }
}
