package fucina.gateway.loss;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything is killed, and nothing is missing but what is declared; {@code ./fucina bench loss
 * --long} for an hour of it.
 */
class LossProofIT {
  @TempDir Path folder;

  @Test
  @Timeout(1500)
  void whatWasPublishedIsStoredOrDeclaredMissingWhateverIsKilled() throws Exception {
    long seed = Long.getLong("fucina.loss.seed", System.nanoTime());
    LossReport report =
        new LossRun(
                Path.of(".."),
                folder,
                seed,
                Duration.ofSeconds(Long.getLong("fucina.loss.seconds", 30)),
                System.out::println)
            .run();
    System.out.println(report.markdown());
    assertThat(report.broken()).isEmpty();
  }
}
