package fucina.gateway.utilisation;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.utilisation.SomeYear.Held;
import fucina.gateway.utilisation.Utilisation.Report;
import fucina.scheduler.MachineRules.Hours;
import fucina.scheduler.Window;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the database counts is what counting by hand gives. */
class UtilisationIT {
  private static final Optional<String> ANY = Optional.empty();

  @TempDir static Path folder;
  private static SomeYear year;

  @BeforeAll
  static void open() {
    year = new SomeYear(folder);
  }

  @AfterAll
  static void close() {
    year.close();
  }

  @BeforeEach
  void clear() {
    year.clear();
  }

  private static Figures only(Report report) {
    assertThat(report.groups()).hasSize(1);
    return report.groups().get(0);
  }

  private static Window day(String date) {
    return SomeYear.days(date, 1);
  }

  @Test
  void aWindowIsCutAtTheSpansEndsAndOneThatOnlyTouchesThemIsNotInIt() {
    year.machine("robot-1", "made", Map.of());
    Window span = day("2027-02-03");
    year.holds(Held.used("robot-1", span.from().minusSeconds(90), span.from().plusSeconds(61)));
    year.holds(Held.used("robot-1", span.to().minusMillis(1_500), span.to().plusSeconds(600)));
    year.holds(Held.used("robot-1", span.from().minusSeconds(900), span.from().minusSeconds(90)));
    year.holds(Held.used("robot-1", span.to().plusSeconds(600), span.to().plusSeconds(900)));

    Figures robot = only(year.figures(span, Grouping.MACHINE, ANY));
    assertThat(robot.open()).isEqualTo(Duration.ofHours(24));
    assertThat(robot.booked()).isEqualTo(Duration.ofMillis(61_000 + 1_500));
    assertThat(robot.used()).isEqualTo(robot.booked());
    assertThat(robot.bookings()).containsOnly(Map.entry("COMPLETED", 2L));

    Figures before =
        only(
            year.figures(
                new Window(span.from().minusSeconds(900), span.from().minusSeconds(90)),
                Grouping.MACHINE,
                ANY));
    assertThat(before.booked()).isEqualTo(Duration.ofSeconds(810));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2027-03-28 23 3", "2027-10-31 25 5", "2027-02-03 24 4"})
  void aDayIsAsLongAsItIsWhereTheClockChanges(String told) {
    String[] parts = told.split(" ");
    year.machine("always", "made", Map.of());
    year.machine("early", "made", SomeYear.daily(LocalTime.of(1, 0), LocalTime.of(5, 0)));
    year.machine("night", "cim40", SomeYear.daily(LocalTime.of(22, 0), LocalTime.of(6, 0)));
    Report report = year.figures(day(parts[0]), Grouping.MACHINE, ANY);
    long hours = Long.parseLong(parts[1]);
    assertThat(report.groups())
        .extracting(figures -> figures.open().toHours())
        .containsExactly(hours, Long.valueOf(parts[2]), hours - 16);
    assertThat(report.total().open())
        .isEqualTo(Duration.ofHours(hours + Long.parseLong(parts[2]) + hours - 16));
  }

  @Test
  void hoursThatTouchOrOverlapAreOpenOnce() {
    Hours morning = new Hours(LocalTime.of(8, 0), LocalTime.of(13, 0));
    Hours late = new Hours(LocalTime.of(12, 0), LocalTime.MIDNIGHT);
    year.machine("line-1", "made", Map.of(DayOfWeek.WEDNESDAY, List.of(morning, late)));
    Report report = year.figures(SomeYear.days("2027-02-01", 7), Grouping.MACHINE, ANY);
    assertThat(only(report).open()).isEqualTo(Duration.ofHours(16));
    assertThat(only(report).utilisation()).hasValue(0);
    assertThat(only(report).lead()).isEmpty();
  }

  @Test
  void whatWasNotHeldIsNotBookedAndWhereNobodyCameNothingIsUsed() {
    year.machine("robot-1", "made", Map.of());
    Window span = day("2027-02-03");
    Instant noon = span.from().plus(Duration.ofHours(12));
    year.holds(Held.unused("robot-1", noon, noon.plusSeconds(600), "CANCELLED", false));
    year.holds(Held.used("robot-1", noon, noon.plusSeconds(1_200)).in("NO_SHOW"));
    year.holds(
        Held.unused(
            "robot-1", noon.plusSeconds(1_200), noon.plusSeconds(1_800), "CONFIRMED", true));
    // Given back while it ran: held as long as it was used.
    Held broken =
        Held.used("robot-1", noon.plusSeconds(3_600), noon.plusSeconds(7_200)).in("TERMINATED");
    year.holds(broken.endedAt(noon.plusSeconds(3_900)).givenBack());

    Figures robot = only(year.figures(span, Grouping.MACHINE, ANY));
    assertThat(robot.booked()).isEqualTo(Duration.ofSeconds(1_200 + 600 + 300));
    assertThat(robot.used()).isEqualTo(Duration.ofSeconds(300));
    assertThat(robot.idle()).isEqualTo(Duration.ofSeconds(1_800));
    assertThat(robot.bookings())
        .containsOnly(
            Map.entry("CANCELLED", 1L),
            Map.entry("NO_SHOW", 1L),
            Map.entry("CONFIRMED", 1L),
            Map.entry("TERMINATED", 1L));
    assertThat(robot.effective()).hasValue(300.0 / 86_400);
  }

  @Test
  void aSessionThatRunsIsUsedUntilNow() {
    year.machine("robot-1", "made", Map.of());
    Instant from = SomeYear.NOW.minusSeconds(600);
    year.holds(Held.used("robot-1", from, SomeYear.NOW.plusSeconds(600)).in("IN_USE").running());
    Window span = new Window(from.minusSeconds(3_600), from.plusSeconds(7_200));
    assertThat(only(year.figures(span, Grouping.MACHINE, ANY)).used())
        .isEqualTo(Duration.ofSeconds(600));
  }

  @Test
  void aMachineThatIsNoLongerBookedIsCountedOnlyWhereItWas() {
    year.machine("robot-1", "made", Map.of());
    year.machine("robot-2", "made", Map.of());
    Window span = day("2027-02-03");
    year.holds(Held.used("robot-2", span.from(), span.from().plusSeconds(60)));
    year.retire("robot-2");
    assertThat(year.figures(span, Grouping.MACHINE, ANY).groups())
        .extracting(Figures::group)
        .containsExactly("robot-1", "robot-2");
    assertThat(only(year.figures(day("2027-02-04"), Grouping.CENTRE, ANY)).open())
        .isEqualTo(Duration.ofHours(24));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void randomWeeksAreCountedAsByHand(long seed) {
    List<Held> all = year.random(seed);
    for (Window span : year.spans(seed)) {
      for (Optional<String> centre : List.of(ANY, Optional.of("made"))) {
        ByHand hand = new ByHand(all, year.rules(), span, centre);
        for (Grouping by : Grouping.values()) {
          Report report = year.figures(span, by, centre);
          String what = "%s, %s, %s".formatted(by, span, centre);
          assertThat(report.total()).as(what).isEqualTo(hand.figures("", any -> true));
          assertThat(report.groups())
              .as(what)
              .isEqualTo(hand.groups(by).stream().map(group -> hand.figures(group, by)).toList());
          sharesAddUp(report, by);
        }
      }
    }
  }

  private static void sharesAddUp(Report report, Grouping by) {
    assertThat(sum(report, Figures::booked)).isEqualTo(report.total().booked());
    assertThat(sum(report, Figures::used)).isEqualTo(report.total().used());
    assertThat(sum(report, Figures::idle)).isEqualTo(report.total().idle());
    if (by == Grouping.ORGANISATION) {
      assertThat(report.groups()).extracting(Figures::open).containsOnly(report.total().open());
    } else {
      assertThat(sum(report, Figures::open)).isEqualTo(report.total().open());
    }
    assertThat(report.groups())
        .allSatisfy(group -> assertThat(group.idle()).isGreaterThanOrEqualTo(Duration.ZERO))
        .allSatisfy(group -> assertThat(group.used()).isGreaterThanOrEqualTo(Duration.ZERO));
  }

  private static Duration sum(Report report, Function<Figures, Duration> part) {
    return report.groups().stream().map(part).reduce(Duration.ZERO, Duration::plus);
  }
}
