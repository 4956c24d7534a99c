package fucina.scheduler.postgres;

import static fucina.scheduler.postgres.Lab.ANNA;
import static fucina.scheduler.postgres.Lab.BRUNO;
import static fucina.scheduler.postgres.Lab.at;
import static fucina.scheduler.postgres.Lab.await;
import static fucina.scheduler.postgres.Lab.keyed;
import static fucina.scheduler.postgres.Lab.request;
import static org.assertj.core.api.Assertions.assertThat;

import fucina.scheduler.BookableMachine;
import fucina.scheduler.Booking;
import fucina.scheduler.Booking.State;
import fucina.scheduler.Decision;
import fucina.scheduler.Decision.Granted;
import fucina.scheduler.Decision.KeyReused;
import fucina.scheduler.Decision.NotFound;
import fucina.scheduler.Decision.Refused;
import fucina.scheduler.Refusal;
import fucina.scheduler.SomeMachines;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Windows that are claimed while a form is open. */
class ClaimIT {
  private static final Duration LASTS = Duration.ofMinutes(5);
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
        SomeMachines.robot("robot-1"),
        SomeMachines.robot("robot-2"),
        SomeMachines.approved("robot-3", "made"));
  }

  @AfterEach
  void allInvariantsHold() {
    assertThat(await(Invariants.broken(lab.database))).isEmpty();
  }

  @Test
  void aClaimOccupiesUntilItLapsesAndIsWorkedByNobody() {
    Booking claim = claimed(at(0), at(60), "robot-1");

    assertThat(claim.state()).isEqualTo(State.CLAIMED);
    assertThat(claim.claimedUntil()).contains(at(0).plus(LASTS));
    assertThat(found(claim)).isEqualTo(claim);
    assertThat(rules(await(lab.scheduler.book(request(at(30), at(90), "robot-1"), BRUNO))))
        .containsExactly("overlap");
    assertThat(await(lab.scheduler.due())).isEmpty();
    assertThat(await(lab.scheduler.lease(claim.allocations().get(0).session()))).isEmpty();

    lab.clock.set(at(5));
    await(lab.scheduler.lapse());

    assertThat(found(claim).state()).isEqualTo(State.EXPIRED);
    assertThat(lab.book(at(30), at(90), "robot-1")).isInstanceOf(Granted.class);
    assertThat(rules(confirm(claim))).containsExactly("state");
  }

  @Test
  void aConfirmedClaimKeepsItsWindowThoughItHasBegun() {
    Booking claim = claimed(at(0), at(10), "robot-1");
    lab.clock.set(at(4));

    Decision confirmed = await(lab.scheduler.confirm(claim.id(), Optional.of("production"), ANNA));

    Booking booking = ((Granted) confirmed).booking();
    assertThat(booking.state()).isEqualTo(State.CONFIRMED);
    assertThat(booking.window()).isEqualTo(claim.window());
    assertThat(booking.purpose()).isEqualTo("production");
    assertThat(booking.claimedUntil()).isEmpty();
    assertThat(found(claim)).isEqualTo(booking);
    assertThat(confirm(claim)).isEqualTo(new Granted(booking, true));
    assertThat(await(lab.scheduler.lease(claim.allocations().get(0).session()))).isPresent();
  }

  @Test
  void aClaimOnAMachineThatIsApprovedWaitsForApprovalOnceConfirmed() {
    Booking claim = claimed(at(30), at(60), "robot-3");
    assertThat(claim.approveBy()).isEmpty();

    Booking confirmed = ((Granted) confirm(claim)).booking();

    assertThat(confirmed.state()).isEqualTo(State.PENDING_APPROVAL);
    assertThat(confirmed.approveBy()).contains(at(20));
  }

  @Test
  void aClaimThatIsToBeApprovedEndsWhileThereIsTimeForThat() {
    Booking claim = claimed(at(12), at(60), "robot-3");
    assertThat(claim.claimedUntil()).contains(at(2));
    lab.clock.set(at(3));

    assertThat(rules(confirm(claim))).containsExactly("claim", "approval");
  }

  @Test
  void aClaimOnAMachineThatWentOutOfServiceIsNotConfirmed() {
    Booking claim = claimed(at(30), at(60), "robot-1");
    BookableMachine robot = SomeMachines.robot("robot-1");
    await(
        lab.scheduler.machine(
            new BookableMachine(
                "robot-1", "made", robot.family(), robot.capabilities(), robot.rules(), false)));

    assertThat(rules(confirm(claim))).containsExactly("in-service");
  }

  @Test
  void aClaimIsMovedWhileItsFormIsOpenAndStaysAClaim() {
    Booking claim = claimed(at(30), at(60), "robot-3");

    Decision moved =
        await(
            lab.scheduler.change(claim.id(), 1, Optional.of(at(120)), Optional.of(at(150)), ANNA));

    Booking now = ((Granted) moved).booking();
    assertThat(now.state()).isEqualTo(State.CLAIMED);
    assertThat(now.claimedUntil()).isEqualTo(claim.claimedUntil());
    assertThat(now.approveBy()).isEmpty();
    lab.clock.set(at(5));
    assertThat(rules(change(now))).containsExactly("state");
  }

  @Test
  void aClaimIsGivenBackLikeABooking() {
    Booking claim = claimed(at(30), at(60), "robot-1", "robot-2");

    await(lab.scheduler.cancel(claim.id(), ANNA, ""));

    assertThat(found(claim).state()).isEqualTo(State.CANCELLED);
    assertThat(rules(confirm(claim))).containsExactly("state");
    assertThat(lab.book(at(30), at(60), "robot-2")).isInstanceOf(Granted.class);
  }

  @Test
  void aPersonKeepsThreeFormsOpenAndNoMore() {
    List<Future<Decision>> asked = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      asked.add(
          lab.scheduler.book(request(at(30 + 10 * i), at(40 + 10 * i), "robot-1").claim(), ANNA));
    }

    List<Decision> answers = asked.stream().map(Lab::await).toList();

    assertThat(answers).filteredOn(Granted.class::isInstance).hasSize(3);
    assertThat(answers)
        .filteredOn(Refused.class::isInstance)
        .allSatisfy(each -> assertThat(rules(each)).containsExactly("claims"));
    Granted first =
        (Granted) answers.stream().filter(Granted.class::isInstance).findFirst().orElseThrow();
    assertThat(confirm(first.booking())).isInstanceOf(Granted.class);
    assertThat(await(lab.scheduler.book(request(at(300), at(330), "robot-1").claim(), ANNA)))
        .isInstanceOf(Granted.class);
  }

  @Test
  void aKeyUsedForAClaimIsNotOneForABooking() {
    Decision claimed =
        await(lab.scheduler.book(keyed("k", at(30), at(60), "robot-1").claim(), ANNA));

    assertThat(await(lab.scheduler.book(keyed("k", at(30), at(60), "robot-1"), ANNA)))
        .isEqualTo(new KeyReused("k"));
    assertThat(await(lab.scheduler.book(keyed("k", at(30), at(60), "robot-1").claim(), ANNA)))
        .isEqualTo(new Granted(((Granted) claimed).booking(), true));
  }

  @Test
  void nobodyConfirmsAClaimOfAnotherOrganisation() {
    Booking claim = claimed(at(30), at(60), "robot-1");

    assertThat(await(lab.scheduler.confirm(claim.id(), Optional.empty(), BRUNO)))
        .isEqualTo(new NotFound());
    assertThat(await(lab.scheduler.confirm(claim.id(), Optional.empty(), Lab.TECHNICIAN)))
        .isEqualTo(new NotFound());
  }

  /** Confirmed, lapsed, given back and claimed by a rival, all in the millisecond it ends. */
  @RepeatedTest(20)
  void whateverMeetsAtTheEndOfAClaimOneOfThemWins() {
    Booking claim = claimed(at(30), at(60), "robot-1");
    Instant end = claim.claimedUntil().orElseThrow();
    lab.clock.set(end.minusMillis(1));

    Future<Decision> confirmed = lab.scheduler.confirm(claim.id(), Optional.empty(), ANNA);
    lab.clock.set(end);
    Future<Void> lapsed = lab.scheduler.lapse();
    Future<Decision> again = lab.scheduler.confirm(claim.id(), Optional.empty(), ANNA);
    Future<Decision> rival = lab.scheduler.book(request(at(30), at(60), "robot-1"), BRUNO);
    await(lapsed);

    boolean kept = Stream.of(await(confirmed), await(again)).anyMatch(Granted.class::isInstance);
    boolean taken = await(rival) instanceof Granted;
    assertThat(kept && taken).isFalse();
    assertThat(found(claim).state()).isEqualTo(kept ? State.CONFIRMED : State.EXPIRED);
  }

  /** Sixteen forms for one slot: one of them is open. */
  @RepeatedTest(5)
  void ofManyWhoClaimASlotOneHasIt() {
    List<Future<Decision>> asked = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      asked.add(
          lab.scheduler.book(
              request(at(30), at(60), "robot-1", "robot-2").claim(), i % 2 == 0 ? ANNA : BRUNO));
    }

    assertThat(asked.stream().map(Lab::await)).filteredOn(Granted.class::isInstance).hasSize(1);
  }

  private static Booking claimed(Instant from, Instant to, String... machines) {
    return ((Granted) await(lab.scheduler.book(request(from, to, machines).claim(), ANNA)))
        .booking();
  }

  private static Decision confirm(Booking claim) {
    return await(lab.scheduler.confirm(claim.id(), Optional.empty(), ANNA));
  }

  private static Decision change(Booking booking) {
    return await(
        lab.scheduler.change(
            booking.id(), booking.version(), Optional.of(at(200)), Optional.of(at(230)), ANNA));
  }

  private static Booking found(Booking booking) {
    return await(lab.scheduler.find(booking.id())).orElseThrow();
  }

  private static List<String> rules(Decision decision) {
    return ((Refused) decision).refusals().stream().map(Refusal::rule).toList();
  }
}
