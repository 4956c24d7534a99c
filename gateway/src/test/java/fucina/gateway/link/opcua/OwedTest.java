package fucina.gateway.link.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.link.Notebook;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwedTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir private Path folder;

  private Owed owed() {
    return new Owed("robot-1", new Notebook(folder.resolve("notes")));
  }

  @Test
  void whatIsOwedOutlivesTheProcessFromItsEarliestInstantOn() {
    Owed owed = owed();
    assertThat(owed.since()).isEmpty();
    owed.from(NOON.plusSeconds(5));
    owed.from(NOON);
    owed.from(NOON.plusSeconds(9));
    assertThat(owed().since()).contains(NOON);
  }

  @Test
  void whatWasMadeGoodOrDeclaredIsOwedNoLonger() {
    Owed owed = owed();
    owed.from(NOON);
    owed.nothing();
    assertThat(owed().since()).isEmpty();
  }

  @Test
  void whatIsWholeIsNotedForTheNextProcessWhereNothingIsOwed() {
    assertThat(owed().whole()).isEmpty();
    Owed owed = owed();
    owed.whole(NOON);
    owed.from(NOON.plusSeconds(1));
    owed.whole(NOON.plusSeconds(2));
    assertThat(owed().whole()).contains(NOON);
  }

  @Test
  void nothingIsNotedAsWholeWhileReadingsAreOnTheirWay() {
    Continuity continuity = new Continuity(owed());
    continuity.offered();
    continuity.offered();
    continuity.landed();
    continuity.whole(NOON);
    assertThat(owed().whole()).isEmpty();
    continuity.landed();
    continuity.whole(NOON);
    assertThat(owed().whole()).contains(NOON);
    continuity.interrupted("a", NOON.plusSeconds(1), "link-lost");
    continuity.whole(NOON.plusSeconds(9));
    assertThat(owed().whole()).as("a stretch is open").contains(NOON);
  }

  @Test
  void whatIsMissedAnewMeanwhileIsOwed() {
    Owed owed = owed();
    owed.from(NOON);
    owed.nothing();
    owed.from(NOON.plusSeconds(5));
    assertThat(owed().since()).contains(NOON.plusSeconds(5));
  }
}
