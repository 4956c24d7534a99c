package fucina.gateway.link.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fucina.gateway.link.Cells;
import fucina.gateway.link.LinkFault;
import fucina.gateway.link.LinkState;
import fucina.gateway.link.MqttTerms;
import fucina.gateway.link.MqttTerms.Version;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A machine's broker that is away for a night must cost nothing. */
@Timeout(600)
class FailedConnectsIT {
  private static final int MANY = 500;

  @TempDir private Path folder;
  private final InstantSource clock = Clock.systemUTC();

  @ParameterizedTest
  @EnumSource(Version.class)
  void fiveHundredFailedConnectsLeaveNoThreadBehind(Version version) throws Exception {
    try (BrokerBench broker = new BrokerBench(folder)) {
      BrokerAddress wrong = address(broker.throughWire(), version);
      for (int i = 0; i < 20; i++) {
        attempt(wrong);
      }
      int before = Thread.activeCount();
      for (int i = 0; i < MANY; i++) {
        if (i == MANY / 10) {
          // From here on whoever connects is hung up on at once.
          broker.wire().cut();
        }
        attempt(wrong);
      }
      await()
          .atMost(Duration.ofSeconds(90))
          .untilAsserted(() -> assertThat(Thread.activeCount()).isLessThanOrEqualTo(before + 5));
    }
  }

  private static BrokerAddress address(String url, Version version) {
    return new BrokerAddress(
        url,
        Optional.of("gateway"),
        Optional.of("no"),
        "machines",
        true,
        new MqttTerms(
            version, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
  }

  private void attempt(BrokerAddress address) {
    MqttConnections.Setup setup =
        new MqttConnections.Setup(
            Optional.empty(), Optional.empty(), Cells.ANY, Optional.empty(), () -> false);
    try (MqttEpoch epoch =
        new MqttEpoch(
            address,
            "gateway-x",
            setup,
            clock,
            message -> CompletableFuture.completedFuture(null),
            () -> {})) {
      epoch.connect();
      throw new AssertionError("it connected");
    } catch (LinkFault expected) {
      assertThat(expected.state()).isIn(LinkState.ACCESS_REFUSED, LinkState.UNREACHABLE);
    }
  }
}
