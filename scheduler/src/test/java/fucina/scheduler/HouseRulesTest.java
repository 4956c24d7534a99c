package fucina.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.scheduler.Ask.Start;
import fucina.scheduler.MachineRules.Hours;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class HouseRulesTest {
  /** A Monday at ten in Rome. */
  private static final Instant NOW = rome("2027-02-01T10:00+01:00");

  private final BookableMachine line = SomeMachines.line("line-1");
  private final BookableMachine robot = SomeMachines.robot("robot-1");

  @Test
  void aWindowThatKeepsEveryRuleIsRefusedNothing() {
    assertThat(rules(line, "2027-02-02T08:00+01:00", "2027-02-02T09:30+01:00")).isEmpty();
  }

  @Test
  void aMachineOutOfServiceTakesNoBookings() {
    BookableMachine out =
        new BookableMachine("line-1", "made", "line", line.capabilities(), line.rules(), false);

    assertThat(rules(out, "2027-02-02T08:00+01:00", "2027-02-02T09:30+01:00"))
        .containsExactly("in-service");
  }

  @Test
  void aWindowEndsAfterItBegins() {
    assertThat(rules(robot, "2027-02-02T09:00+01:00", "2027-02-02T08:00+01:00"))
        .containsExactly("order", "min-length");
    assertThat(rules(robot, "2027-02-02T09:00+01:00", "2027-02-02T09:00+01:00"))
        .containsExactly("order", "min-length");
  }

  @Test
  void bothEndsLieOnTheGrain() {
    assertThat(rules(line, "2027-02-02T08:15+01:00", "2027-02-02T09:30+01:00"))
        .containsExactly("grain");
    assertThat(rules(line, "2027-02-02T08:00+01:00", "2027-02-02T09:45+01:00"))
        .containsExactly("grain");
    assertThat(rules(robot, "2027-02-02T08:00:30+01:00", "2027-02-02T09:00+01:00"))
        .containsExactly("grain");
  }

  @Test
  void aWindowThatStartsNowMayEndWhereItsLengthEnds() {
    Instant now = NOW.plusSeconds(123);
    Ask ends = new Ask(free(line), now, rome("2027-02-01T11:00+01:00"), now, Start.NOW);
    Ask offGrid = new Ask(free(line), now, rome("2027-02-01T11:10+01:00"), now, Start.NOW);

    assertThat(HouseRules.broken(ends)).isEmpty();
    assertThat(HouseRules.broken(offGrid)).isEmpty();
  }

  @Test
  void aWindowIsNeitherTooShortNorTooLong() {
    MachineRules rules =
        new MachineRules(
            SomeMachines.ROME,
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofDays(30),
            MachineRules.ALWAYS);
    BookableMachine strict = with(rules);

    assertThat(rules(strict, "2027-02-02T08:00+01:00", "2027-02-02T08:20+01:00"))
        .containsExactly("min-length");
    assertThat(rules(strict, "2027-02-02T08:00+01:00", "2027-02-02T08:30+01:00")).isEmpty();
    assertThat(rules(strict, "2027-02-02T08:00+01:00", "2027-02-02T10:00+01:00")).isEmpty();
    assertThat(rules(strict, "2027-02-02T08:00+01:00", "2027-02-02T10:10+01:00"))
        .containsExactly("max-length");
  }

  @Test
  void aWindowThatStartsNowIsMeasuredFromTheBeginningOfItsGrain() {
    Instant now = NOW.plusSeconds(40);
    Ask rest = new Ask(free(robot), now, NOW.plusSeconds(60), now, Start.NOW);

    assertThat(HouseRules.broken(rest)).isEmpty();
  }

  @Test
  void nothingBeginsInThePastOrBeyondTheHorizon() {
    assertThat(rules(robot, "2027-02-01T09:00+01:00", "2027-02-01T11:00+01:00"))
        .containsExactly("past");
    assertThat(rules(robot, "2027-05-02T10:00+02:00", "2027-05-02T10:30+02:00")).isEmpty();
    assertThat(rules(robot, "2027-05-02T11:01+02:00", "2027-05-02T11:30+02:00"))
        .containsExactly("horizon");
  }

  @Test
  void aWindowLiesInsideTheOpeningHoursItsBuffersMayLieOutside() {
    assertThat(rules(line, "2027-02-02T08:00+01:00", "2027-02-02T08:30+01:00")).isEmpty();
    assertThat(rules(line, "2027-02-02T17:30+01:00", "2027-02-02T18:00+01:00")).isEmpty();
    assertThat(rules(line, "2027-02-02T07:30+01:00", "2027-02-02T08:30+01:00"))
        .containsExactly("opening-hours");
    assertThat(rules(line, "2027-02-02T17:30+01:00", "2027-02-02T18:30+01:00"))
        .containsExactly("opening-hours");
    assertThat(rules(line, "2027-02-06T10:00+01:00", "2027-02-06T11:00+01:00"))
        .containsExactly("opening-hours");
  }

  @Test
  void hoursThatTouchAtMidnightAreOneStretchAndNightHoursReachIntoTheNextDay() {
    Hours evening = new Hours(LocalTime.of(20, 0), LocalTime.MIDNIGHT);
    Hours early = new Hours(LocalTime.MIDNIGHT, LocalTime.of(4, 0));
    Hours night = new Hours(LocalTime.of(22, 0), LocalTime.of(6, 0));
    BookableMachine open =
        with(
            SomeMachines.rules(
                Duration.ofMinutes(30),
                Duration.ZERO,
                Map.of(
                    DayOfWeek.MONDAY, List.of(evening),
                    DayOfWeek.TUESDAY, List.of(early),
                    DayOfWeek.FRIDAY, List.of(night))));

    assertThat(rules(open, "2027-02-01T21:00+01:00", "2027-02-02T03:00+01:00")).isEmpty();
    assertThat(rules(open, "2027-02-05T22:00+01:00", "2027-02-06T06:00+01:00")).isEmpty();
    assertThat(rules(open, "2027-02-05T23:00+01:00", "2027-02-06T06:30+01:00"))
        .containsExactly("opening-hours");
  }

  @Test
  void theNightOfTheChangeIsAsLongAsItIs() {
    Hours night = new Hours(LocalTime.of(1, 0), LocalTime.of(4, 0));
    BookableMachine sundays =
        with(
            SomeMachines.rules(
                Duration.ofMinutes(30), Duration.ZERO, Map.of(DayOfWeek.SUNDAY, List.of(night))));
    Instant october = rome("2026-10-20T10:00+02:00");
    Instant march = rome("2027-03-20T10:00+01:00");

    Ask fourHours =
        new Ask(
            free(sundays),
            rome("2026-10-25T01:00+02:00"),
            rome("2026-10-25T04:00+01:00"),
            october,
            Start.LATER);
    Ask twoHours =
        new Ask(
            free(sundays),
            rome("2027-03-28T01:00+01:00"),
            rome("2027-03-28T04:00+02:00"),
            march,
            Start.LATER);

    assertThat(fourHours.window().length()).isEqualTo(Duration.ofHours(4));
    assertThat(HouseRules.broken(fourHours)).isEmpty();
    assertThat(twoHours.window().length()).isEqualTo(Duration.ofHours(2));
    assertThat(HouseRules.broken(twoHours)).isEmpty();
  }

  @Test
  void aWindowThatIsToBeApprovedBeginsLateEnoughForIt() {
    BookableMachine asks = SomeMachines.approved("robot-1", "made");

    assertThat(rules(asks, "2027-02-01T10:10+01:00", "2027-02-01T11:00+01:00"))
        .containsExactly("approval");
    assertThat(rules(asks, "2027-02-01T10:11+01:00", "2027-02-01T11:00+01:00")).isEmpty();
    Ask atOnce = new Ask(free(asks), NOW, NOW.plusSeconds(600), NOW, Start.NOW);
    assertThat(HouseRules.broken(atOnce)).extracting(Refusal::rule).containsExactly("approval");
  }

  @Test
  void anApprovedWindowThatHasBegunIsNotLengthened() {
    BookableMachine asks = SomeMachines.approved("robot-1", "made");
    Ask longer = new Ask(free(asks), NOW.minusSeconds(60), NOW.plusSeconds(600), NOW, Start.BEGUN);

    assertThat(HouseRules.broken(longer)).extracting(Refusal::rule).containsExactly("approval");
  }

  @Test
  void approvalIsDueByWhicheverComesFirst() {
    Approval both = new Approval(Duration.ofMinutes(10), Optional.of(Duration.ofHours(2)));
    Approval beginning = new Approval(Duration.ZERO, Optional.empty());

    assertThat(both.deadline(NOW.plusSeconds(3_600), NOW)).isEqualTo(NOW.plusSeconds(3_000));
    assertThat(both.deadline(NOW.plusSeconds(86_400), NOW)).isEqualTo(NOW.plusSeconds(7_200));
    assertThat(beginning.deadline(NOW.plusSeconds(86_400), NOW)).isEqualTo(NOW.plusSeconds(86_400));
  }

  @Test
  void noWindowOverlapsAnotherBuffersIncluded() {
    Window taken =
        line.rules()
            .occupied(new Window(rome("2027-02-02T10:00+01:00"), rome("2027-02-02T11:00+01:00")));
    Diary diary = new Diary(line, List.of(taken));

    assertThat(rules(diary, "2027-02-02T11:00+01:00", "2027-02-02T12:00+01:00"))
        .containsExactly("overlap");
    assertThat(rules(diary, "2027-02-02T09:00+01:00", "2027-02-02T10:00+01:00"))
        .containsExactly("overlap");
    assertThat(rules(diary, "2027-02-02T11:30+01:00", "2027-02-02T12:00+01:00")).isEmpty();
    assertThat(rules(diary, "2027-02-02T09:00+01:00", "2027-02-02T09:30+01:00")).isEmpty();
  }

  @Test
  void everyBrokenRuleIsNamedWithLimitActualAndASentence() {
    List<Refusal> refusals =
        HouseRules.broken(
            ask(free(line), "2027-01-31T07:15+01:00", "2027-01-31T19:20+01:00", Start.LATER));

    assertThat(refusals)
        .extracting(Refusal::rule)
        .containsExactly("grain", "max-length", "past", "opening-hours");
    assertThat(refusals).allMatch(each -> each.detail().endsWith("."));
    assertThat(refusals).noneMatch(each -> each.limit().isEmpty() || each.actual().isEmpty());
    assertThat(refusals.get(1))
        .isEqualTo(
            new Refusal(
                "max-length", "8 h", "12 h 5 min", "A window on line-1 lasts at most 8 h."));
    assertThat(refusals.get(3).limit()).isEqualTo("Sunday closed");
  }

  @Test
  void whatWasAskedIsToldAsInstantsInUtcAndSpokenOfInTheLabsTime() {
    List<Refusal> refusals =
        HouseRules.broken(
            ask(free(line), "2027-02-06T08:15+01:00", "2027-02-06T09:00+01:00", Start.LATER));

    assertThat(refusals)
        .extracting(Refusal::actual)
        .containsExactly("2027-02-06T07:15:00Z", "2027-02-06T07:15:00Z to 2027-02-06T08:00:00Z");
    assertThat(refusals)
        .allMatch(each -> each.detail().contains("08:15"))
        .allMatch(each -> each.detail().contains("Europe/Rome time"));
  }

  @Test
  void theLastDaysThatCanBeWrittenAreRefusedForBeingFarNotForTheirOrder() {
    assertThat(rules(robot, "9999-12-31T00:00Z", "9999-12-31T23:30Z"))
        .containsExactly("max-length", "horizon");
    assertThat(rules(robot, "9999-12-31T22:00-10:00", "9999-12-31T23:00-10:00"))
        .containsExactly("horizon");
    assertThat(rules(robot, "0000-01-01T08:00Z", "0000-01-01T09:00Z"))
        .contains("past")
        .doesNotContain("order");
  }

  @Test
  void aBeginningInTheCurrentGrainOrAMomentAgoMeansNow() {
    Instant now = NOW.plusSeconds(17 * 60);

    assertThat(meansNow(Optional.empty(), now)).isTrue();
    assertThat(meansNow(Optional.of(NOW), now)).isTrue();
    assertThat(meansNow(Optional.of(NOW.plusSeconds(1_799)), now)).isTrue();
    assertThat(meansNow(Optional.of(NOW.plusSeconds(1_800)), now)).isFalse();
    assertThat(meansNow(Optional.of(NOW.minusSeconds(1)), now)).isFalse();
    assertThat(meansNow(Optional.of(NOW.minusSeconds(30)), NOW.plusSeconds(20))).isTrue();
    assertThat(meansNow(Optional.of(NOW.minusSeconds(61)), NOW)).isFalse();
    assertThat(meansNow(Optional.of(Instant.MAX), NOW)).isFalse();
  }

  /** Nothing a caller sends makes the rules throw. */
  @Property
  void absurdInstantsAreRefusedNotThrown(
      @ForAll @LongRange(min = -31557014167219200L, max = 31556889864403199L) long from,
      @ForAll @LongRange(min = -31557014167219200L, max = 31556889864403199L) long to,
      @ForAll @IntRange(min = 0, max = 2) int start) {
    Diary diary = free(line);
    Wish wish =
        Wish.of(
            List.of("line-1"),
            Optional.of(Instant.ofEpochSecond(from)),
            Instant.ofEpochSecond(to),
            new Party("anna", "officina-demo"));
    Start how = Start.values()[start];
    Instant begin = how == Start.NOW ? NOW : Instant.ofEpochSecond(from);
    Ask ask = new Ask(diary, begin, Instant.ofEpochSecond(to), NOW, how);

    assertThat(HouseRules.broken(ask)).isNotEmpty();
    assertThat(wish.broken(List.of(diary), NOW)).isNotEmpty();
    assertThat(wish.span(List.of(line), NOW).length()).isPositive();
    assertThat(Offers.instead(wish, List.of(diary), List.of(diary), NOW)).isNotEmpty();
  }

  private boolean meansNow(Optional<Instant> from, Instant now) {
    return Ask.meansNow(from, line.rules(), now);
  }

  private static BookableMachine with(MachineRules rules) {
    return new BookableMachine("lab-1", "made", "lab-device", Set.of(), rules, true);
  }

  private static Diary free(BookableMachine machine) {
    return new Diary(machine, List.of());
  }

  private static List<String> rules(BookableMachine machine, String from, String to) {
    return rules(free(machine), from, to);
  }

  private static List<String> rules(Diary diary, String from, String to) {
    return HouseRules.broken(ask(diary, from, to, Start.LATER)).stream()
        .map(Refusal::rule)
        .toList();
  }

  private static Ask ask(Diary diary, String from, String to, Start start) {
    return new Ask(diary, rome(from), rome(to), NOW, start);
  }

  private static Instant rome(String time) {
    return ZonedDateTime.parse(time).toInstant();
  }
}
