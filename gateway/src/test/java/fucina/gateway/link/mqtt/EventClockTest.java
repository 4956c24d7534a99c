package fucina.gateway.link.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.link.Notebook;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventClockTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir private Path folder;
  private EventClock clock;

  @BeforeEach
  void open() {
    clock = reopened();
    assertThat(clock.time(1000, NOON, false)).isEqualTo(NOON);
  }

  private EventClock reopened() {
    return new EventClock("printer-1", new Notebook(folder.resolve("notes")));
  }

  @Test
  void aMessageSentAgainKeepsItsTimeEvenAfterARestart() {
    Instant first = clock.time(1010, NOON.plusSeconds(10).plusMillis(40), false);
    assertThat(first).isEqualTo(NOON.plusSeconds(10));
    assertThat(clock.time(1010, NOON.plusSeconds(300), false)).isEqualTo(first);
    assertThat(reopened().time(1010, NOON.plusSeconds(4_000), false)).isEqualTo(first);
  }

  @Test
  void aBacklogIsPlacedWhereItHappened() {
    for (int s = 1; s <= 500; s++) {
      assertThat(clock.time(1000 + s, NOON.plusSeconds(1_000), false))
          .isEqualTo(NOON.plusSeconds(s));
    }
  }

  @Test
  void aHostThatStartedAnewGetsANewAnchor() {
    clock.time(90_000, NOON.plusSeconds(89_000), false);
    Instant now = NOON.plusSeconds(90_000);
    assertThat(clock.time(12.5, now, false)).isEqualTo(now);
    assertThat(clock.time(13.5, now.plusSeconds(1), false)).isEqualTo(now.plusSeconds(1));
  }

  @Test
  void nothingIsPlacedInTheFuture() {
    Instant now = NOON.plusSeconds(5);
    assertThat(clock.time(1060, now, false)).isEqualTo(now);
  }

  @Test
  void aClockThatDriftsBehindIsAnchoredAnewAfterAMinute() {
    Instant placed = NOON;
    for (int s = 1; s <= 70; s++) {
      placed = clock.time(1000 + s, NOON.plusSeconds(s + 5), false);
    }
    assertThat(placed).isEqualTo(NOON.plusSeconds(75));
  }

  @Test
  void anOldValueTheBrokerKeptNeverMovesTheAnchor() {
    Instant now = NOON.plusSeconds(20);
    assertThat(clock.time(995, now, true)).isEqualTo(NOON.minusSeconds(5));
    assertThat(clock.time(500_000, now, true)).isEqualTo(now);
    assertThat(clock.time(1020, now, false)).isEqualTo(now);
    assertThat(clock.time(1021, now.plusSeconds(1), false)).isEqualTo(now.plusSeconds(1));
  }
}
