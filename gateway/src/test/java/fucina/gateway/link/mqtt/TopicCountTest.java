package fucina.gateway.link.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.link.mqtt.TopicCount.Hole;
import fucina.gateway.link.mqtt.TopicCount.Mark;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TopicCountTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Instant MUCH_LATER = NOON.plusSeconds(100_000);

  private TopicCount count = new TopicCount(Optional.empty());

  private static Instant second(int second) {
    return NOON.plusSeconds(second);
  }

  private static Hole hole(int from, int to) {
    return Hole.between(second(from), second(to));
  }

  /** A message with the time of its number, stored at once. */
  private List<Hole> told(int number) {
    return told(number, number);
  }

  private List<Hole> told(int number, int second) {
    List<Hole> holes = count.heard(number, second(second), true, second(second));
    count.settled(number);
    return holes;
  }

  @Test
  void aCountWithoutAHoleMissesNothing() {
    for (int n = 7; n < 50; n++) {
      assertThat(told(n)).isEmpty();
    }
    assertThat(count.overdue(MUCH_LATER)).isEmpty();
    assertThat(count.news(MUCH_LATER)).contains(new Mark(49, second(49)));
    assertThat(count.news(MUCH_LATER)).as("written already").isEmpty();
  }

  @Test
  void aNumberLeftOutIsMissingOnceNoneThatWasOvertakenComesAnyMore() {
    told(1);
    told(2);
    told(5);
    told(6);
    assertThat(count.overdue(second(9))).isEmpty();
    assertThat(count.overdue(second(10))).containsExactly(hole(2, 5));
    assertThat(count.overdue(MUCH_LATER)).isEmpty();
    assertThat(count.news(second(10))).as("the hole is not written down yet").isEmpty();
    assertThat(count.news(second(12))).contains(new Mark(6, second(6)));
  }

  @Test
  void messagesThatOvertakeEachOtherAreNotMissing() {
    for (int n : new int[] {1, 4, 2, 5, 3, 6}) {
      assertThat(told(n)).isEmpty();
    }
    assertThat(count.overdue(MUCH_LATER)).isEmpty();
    assertThat(count.news(MUCH_LATER)).contains(new Mark(6, second(6)));
  }

  @Test
  void theMarkStaysBeforeWhatIsNotStored() {
    told(1);
    count.heard(2, second(2), true, second(2));
    told(3);
    assertThat(count.news(MUCH_LATER)).contains(new Mark(1, second(1)));
    count.settled(2);
    assertThat(count.news(MUCH_LATER)).contains(new Mark(3, second(3)));
  }

  @Test
  void whatIsToldAgainIsNoNews() {
    for (int n : new int[] {1, 2, 3, 2, 3, 4, 1, 5}) {
      assertThat(told(n)).isEmpty();
    }
    assertThat(count.news(MUCH_LATER)).contains(new Mark(5, second(5)));
  }

  @Test
  void aSourceThatBeginsAnewAtItsFirstNumberRestartedAndLostNothingWeKnowOf() {
    told(1_000, 10);
    assertThat(told(0, 20)).isEmpty();
    assertThat(told(1, 21)).isEmpty();
    assertThat(count.overdue(MUCH_LATER)).isEmpty();
    told(500, 30);
    told(1, 40);
    assertThat(count.news(MUCH_LATER)).contains(new Mark(1, second(40)));
  }

  @Test
  void aSourceThatBeginsAnewLaterLostItsBeginning() {
    told(1_000, 10);
    assertThat(told(7, 20)).containsExactly(hole(10, 20));
    told(8, 21);
    assertThat(count.news(MUCH_LATER)).contains(new Mark(8, second(21)));
  }

  @Test
  void whatAnEarlierLifeOfTheSourceSaysLateIsNotOfThisOne() {
    told(998, 10);
    told(0, 20);
    assertThat(told(999, 11)).isEmpty();
    told(1, 21);
    assertThat(count.overdue(MUCH_LATER)).isEmpty();
  }

  @Test
  void aHoleBeforeARestartOfTheSourceIsMissingToo() {
    told(1);
    told(3);
    assertThat(told(1, 9)).containsExactly(hole(1, 3));
  }

  @Test
  void withoutTimesOfItsOwnWhatIsAFewBackWasToldAgain() {
    count.heard(5_000, second(1), false, second(1));
    assertThat(count.heard(4_500, second(2), false, second(2))).isEmpty();
    assertThat(count.heard(40, second(3), false, second(3))).containsExactly(hole(1, 3));
    assertThat(count.heard(1, second(4), false, second(4))).isEmpty();
  }

  @Test
  void afterARestartOfOursItGoesOnFromTheMark() {
    count = new TopicCount(Optional.of(new Mark(10, second(10))));
    told(11);
    assertThat(count.overdue(MUCH_LATER)).isEmpty();
    count = new TopicCount(Optional.of(new Mark(10, second(10))));
    told(14);
    assertThat(count.overdue(second(19))).containsExactly(hole(10, 14));
  }

  @Test
  void countsWithoutEndDoNotPileUp() {
    told(1);
    List<Hole> holes = List.of();
    for (int n = 3; holes.isEmpty() && n < 20_000; n++) {
      holes = told(n);
    }
    assertThat(holes).containsExactly(hole(1, 3));
  }
}
