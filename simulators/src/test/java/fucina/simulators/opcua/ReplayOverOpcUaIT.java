package fucina.simulators.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fucina.simulators.replay.Recording;
import fucina.simulators.replay.ReplayProfile;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReplayOverOpcUaIT {
  @TempDir Path folder;

  @Test
  void everyRowOfARecordingIsToldInItsOrder() throws Exception {
    TestClient.Keys keys = TestClient.Keys.made();
    OpcUaSettings settings = new OpcUaSettings(0, folder, "gateway", "right", false);
    Recording recording = Recording.madeUp(5, 1_000, 3);
    try (OpcUaMachine machine =
        OpcUaMachine.recording(
            "press-1",
            new OpcUaMachine.Played(recording, 4, true),
            settings,
            InstantSource.system(),
            3)) {
      machine.trust(keys.certificate());
      machine.start();
      try (TestClient client =
          TestClient.connect(
              machine.endpoint(),
              ReplayProfile.NAMESPACE,
              keys,
              TestClient.user("gateway", "right"))) {
        List<DataValue> counts = client.watch("Recording.count", 0, Optional.empty());
        await().until(() -> counts.size() > 20);
        double first = (Double) Objects.requireNonNull(counts.get(0).value().value());
        assertThat(List.copyOf(counts).subList(0, 20))
            .extracting(value -> value.value().value())
            .containsExactlyElementsOf(
                IntStream.range(0, 20).mapToObj(n -> (Object) (first + n)).toList());
      }
    }
  }
}
