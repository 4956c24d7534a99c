package fucina.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.scheduler.Ask.Start;
import fucina.scheduler.Policy.Scope;
import fucina.scheduler.Terms.Holiday;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class PolicyRulesTest {
  /** A Monday at ten in Rome. */
  private static final Instant NOW = rome("2027-02-01T10:00+01:00");

  private static final Party ANNA = new Party("anna", "officina-demo");
  private static final Scope MADE = new Scope(Scope.Kind.CENTRE, "made");
  private static final BookableMachine ROBOT = SomeMachines.robot("robot-1");

  @Test
  void noticeIsTheLongestAnyPolicyAsksFor() {
    List<Policy> policies =
        List.of(
            policy(Scope.NETWORK, Terms.NONE.noticed(Duration.ofMinutes(30))),
            policy(MADE, Terms.NONE.noticed(Duration.ofHours(2))));

    Refusal early = only(policies, List.of(), "2027-02-01T11:59+01:00", "2027-02-01T12:30+01:00");

    assertThat(early.rule()).isEqualTo("notice");
    assertThat(early.limit()).isEqualTo("2 h");
    assertThat(early.actual()).isEqualTo("1 h 59 min");
    assertThat(early.detail()).contains("the first begins at 1 Feb 2027 12:00");
    assertThat(rules(policies, List.of(), "2027-02-01T12:00+01:00", "2027-02-01T12:30+01:00"))
        .isEmpty();
  }

  @Test
  void aHolidayOfEveryYearClosesTheWholeLocalDay() {
    Holiday liberation = new Holiday(4, 25, Optional.empty(), "Liberation Day");
    List<Policy> policies = List.of(closed(liberation));

    assertThat(rules(policies, List.of(), "2027-04-24T23:00+02:00", "2027-04-25T00:00+02:00"))
        .isEmpty();
    Refusal closed = only(policies, List.of(), "2027-04-24T23:00+02:00", "2027-04-25T00:01+02:00");
    assertThat(closed.rule()).isEqualTo("holiday");
    assertThat(closed.actual()).isEqualTo("2027-04-25 Liberation Day");
    assertThat(rules(policies, List.of(), "2027-04-26T00:00+02:00", "2027-04-26T01:00+02:00"))
        .isEmpty();
  }

  @Test
  void aHolidayOfOneYearIsOneOfThatYearAlone() {
    Holiday easter = new Holiday(3, 29, Optional.of(2027), "Easter Monday");

    assertThat(easter.on(rome("2027-03-29T12:00+02:00").atZone(SomeMachines.ROME).toLocalDate()))
        .isTrue();
    assertThat(easter.on(rome("2028-03-29T12:00+02:00").atZone(SomeMachines.ROME).toLocalDate()))
        .isFalse();
  }

  @Test
  void aGapLiesBetweenTwoWindowsOfAnOrganisationOnAMachine() {
    Policy gap = policy(MADE, Terms.NONE.apart(Duration.ofHours(1)));
    List<Holding> held =
        List.of(
            held("a", "robot-1", "2027-02-02T10:00+01:00", "2027-02-02T11:00+01:00"),
            held("b", "robot-2", "2027-02-02T12:00+01:00", "2027-02-02T13:00+01:00"));

    assertThat(rules(List.of(gap), held, "2027-02-02T11:59+01:00", "2027-02-02T13:00+01:00"))
        .containsExactly("gap");
    assertThat(rules(List.of(gap), held, "2027-02-02T12:00+01:00", "2027-02-02T13:00+01:00"))
        .isEmpty();
  }

  @Test
  void bookingsAheadAreCountedUntilTheyAreOver() {
    List<Policy> policies = each(new Quota(Optional.of(2), none(), none(), none()));
    Holding over = held("a", "robot-1", "2027-02-01T09:00+01:00", "2027-02-01T10:00+01:00");
    Holding runs = held("b", "robot-1", "2027-02-01T09:30+01:00", "2027-02-01T10:01+01:00");
    Holding beside = held("b", "robot-2", "2027-02-01T09:30+01:00", "2027-02-01T10:01+01:00");
    Holding comes = held("c", "robot-2", "2027-02-03T09:00+01:00", "2027-02-03T10:00+01:00");

    assertThat(rules(policies, List.of(over, runs, beside), "2027-02-02T10:00+01:00")).isEmpty();
    assertThat(rules(policies, List.of(over, runs, beside, comes), "2027-02-02T10:00+01:00"))
        .containsExactly("bookings-ahead");
  }

  @Test
  void machinesAtOnceAreThoseOfOneInstant() {
    List<Policy> policies = each(new Quota(none(), Optional.of(2), none(), none()));
    List<Holding> held =
        List.of(
            held("a", "robot-2", "2027-02-02T08:00+01:00", "2027-02-02T10:30+01:00"),
            held("b", "robot-3", "2027-02-02T10:30+01:00", "2027-02-02T12:00+01:00"));
    Holding third = held("c", "robot-4", "2027-02-02T10:45+01:00", "2027-02-02T10:50+01:00");

    assertThat(rules(policies, held, "2027-02-02T10:00+01:00")).isEmpty();
    assertThat(rules(policies, List.of(held.get(0), held.get(1), third), "2027-02-02T10:00+01:00"))
        .containsExactly("machines-at-once");
  }

  @Test
  void machineTimeIsCountedInTheWeekItLiesIn() {
    List<Policy> policies =
        each(new Quota(none(), none(), Optional.of(Duration.ofHours(3)), none()));
    List<Holding> held =
        List.of(held("a", "robot-2", "2027-02-07T22:00+01:00", "2027-02-08T01:00+01:00"));

    assertThat(rules(policies, held, "2027-02-05T10:00+01:00")).isEmpty();
    Refusal full = only(policies, held, "2027-02-05T10:00+01:00", "2027-02-05T11:01+01:00");
    assertThat(full.rule()).isEqualTo("hours-per-week");
    assertThat(full.limit()).isEqualTo("3 h");
    assertThat(full.actual()).isEqualTo("3 h 1 min");
    assertThat(rules(policies, held, "2027-02-08T10:00+01:00")).isEmpty();
  }

  @Test
  void machineTimeIsCountedInTheCalendarMonth() {
    List<Policy> policies =
        each(new Quota(none(), none(), none(), Optional.of(Duration.ofHours(1))));
    List<Holding> held =
        List.of(held("a", "robot-2", "2027-01-31T23:30+01:00", "2027-02-01T00:30+01:00"));

    assertThat(rules(policies, held, "2027-02-02T10:00+01:00")).containsExactly("hours-per-month");
    assertThat(rules(policies, held, "2027-03-02T10:00+01:00")).isEmpty();
  }

  @Test
  void aQuotaOfAPersonLeavesOutColleagues() {
    Quota one = new Quota(Optional.of(1), none(), none(), none());
    List<Policy> policies = List.of(policy(MADE, Terms.NONE.forPerson(one)));
    Holding ofCarlo =
        new Holding("a", "robot-2", "made", "carlo", window("2027-02-03T09:00+01:00", 60));

    assertThat(rules(policies, List.of(ofCarlo), "2027-02-02T10:00+01:00")).isEmpty();
  }

  @Test
  void aPolicyForAnOrganisationStandsInPlaceOfTheOneForEverybodyInItsScope() {
    Policy all = policy(MADE, Terms.NONE.noticed(Duration.ofDays(2)));
    Policy own = new Policy(MADE, Optional.of("officina-demo"), 1, Terms.NONE, "carla", NOW);
    Policy network = policy(Scope.NETWORK, Terms.NONE.noticed(Duration.ofHours(1)));
    Policy elsewhere =
        policy(new Scope(Scope.Kind.CENTRE, "cim40"), Terms.NONE.noticed(Duration.ofDays(9)));
    List<Policy> policies = List.of(all, own, network, elsewhere);

    assertThat(Standing.of(ROBOT, Optional.of(ANNA), policies, List.of()).policies())
        .containsExactly(network, own);
    assertThat(Standing.of(ROBOT, Optional.empty(), policies, List.of()).policies())
        .containsExactly(network, all);
  }

  /** Nothing a caller sends makes the rules throw, whatever policies are in force. */
  @Property
  void absurdInstantsAreJudgedNotThrown(
      @ForAll @LongRange(min = -31557014167219200L, max = 31556889864403199L) long from,
      @ForAll @LongRange(min = -31557014167219200L, max = 31556889864403199L) long to,
      @ForAll long seed) {
    DrawnStanding drawn = new DrawnStanding(new Random(seed), NOW, 3);
    Diary diary = new Diary(ROBOT, List.of(), drawn.standing());
    Ask ask =
        new Ask(diary, Instant.ofEpochSecond(from), Instant.ofEpochSecond(to), NOW, Start.LATER);

    assertThat(HouseRules.broken(ask)).isNotEmpty();
  }

  private static <T> Optional<T> none() {
    return Optional.empty();
  }

  private static List<Policy> each(Quota quota) {
    return List.of(policy(MADE, Terms.NONE.forEach(quota)));
  }

  private static Policy closed(Holiday holiday) {
    return policy(Scope.NETWORK, Terms.NONE.closedOn(List.of(holiday)));
  }

  private static Policy policy(Scope scope, Terms terms) {
    return new Policy(scope, Optional.empty(), 1, terms, "carla", NOW);
  }

  private static Holding held(String booking, String machine, String from, String to) {
    return new Holding(booking, machine, "made", "anna", new Window(rome(from), rome(to)));
  }

  private static Window window(String from, int minutes) {
    return new Window(rome(from), rome(from).plus(Duration.ofMinutes(minutes)));
  }

  private static Refusal only(List<Policy> policies, List<Holding> held, String from, String to) {
    List<Refusal> broken = broken(policies, held, from, to);
    assertThat(broken).hasSize(1);
    return broken.get(0);
  }

  private static List<String> rules(List<Policy> policies, List<Holding> held, String from) {
    return rules(policies, held, from, rome(from).plus(Duration.ofHours(1)).toString());
  }

  private static List<String> rules(
      List<Policy> policies, List<Holding> held, String from, String to) {
    return broken(policies, held, from, to).stream().map(Refusal::rule).toList();
  }

  private static List<Refusal> broken(
      List<Policy> policies, List<Holding> held, String from, String to) {
    Standing standing = Standing.of(ROBOT, Optional.of(ANNA), policies, held);
    return HouseRules.broken(
        new Ask(new Diary(ROBOT, List.of(), standing), rome(from), rome(to), NOW, Start.LATER));
  }

  private static Instant rome(String text) {
    return ZonedDateTime.parse(text).toInstant();
  }
}
