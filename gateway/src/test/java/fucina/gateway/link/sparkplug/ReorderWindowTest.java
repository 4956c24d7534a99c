package fucina.gateway.link.sparkplug;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReorderWindowTest {
  private static final Instant NOW = Instant.parse("2026-11-26T09:00:00Z");

  private final List<String> handled = new ArrayList<>();
  private final ReorderWindow window =
      new ReorderWindow(behind -> handled.add("missed before " + behind));

  @BeforeEach
  void born() {
    window.begin(Optional.of(0));
  }

  private CompletableFuture<Void> take(int number, boolean birth) {
    return take(number, birth, NOW);
  }

  private CompletableFuture<Void> take(int number, boolean birth, Instant at) {
    return window.take(
        number % 256,
        birth,
        at,
        () -> {
          handled.add((birth ? "birth " : "") + number);
          return CompletableFuture.completedFuture(null);
        });
  }

  private void data(int from, int to) {
    IntStream.rangeClosed(from, to).forEach(number -> take(number, false));
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(Integer::toString).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 100, 129, 256, 257, 258, 600, 2_000})
  void dataWaitForABirthThatComesBehindThemHoweverManyTheyAre(int last) {
    data(2, last);
    assertThat(handled).isEmpty();
    take(1, true);
    data(last + 1, last + 10);
    List<String> wanted = new ArrayList<>(List.of("birth 1"));
    wanted.addAll(numbers(2, last + 10));
    assertThat(handled).isEqualTo(wanted);
    assertThat(window.overdue(NOW.plus(ReorderWindow.PATIENCE))).isEmpty();
  }

  @Test
  void oneThatOvertookAnotherWaitsForIt() {
    data(1, 1);
    data(3, 4);
    assertThat(handled).containsExactly("1");
    data(2, 2);
    assertThat(handled).isEqualTo(numbers(1, 4));
  }

  @Test
  void whatIsMissingIsGivenUpAndTheCountGoesOnBehindWhatWaited() {
    data(1, 1);
    data(3, 300);
    assertThat(window.overdue(NOW.plus(ReorderWindow.PATIENCE))).contains(NOW);
    window.giveUp();
    data(301, 302);
    assertThat(handled)
        .hasSize(302)
        .startsWith("1", "missed before " + NOW, "3")
        .endsWith("301", "302");
    assertThat(window.overdue(NOW.plus(ReorderWindow.PATIENCE))).isEmpty();
  }

  @Test
  void whatIsToldTwiceOrLateIsHandledAtOnce() {
    data(1, 5);
    data(4, 5);
    data(6, 6);
    assertThat(handled).isEqualTo(List.of("1", "2", "3", "4", "5", "4", "5", "6"));
  }

  @Test
  void aMessageThatIsHeldIsDoneOnlyWhenItIsHandled() {
    CompletableFuture<Void> second = take(2, false);
    assertThat(second).isNotDone();
    take(1, false);
    assertThat(second).isCompleted();
  }

  @Test
  void everyHoleIsToldBeforeWhatComesBehindIt() {
    data(1, 1);
    take(3, false, NOW);
    take(4, false, NOW.plusMillis(1));
    take(9, false, NOW.plusMillis(2));
    window.giveUp();
    data(10, 10);
    assertThat(handled)
        .containsExactly(
            "1", "missed before " + NOW, "3", "4", "missed before " + NOW.plusMillis(2), "9", "10");
  }

  @Test
  void whatABirthCutsShortIsMissedToo() {
    data(1, 1);
    data(3, 3);
    window.begin(Optional.of(0));
    data(1, 1);
    assertThat(handled).containsExactly("1", "missed before " + NOW, "3", "1");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 127, 128, 200, 222})
  void manyThatAreLostInARowAreMissed(int lost) {
    data(1, 5);
    take(6 + lost, false);
    assertThat(handled).isEqualTo(numbers(1, 5));
    assertThat(window.overdue(NOW.plus(ReorderWindow.PATIENCE))).contains(NOW);
    window.giveUp();
    assertThat(handled).endsWith("missed before " + NOW, String.valueOf(6 + lost));
  }
}
