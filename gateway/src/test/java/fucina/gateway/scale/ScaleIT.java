package fucina.gateway.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scale that is promised, for a short while; {@code ./fucina bench --long} for half an hour.
 */
@Tag("alone")
class ScaleIT {
  @TempDir Path folder;

  @Test
  @Timeout(1200)
  void twoHundredMachinesAreHeardWithoutLossOrGrowth() throws Exception {
    ScaleReport report =
        new ScaleRun(
                Path.of(".."), folder, ScaleSize.promised(Duration.ofSeconds(75)), sample -> {})
            .run();
    System.out.println(report.markdown());
    assertThat(report.broken()).isEmpty();
  }
}
