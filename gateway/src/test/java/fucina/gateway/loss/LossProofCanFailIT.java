package fucina.gateway.loss;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The proof is worth what it can find: the same run, against a consumer that is careless. */
class LossProofCanFailIT {
  private static final long SEED = 7;
  private static final int AT_LEAST_HELD = 15;

  @TempDir Path folder;

  private LossReport report(int group, Duration toSettle) throws Exception {
    return new LossRun(
            new BareScene(folder, group), SEED, Duration.ZERO, toSettle, System.out::println)
        .run();
  }

  @Test
  void aConsumerThatAcknowledgesBeforeItWritesIsFoundOutWhenItIsKilled() throws Exception {
    LossReport report = report(100_000, Duration.ofSeconds(20));
    LossReport.Row row = report.rows().get(0);
    assertThat(row.count().stored()).as(report.markdown()).isPositive();
    assertThat(row.count().lost()).as(report.markdown()).isGreaterThanOrEqualTo(AT_LEAST_HELD);
    assertThat(report.broken()).hasSize(1);
    assertThat(report.markdown()).contains("NOT declared", "| NO |");
  }

  @Test
  void theSameConsumerPassesWhereItWritesBeforeItAcknowledges() throws Exception {
    LossReport report = report(1, Duration.ofMinutes(3));
    assertThat(report.broken()).as(report.markdown()).isEmpty();
    assertThat(report.rows().get(0).count().stored()).isPositive();
  }
}
