package fucina.gateway.link.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.link.LinkFault;
import fucina.gateway.link.LinkState;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How soon a link tries again. */
class PaceTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final LinkFault ANEW = new LinkFault(LinkState.CONNECTING, "Connecting anew.");

  private final Pace pace = new Pace();

  @Test
  void aConnectionThatLastedIsOpenedAnewAtOnceButOnlyOnce() {
    pace.online(NOW);
    assertThat(pace.after(ANEW, NOW.plusSeconds(60))).isZero();
    assertThat(pace.after(ANEW, NOW.plusSeconds(61))).isPositive();
  }

  @Test
  void aConnectionThatBreaksAgainAtOnceIsNotOpenedInALoop() {
    pace.online(NOW);
    assertThat(pace.after(ANEW, NOW.plusSeconds(1))).isPositive();
  }

  @Test
  void aServerThatIsAwayIsAskedEveryTwoSecondsHoweverLong() {
    LinkFault away = new LinkFault(LinkState.UNREACHABLE, "Nobody answers.");
    for (int i = 0; i < 100; i++) {
      assertThat(pace.after(away, NOW)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(2));
    }
  }
}
