package fucina.gateway.link.sparkplug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fucina.gateway.link.LinkState;
import fucina.gateway.link.MachineLink.Answer;
import fucina.gateway.link.MachineLinkContract;
import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.Quality;
import fucina.profiles.Value;
import fucina.simulators.machine.Fault;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract over Sparkplug B, against the simulated edge node, and what only Sparkplug has. */
class SparkplugLinkIT extends MachineLinkContract {
  @TempDir private Path folder;

  @Override
  protected Bench bench() {
    return new LineBench(folder);
  }

  @Test
  void aCommandIsDoneAndSeenInTheMeasuredState() throws Exception {
    startAndWait();
    await()
        .atMost(PATIENCE)
        .until(() -> intake.lastIs("line.state", r -> r.value().equals(Value.of(2))));
    assertThat(answer(link.execute(LineBench.command("reset"), Map.of(), "job")))
        .isInstanceOf(Answer.Accepted.class);
    await()
        .atMost(PATIENCE)
        .until(() -> intake.lastIs("line.state", r -> r.value().equals(Value.of(4))));
  }

  @Test
  void aDeathMakesEverySignalBadAndABirthGoodAgainWithTheGapBetween() {
    startAndWait();
    ((LineBench) bench).line.suffer(new Fault.Offline(true));
    await().atMost(PATIENCE).until(() -> link.status().state() == LinkState.SILENT);
    assertThat(link.status().detail()).contains("cell-2");
    await()
        .atMost(PATIENCE)
        .until(() -> intake.lastIs("line.state", r -> r.quality() == Quality.BAD));
    await()
        .atMost(PATIENCE)
        .until(() -> intake.lastIs("energy.power", r -> r.quality() == Quality.BAD));
    ((LineBench) bench).line.suffer(new Fault.Offline(false));
    await().atMost(PATIENCE).until(() -> link.status().state() == LinkState.ONLINE);
    await()
        .atMost(PATIENCE)
        .until(() -> intake.lastIs("line.state", r -> r.quality() == Quality.GOOD));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(intake.gaps()).extracting(Gap::reason).containsOnly("link-lost"));
  }
}
