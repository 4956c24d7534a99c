package fucina.gateway.link.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fucina.gateway.Patience;
import fucina.gateway.link.FakeIntake;
import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.LinkState;
import fucina.gateway.link.LinkStatus;
import fucina.gateway.link.MachineLink;
import fucina.gateway.link.Stranger;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An address at which no OPC UA server, or another one, is. */
@Timeout(200)
class WrongServerIT {
  @TempDir private Path folder;

  @Test
  void aWebServerIsCalledOneAndTheUsualPortNamed() throws Exception {
    try (Stranger web = new Stranger(Stranger.WEB)) {
      LinkStatus status = tried("opc.tcp://127.0.0.1:" + web.port());
      assertThat(status.state()).isEqualTo(LinkState.MISCONFIGURED);
      assertThat(status.detail()).contains("a web server (HTTP), no OPC UA server", "4840");
    }
  }

  @Test
  void whoHangsUpWithoutAWordIsNotNobody() throws Exception {
    try (Stranger mute = new Stranger("")) {
      LinkStatus status = tried("opc.tcp://127.0.0.1:" + mute.port());
      assertThat(status.state()).isEqualTo(LinkState.UNREACHABLE);
      assertThat(status.detail()).contains("says no word of OPC UA", "4840");
    }
  }

  @Test
  void aPathTheServerDoesNotKnowIsNamed() throws Exception {
    try (Stranger server = new Stranger(Stranger.OPC_UA.replace("\176\200", "\203\200"))) {
      LinkStatus status = tried("opc.tcp://127.0.0.1:" + server.port() + "/robot-9");
      assertThat(status.state()).isEqualTo(LinkState.MISCONFIGURED);
      assertThat(status.detail()).contains("does not know the path", "/robot-9");
    }
  }

  private LinkStatus tried(String endpoint) throws Exception {
    try (RobotBench bench = new RobotBench(folder, java.time.Clock.systemUTC())) {
      LinkSettings settings =
          new LinkSettings(
              "robot-1",
              bench.settings().profile(),
              endpoint,
              "SignAndEncrypt/Basic256Sha256",
              Optional.empty(),
              Optional.empty(),
              Map.of());
      MachineLink link = bench.links.link(settings, new FakeIntake(), status -> {});
      link.start();
      try {
        await()
            .atMost(Patience.LONG)
            .until(
                () ->
                    link.status().state() != LinkState.CONNECTING
                        && link.status().state() != LinkState.STOPPED);
        return link.status();
      } finally {
        link.close();
      }
    }
  }
}
