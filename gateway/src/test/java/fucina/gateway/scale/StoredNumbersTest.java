package fucina.gateway.scale;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.scale.LabProcess.Told;
import fucina.gateway.scale.StoredNumbers.Count;
import fucina.gateway.scale.StoredNumbers.Life;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What counts as stored, missing, declared and twice, of ten numbers told one a second. */
class StoredNumbersTest {
  private static final Instant BEGUN = Instant.parse("2026-11-27T08:00:00Z");
  private static final Told TEN = new Told(10, Set.of());

  private final List<String> lines = new ArrayList<>();
  private final JsonArray gaps = new JsonArray();
  private final Store store =
      path ->
          Optional.of(
              path.contains("/gaps")
                  ? new JsonObject().put("items", gaps).encode()
                  : String.join("\n", lines));

  private void stored(int... numbers) {
    IntStream.of(numbers).forEach(number -> stored("value000", number, at(number)));
  }

  private void stored(String signal, double value, Instant time) {
    lines.add(
        new JsonObject()
            .put("signal", signal)
            .put("t", time.toString())
            .put("value", value)
            .encode());
  }

  private void gap(Instant from, Instant to) {
    gaps.add(new JsonObject().put("from", from.toString()).put("to", to.toString()));
  }

  private static Instant at(int number) {
    return BEGUN.plusSeconds(number);
  }

  private Count count() {
    return count(TEN);
  }

  private Count count(Told told) {
    return new StoredNumbers(store, BEGUN, 1)
        .of("sensor", told, new Life(BEGUN, BEGUN.plusSeconds(60), true));
  }

  private void isFound(Count count, long stored, long missing, long declared) {
    assertThat(List.of(count.stored(), count.missing(), count.declared()))
        .as(count.examples().toString())
        .containsExactly(stored, missing, declared);
  }

  @Test
  void allThatWasToldIsThere() {
    stored(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    isFound(count(), 10, 0, 0);
    assertThat(count().lost()).isZero();
  }

  @Test
  void aNumberThatIsMissingWithoutAWordIsLostWhereverItIs() {
    stored(2, 3, 4, 5, 7, 8, 9);
    isFound(count(), 7, 3, 0);
    assertThat(count().lost()).isEqualTo(3);
    assertThat(count().examples()).hasSize(3).allMatch(each -> each.contains("NOT declared"));
  }

  @Test
  void whatWasNeverToldIsNotMissing() {
    stored(3, 4, 5, 7, 8, 9, 10);
    isFound(count(new Told(10, Set.of(1, 2, 6))), 7, 0, 0);
  }

  @Test
  void whatLiesInAGapIsDeclaredAlsoAtBothEndsAndInGapsThatTouch() {
    stored(3, 4, 8);
    gap(BEGUN, at(3));
    gap(at(4), at(6));
    gap(at(6), at(8));
    gap(at(8), at(10));
    isFound(count(), 3, 7, 7);
  }

  @Test
  void aGapThatIsTooShortByAMomentAtEitherEndDeclaresNothing() {
    stored(1, 2, 3, 4, 8, 9, 10);
    gap(at(4).plusNanos(1_000), at(8));
    isFound(count(), 7, 3, 0);
    gaps.clear();
    gap(at(4), at(8).minusNanos(1_000));
    isFound(count(), 7, 3, 0);
    gaps.clear();
    gap(at(4), at(8));
    isFound(count(), 7, 3, 3);
  }

  @Test
  void aGapOfAnotherSignalDeclaresNothing() {
    stored(1, 2, 3, 4, 8, 9, 10);
    gap(at(4), at(8));
    gaps.getJsonObject(0).put("signal", "value001");
    isFound(count(), 7, 3, 0);
  }

  @Test
  void aNumberThatIsThereTwiceIsFound() {
    stored(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    stored("value000", 6, at(6).plusMillis(1));
    isFound(count(), 10, 0, 0);
    assertThat(count().duplicates()).isOne();
  }

  @Test
  void aValueUnderASignalThatDidNotTellItIsFound() {
    stored(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    stored("value000", 4.0001, at(4));
    assertThat(count().mixedUp()).isOne();
  }

  @Test
  void whereNothingIsStoredAllIsMissingAndDeclaredByAGapFromBeginningToEndAlone() {
    isFound(count(), 0, 10, 0);
    gap(BEGUN, BEGUN.plusSeconds(60));
    isFound(count(), 0, 10, 10);
  }
}
