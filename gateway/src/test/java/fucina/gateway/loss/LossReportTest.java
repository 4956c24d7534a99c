package fucina.gateway.loss;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.loss.LossReport.Row;
import fucina.gateway.scale.StoredNumbers.Count;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When a source is as promised, and when not. */
class LossReportTest {

  /** Of a hundred numbers told. */
  private static boolean held(boolean whole, Count count, int gaps) {
    Row row = new Row("sensor", "a sensor", whole, 100, count, gaps);
    LossReport report =
        new LossReport(1, Duration.ZERO, Map.of(), List.of(row), List.of("nothing left out"));
    assertThat(report.broken()).hasSize(row.held() ? 0 : 1);
    assertThat(report.markdown()).contains(row.held() ? "| yes |" : "| NO |");
    return row.held();
  }

  private static Count count(long stored, long missing, long declared, long twice, long mixedUp) {
    return new Count(stored, missing, declared, twice, mixedUp, List.of());
  }

  @Test
  void allIsStoredOrWhereThatIsAllowedDeclaredMissing() {
    assertThat(held(true, count(100, 0, 0, 0, 0), 0)).isTrue();
    assertThat(held(false, count(90, 10, 10, 0, 0), 1)).isTrue();
  }

  @Test
  void whatIsMissingWithoutAWordOrThereTwiceOrElsewhereIsNotAsPromised() {
    assertThat(held(false, count(90, 10, 9, 0, 0), 1)).isFalse();
    assertThat(held(false, count(100, 0, 0, 1, 0), 0)).isFalse();
    assertThat(held(false, count(100, 0, 0, 0, 1), 0)).isFalse();
  }

  @Test
  void whereNothingMayBeMissingAGapIsNotAsPromisedEvenOneInWhichNothingIsMissing() {
    assertThat(held(true, count(100, 0, 0, 0, 0), 1)).isFalse();
    assertThat(held(true, count(90, 10, 10, 0, 0), 1)).isFalse();
  }

  @Test
  void whoDeclaresEverythingMissingOrHasMoreOrLessThanWasToldIsNotAsPromised() {
    assertThat(held(false, count(0, 100, 100, 0, 0), 1)).isFalse();
    assertThat(held(false, count(101, 0, 0, 0, 0), 0)).isFalse();
    assertThat(held(false, count(99, 0, 0, 0, 0), 0)).isFalse();
  }
}
