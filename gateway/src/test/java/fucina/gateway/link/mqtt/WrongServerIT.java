package fucina.gateway.link.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import fucina.gateway.link.Cells;
import fucina.gateway.link.LinkFault;
import fucina.gateway.link.LinkState;
import fucina.gateway.link.MqttTerms;
import fucina.gateway.link.MqttTerms.Version;
import fucina.gateway.link.Stranger;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An address at which something else than a broker is. */
@Timeout(200)
class WrongServerIT {

  @ParameterizedTest
  @EnumSource(Version.class)
  void aWebServerIsCalledOneAndTheUsualPortsNamed(Version version) throws Exception {
    try (Stranger web = new Stranger(Stranger.WEB)) {
      LinkFault fault = tried(web.port(), version);
      assertThat(fault.state()).isEqualTo(LinkState.MISCONFIGURED);
      assertThat(fault.sentence())
          .contains("a web server (HTTP), no MQTT broker", "1883", "8883")
          .doesNotContain("does not speak MQTT");
    }
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void anOpcUaServerIsCalledOne(Version version) throws Exception {
    try (Stranger server = new Stranger(Stranger.OPC_UA)) {
      assertThat(tried(server.port(), version).sentence())
          .contains("an OPC UA server, no MQTT broker");
    }
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void whoHangsUpWithoutAWordIsNotNobody(Version version) throws Exception {
    try (Stranger mute = new Stranger("")) {
      LinkFault fault = tried(mute.port(), version);
      assertThat(fault.state()).isEqualTo(LinkState.UNREACHABLE);
      assertThat(fault.sentence()).contains("no word of MQTT", "1883");
    }
  }

  private static LinkFault tried(int port, Version version) throws LinkFault {
    BrokerAddress address =
        new BrokerAddress(
            "mqtt://127.0.0.1:" + port,
            Optional.of("gateway"),
            Optional.of("no"),
            "machines",
            true,
            new MqttTerms(
                version, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
    MqttConnections.Setup setup =
        new MqttConnections.Setup(Optional.empty(), Optional.empty(), Cells.ANY, Optional.empty());
    try (MqttEpoch epoch =
        new MqttEpoch(
            address,
            "gateway-x",
            setup,
            Clock.systemUTC(),
            message -> CompletableFuture.completedFuture(null),
            () -> {})) {
      return catchThrowableOfType(LinkFault.class, epoch::connect);
    }
  }
}
