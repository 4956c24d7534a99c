package fucina.scheduler.postgres;

import static fucina.scheduler.postgres.Lab.ANNA;
import static fucina.scheduler.postgres.Lab.BRUNO;
import static fucina.scheduler.postgres.Lab.TECHNICIAN;
import static fucina.scheduler.postgres.Lab.at;
import static fucina.scheduler.postgres.Lab.await;
import static fucina.scheduler.postgres.Lab.request;
import static org.assertj.core.api.Assertions.assertThat;

import fucina.scheduler.AvailabilityQuery;
import fucina.scheduler.BookableMachine;
import fucina.scheduler.Booking;
import fucina.scheduler.BookingRequest;
import fucina.scheduler.Decision;
import fucina.scheduler.Decision.Granted;
import fucina.scheduler.Decision.Refused;
import fucina.scheduler.Party;
import fucina.scheduler.Policies;
import fucina.scheduler.Policies.Written;
import fucina.scheduler.Policy;
import fucina.scheduler.Policy.Scope;
import fucina.scheduler.Quota;
import fucina.scheduler.Refusal;
import fucina.scheduler.Slot;
import fucina.scheduler.SomeMachines;
import fucina.scheduler.Terms;
import fucina.scheduler.Window;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Policies on a real database: set, counted, raced for. */
class PolicyIT {
  private static final Scope MADE = new Scope(Scope.Kind.CENTRE, "made");
  private static final int MACHINES = 16;
  private static Lab lab;

  @BeforeAll
  static void open() {
    lab = new Lab();
  }

  @AfterAll
  static void close() {
    lab.close();
  }

  @BeforeEach
  void clear() {
    lab.cleared(
        IntStream.range(0, MACHINES)
            .mapToObj(n -> SomeMachines.robot("robot-" + n))
            .toArray(BookableMachine[]::new));
  }

  @AfterEach
  void allInvariantsHold() {
    assertThat(await(Invariants.broken(lab.database))).isEmpty();
  }

  @RepeatedTest(5)
  void wishesOfOneOrganisationAtTheSameTimeNeverPassItsQuotaTogether() {
    set(ahead(3));

    List<Future<Decision>> answers = new ArrayList<>();
    for (int i = 0; i < MACHINES; i++) {
      answers.add(lab.scheduler.book(request(at(60 + i), at(90 + i), "robot-" + i), ANNA));
    }
    List<Decision> decisions = answers.stream().map(Lab::await).toList();

    assertThat(decisions).filteredOn(Granted.class::isInstance).hasSize(3);
    assertThat(decisions)
        .filteredOn(Refused.class::isInstance)
        .hasSize(MACHINES - 3)
        .allSatisfy(each -> assertThat(rules(each)).containsExactly("bookings-ahead"));
    assertThat(await(lab.scheduler.book(requestOf(BRUNO.party()), BRUNO)))
        .isInstanceOf(Granted.class);
  }

  @Test
  void whatIsGivenBackCountsNoMore() {
    set(ahead(1));
    Booking first = lab.granted(at(60), at(90), "robot-1").booking();
    assertThat(rules(lab.book(at(120), at(150), "robot-1"))).containsExactly("bookings-ahead");

    await(lab.scheduler.cancel(first.id(), ANNA, ""));

    assertThat(lab.book(at(120), at(150), "robot-1")).isInstanceOf(Granted.class);
  }

  @Test
  void aBookingIsMovedWithinItsOwnShare() {
    set(perWeek(Duration.ofHours(1)));
    Booking booked = lab.granted(at(60), at(120), "robot-1").booking();

    Decision moved =
        await(
            lab.scheduler.change(booked.id(), 1, Optional.of(at(300)), Optional.of(at(360)), ANNA));
    Decision longer =
        await(
            lab.scheduler.change(booked.id(), 2, Optional.of(at(300)), Optional.of(at(361)), ANNA));

    assertThat(moved).isInstanceOf(Granted.class);
    assertThat(rules(longer)).containsExactly("hours-per-week");
  }

  @Test
  void whatIsOfferedIsWhatTheAskingOrganisationMayStillBook() {
    set(perWeek(Duration.ofHours(1)));
    lab.granted(at(60), at(90), "robot-1");

    List<Slot> ofAnna = slots(Optional.of(ANNA.party()), 40);
    List<Slot> ofBruno = slots(Optional.of(BRUNO.party()), 40);

    assertThat(ofAnna).isEmpty();
    assertThat(ofBruno).isNotEmpty();
    assertThat(slots(Optional.of(ANNA.party()), 30)).isNotEmpty();
  }

  @Test
  void machinesAskedForTogetherAreCountedTogether() {
    set(new Quota(Optional.empty(), Optional.of(2), Optional.empty(), Optional.empty()));

    assertThat(rules(lab.book(at(60), at(90), "robot-1", "robot-2", "robot-3")))
        .containsExactly("machines-at-once");
    assertThat(lab.book(at(60), at(90), "robot-1", "robot-2")).isInstanceOf(Granted.class);
  }

  @Test
  void aPolicyIsSetOnTopOfTheOneThatWasRead() {
    Policy first = set(ahead(3));

    Written stale = write(Optional.of(0L), ahead(4));
    Written second = write(Optional.of(first.version()), ahead(4));

    assertThat(stale).isEqualTo(new Written.Stale(first.version()));
    assertThat(((Written.Done) second).policy().version()).isEqualTo(first.version() + 1);
    assertThat(await(lab.scheduler.policies().inForce()))
        .containsExactly(((Written.Done) second).policy());
  }

  @Test
  void aPolicyThatWasWithdrawnCountsNoMoreAndItsVersionsGoOn() {
    Policy set = set(ahead(1));
    lab.granted(at(60), at(90), "robot-1");

    Policies policies = lab.scheduler.policies();
    Written withdrawn =
        await(policies.withdraw(MADE, Optional.empty(), Optional.of("made"), TECHNICIAN));

    assertThat(withdrawn).isInstanceOf(Written.Done.class);
    assertThat(await(policies.withdraw(MADE, Optional.empty(), Optional.empty(), TECHNICIAN)))
        .isEqualTo(new Written.None());
    assertThat(lab.book(at(120), at(150), "robot-1")).isInstanceOf(Granted.class);
    assertThat(set(ahead(5)).version()).isEqualTo(set.version() + 2);
  }

  private static Quota ahead(int most) {
    return new Quota(Optional.of(most), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static Quota perWeek(Duration most) {
    return new Quota(Optional.empty(), Optional.empty(), Optional.of(most), Optional.empty());
  }

  private static Policy set(Quota quota) {
    return ((Written.Done) write(Optional.empty(), quota)).policy();
  }

  private static Written write(Optional<Long> read, Quota quota) {
    return await(
        lab.scheduler
            .policies()
            .set(
                MADE,
                Optional.empty(),
                read,
                Terms.NONE.forEach(quota),
                Optional.of("made"),
                TECHNICIAN));
  }

  private static BookingRequest requestOf(Party party) {
    return new BookingRequest(
        party, List.of("robot-1"), Optional.of(at(600)), at(660), "a trial", Optional.empty());
  }

  private static List<Slot> slots(Optional<Party> party, int minutes) {
    return await(
        lab.scheduler.availability(
            new AvailabilityQuery(
                new Window(at(0), at(600)),
                Duration.ofMinutes(minutes),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                party,
                100)));
  }

  private static List<String> rules(Decision decision) {
    return ((Refused) decision).refusals().stream().map(Refusal::rule).toList();
  }
}
