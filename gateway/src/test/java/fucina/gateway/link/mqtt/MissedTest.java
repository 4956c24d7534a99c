package fucina.gateway.link.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MissedTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private Missed missed = new Missed();

  /** A message whose values are of this second; it comes an hour later. */
  private Optional<Instant> heard(int second, int qos) {
    return missed.heard(
        new MqttArrival(
            "t",
            new byte[0],
            false,
            NOON.plusSeconds(3_600 + second),
            Optional.empty(),
            Optional.empty(),
            qos > 0),
        NOON.plusSeconds(second));
  }

  @Test
  void whatIsSentOnceIsMissingWhileWeAreAway() {
    assertThat(heard(1, 0)).isEmpty();
    assertThat(heard(2, 0)).isEmpty();
    missed.away();
    missed.away();
    assertThat(heard(9, 0)).contains(NOON.plusSeconds(2));
    assertThat(heard(10, 0)).isEmpty();
  }

  @Test
  void whatTheBrokerKeepsForUsIsNotMissing() {
    assertThat(heard(1, 1)).isEmpty();
    missed.away();
    assertThat(heard(9, 1)).isEmpty();
  }

  @Test
  void whereTheBrokerLostOurSessionAllIsMissing() {
    missed.sessionLost();
    assertThat(heard(1, 1)).as("nothing was heard before").isEmpty();
    missed.away();
    missed.sessionLost();
    assertThat(heard(9, 1)).contains(NOON.plusSeconds(1));
  }

  @Test
  void anOldValueThatWasKeptProvesNothing() {
    heard(1, 0);
    missed.away();
    MqttArrival kept = new MqttArrival("t", new byte[0], true, NOON.plusSeconds(5));
    assertThat(missed.heard(kept, NOON.plusSeconds(5))).isEmpty();
    assertThat(heard(9, 0)).contains(NOON.plusSeconds(1));
  }

  @Test
  void whatIsSentOnceAmongOthersIsMissingUntilItIsHeardAgain() {
    heard(1, 0);
    heard(2, 1);
    missed.away();
    assertThat(heard(8, 1)).isEmpty();
    assertThat(heard(9, 0)).contains(NOON.plusSeconds(1));
  }

  @Test
  void whatWasSentOnceWhileTheProcessRestartedIsMissingSinceTheNewestStoredValue() {
    missed = new Missed(Optional.of(NOON), true);
    assertThat(heard(9, 0)).contains(NOON);
    assertThat(heard(10, 0)).isEmpty();
  }

  @Test
  void whatTheBrokerKeptWhileTheProcessRestartedIsNotMissingUnlessItLostTheSession() {
    missed = new Missed(Optional.of(NOON), false);
    assertThat(heard(9, 1)).isEmpty();
    missed = new Missed(Optional.of(NOON), false);
    missed.sessionLost();
    assertThat(heard(9, 1)).contains(NOON);
  }
}
