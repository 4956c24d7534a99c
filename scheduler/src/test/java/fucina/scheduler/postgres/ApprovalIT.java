package fucina.scheduler.postgres;

import static fucina.scheduler.postgres.Lab.ANNA;
import static fucina.scheduler.postgres.Lab.BRUNO;
import static fucina.scheduler.postgres.Lab.FOREIGN_TECHNICIAN;
import static fucina.scheduler.postgres.Lab.TECHNICIAN;
import static fucina.scheduler.postgres.Lab.at;
import static fucina.scheduler.postgres.Lab.await;
import static fucina.scheduler.postgres.Lab.request;
import static org.assertj.core.api.Assertions.assertThat;

import fucina.scheduler.Actor;
import fucina.scheduler.Booking;
import fucina.scheduler.Booking.Allocation;
import fucina.scheduler.Booking.State;
import fucina.scheduler.BookingQuery;
import fucina.scheduler.Decision;
import fucina.scheduler.Decision.Granted;
import fucina.scheduler.Decision.NotFound;
import fucina.scheduler.Decision.Refused;
import fucina.scheduler.Decision.Stale;
import fucina.scheduler.Lapses;
import fucina.scheduler.Occupied;
import fucina.scheduler.Refusal;
import fucina.scheduler.SomeMachines;
import fucina.scheduler.Window;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Machines whose technician approves each window, ten minutes before it begins at the latest. */
class ApprovalIT {
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
        SomeMachines.approved("robot-1", "made"),
        SomeMachines.approved("robot-2", "cim40"),
        SomeMachines.robot("robot-3"));
  }

  @AfterEach
  void allInvariantsHold() {
    assertThat(await(Invariants.broken(lab.database))).isEmpty();
  }

  @Test
  void aBookingThatWaitsOccupiesAndIsWorkedByNobody() {
    Booking waits = lab.granted(at(30), at(60), "robot-1").booking();

    assertThat(waits.state()).isEqualTo(State.PENDING_APPROVAL);
    assertThat(waits.approveBy()).contains(at(20));
    assertThat(found(waits)).isEqualTo(waits);
    assertThat(rules(await(lab.scheduler.book(request(at(30), at(60), "robot-1"), BRUNO))))
        .containsExactly("overlap");
    assertThat(
            await(
                lab.scheduler.occupancy(
                    new Window(at(0), at(90)), Optional.empty(), Optional.of("robot-1"))))
        .extracting(Occupied::kind)
        .containsExactly(Occupied.Kind.BOOKED);

    lab.clock.set(at(30));
    String session = waits.allocations().get(0).session();
    assertThat(await(lab.scheduler.due())).isEmpty();
    assertThat(await(lab.scheduler.lease(session))).isEmpty();
    await(lab.scheduler.release(session, at(60), "window-ended", Actor.GATEWAY));
    assertThat(found(waits)).isEqualTo(waits);
  }

  @Test
  void anApprovedBookingIsConfirmedAndBegins() {
    Booking waits = lab.granted(at(30), at(60), "robot-1").booking();

    Booking approved = approve(waits, TECHNICIAN);

    assertThat(approved.state()).isEqualTo(State.CONFIRMED);
    assertThat(approved.version()).isEqualTo(2);
    assertThat(await(lab.scheduler.approve(waits.id(), Optional.empty(), TECHNICIAN)))
        .isEqualTo(new Granted(approved, true));
    assertThat(rules(reject(waits, TECHNICIAN))).containsExactly("state");
    lab.clock.set(at(25));
    await(lab.scheduler.lapse());
    lab.clock.set(at(30));
    assertThat(await(lab.scheduler.lease(approved.allocations().get(0).session()))).isPresent();
    assertThat(lines(waits)).containsExactly("booking.approved", "booking.requested");
  }

  @Test
  void aRejectedBookingFreesItsWindowAndKeepsTheReason() {
    Booking waits = lab.granted(at(30), at(60), "robot-1", "robot-3").booking();

    Booking rejected = ((Granted) reject(waits, TECHNICIAN)).booking();

    assertThat(rejected.state()).isEqualTo(State.REJECTED);
    assertThat(found(waits).reason()).contains("no gripper");
    assertThat(reject(waits, TECHNICIAN)).isEqualTo(new Granted(rejected, true));
    assertThat(rules(await(lab.scheduler.approve(waits.id(), Optional.empty(), TECHNICIAN))))
        .containsExactly("state");
    assertThat(rules(await(lab.scheduler.cancel(waits.id(), ANNA, "")))).containsExactly("state");
    assertThat(lab.book(at(30), at(60), "robot-1", "robot-3")).isInstanceOf(Granted.class);
  }

  @Test
  void whatNobodyApprovedLapsesHoweverLateTheSweeperComes() {
    Booking soon = lab.granted(at(30), at(60), "robot-1").booking();
    Booking later = lab.granted(at(600), at(660), "robot-1").booking();
    assertThat(later.approveBy()).contains(at(120));
    lab.clock.set(at(20));

    assertThat(rules(await(lab.scheduler.approve(soon.id(), Optional.empty(), TECHNICIAN))))
        .containsExactly("approval");
    assertThat(rules(change(soon, at(35), at(60)))).containsExactly("state");
    lab.clock.set(at(90));
    await(lab.scheduler.lapse());

    assertThat(found(soon).state()).isEqualTo(State.EXPIRED);
    assertThat(found(later)).isEqualTo(later);
    assertThat(lines(soon)).containsExactly("booking.expired", "booking.requested");
    lab.clock.set(at(120));
    assertThat(rules(lab.book(at(600), at(630), "robot-1"))).containsExactly("overlap");
    await(lab.scheduler.lapse());
    assertThat(lab.book(at(600), at(630), "robot-1")).isInstanceOf(Granted.class);
  }

  @Test
  void theSweeperCatchesUpAtItsStartAndGoesOn() {
    Booking missed = lab.granted(at(30), at(60), "robot-1").booking();
    lab.clock.set(at(90));
    try (Lapses lapses = new Lapses(lab.vertx, lab.scheduler)) {
      lapses.start();
      Awaitility.await().until(() -> found(missed).state() == State.EXPIRED);
      Booking next = lab.granted(at(120), at(150), "robot-1").booking();
      lab.clock.set(at(110));
      Awaitility.await().until(() -> found(next).state() == State.EXPIRED);
    }
  }

  @Test
  void onlyTheTechnicianOfItsMachinesCentreDecides() {
    Booking waits = lab.granted(at(30), at(60), "robot-1").booking();

    for (Actor actor : List.of(FOREIGN_TECHNICIAN, ANNA, BRUNO)) {
      assertThat(await(lab.scheduler.approve(waits.id(), Optional.empty(), actor)))
          .isEqualTo(new NotFound());
      assertThat(reject(waits, actor)).isEqualTo(new NotFound());
    }
    assertThat(await(lab.scheduler.approve(waits.id(), Optional.of(7L), TECHNICIAN)))
        .isEqualTo(new Stale(1));
    assertThat(found(waits)).isEqualTo(waits);
  }

  @Test
  void machinesOfTwoCentresWaitForBoth() {
    Booking waits = lab.granted(at(30), at(60), "robot-1", "robot-2", "robot-3").booking();

    Booking half = approve(waits, TECHNICIAN);

    assertThat(half.state()).isEqualTo(State.PENDING_APPROVAL);
    assertThat(half.allocations())
        .filteredOn(each -> each.approveBy().isPresent())
        .extracting(Allocation::machine)
        .containsExactly("robot-2");
    assertThat(rules(reject(waits, TECHNICIAN))).containsExactly("awaited");
    assertThat(approve(waits, FOREIGN_TECHNICIAN).state()).isEqualTo(State.CONFIRMED);

    Booking other = lab.granted(at(70), at(90), "robot-1", "robot-2").booking();
    approve(other, TECHNICIAN);
    reject(other, FOREIGN_TECHNICIAN);
    assertThat(lab.book(at(70), at(90), "robot-1", "robot-2")).isInstanceOf(Granted.class);
  }

  @Test
  void aMovedBookingWaitsAnewAndASmallerOneDoesNot() {
    Booking approved = approve(lab.granted(at(30), at(60), "robot-1").booking(), TECHNICIAN);

    Booking smaller = ((Granted) change(approved, at(35), at(50))).booking();
    assertThat(smaller.state()).isEqualTo(State.CONFIRMED);
    Booking moved = ((Granted) change(smaller, at(40), at(55))).booking();
    assertThat(moved.state()).isEqualTo(State.PENDING_APPROVAL);
    assertThat(moved.approveBy()).contains(at(30));
    assertThat(rules(change(moved, at(5), at(20)))).containsExactly("approval");

    approve(moved, TECHNICIAN);
    lab.clock.set(at(35));
    Booking late = ((Granted) change(found(moved), at(40), at(50))).booking();
    assertThat(late.state()).isEqualTo(State.CONFIRMED);
    lab.clock.set(at(40));
    String session = late.allocations().get(0).session();
    await(lab.scheduler.lease(session));
    assertThat(rules(await(lab.scheduler.extend(session, Duration.ofMinutes(5), ANNA))))
        .containsExactly("approval");
  }

  @Test
  void aBookingThatWaitsKeepsItsDeadlineWhenItOnlyBecomesSmaller() {
    Booking waits = lab.granted(at(30), at(60), "robot-1").booking();

    Booking smaller = ((Granted) change(waits, at(40), at(60))).booking();

    assertThat(smaller.state()).isEqualTo(State.PENDING_APPROVAL);
    assertThat(smaller.approveBy()).contains(at(20));
    assertThat(lines(waits)).containsExactly("booking.changed", "booking.requested");
  }

  @Test
  void techniciansListWhatWaits() {
    Booking waits = lab.granted(at(30), at(60), "robot-1").booking();
    lab.granted(at(30), at(60), "robot-3");
    lab.granted(at(30), at(60), "robot-2");

    assertThat(
            await(
                lab.scheduler.list(
                    new BookingQuery(
                        Optional.empty(),
                        Optional.of("made"),
                        Optional.of(State.PENDING_APPROVAL),
                        10,
                        Optional.empty()))))
        .containsExactly(waits);
  }

  @RepeatedTest(5)
  void ofAllWhoApproveRejectAndLetLapseExactlyOneWins(RepetitionInfo repetition) {
    Booking waits = lab.granted(at(30), at(60), "robot-1").booking();
    Optional<Long> read = Optional.of(1L);
    List<Future<Decision>> answers = new ArrayList<>();
    List<Future<Void>> rounds = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      // In the first repetition time is over before anybody decides, in the others meanwhile.
      if (i == repetition.getCurrentRepetition() - 1) {
        lab.clock.set(at(20));
      }
      rounds.add(lab.scheduler.lapse());
      answers.add(lab.scheduler.approve(waits.id(), read, TECHNICIAN));
      answers.add(lab.scheduler.reject(waits.id(), read, TECHNICIAN, "no"));
    }

    rounds.forEach(Lab::await);
    long won =
        answers.stream()
            .map(Lab::await)
            .filter(each -> each instanceof Granted granted && !granted.replayed())
            .count();

    assertThat(lines(waits)).hasSize(2);
    assertThat(won).isEqualTo(found(waits).state() == State.EXPIRED ? 0 : 1);
    assertThat(found(waits).version()).isEqualTo(2);
  }

  @RepeatedTest(5)
  void ofAllWhoRejectAndCancelExactlyOneWins() {
    Booking waits = lab.granted(at(30), at(60), "robot-1").booking();
    List<Future<Decision>> answers = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      answers.add(lab.scheduler.cancel(waits.id(), ANNA, ""));
      answers.add(lab.scheduler.reject(waits.id(), Optional.empty(), TECHNICIAN, "no"));
    }

    assertThat(answers.stream().map(Lab::await))
        .filteredOn(each -> each instanceof Granted granted && !granted.replayed())
        .hasSize(1);
    assertThat(lines(waits)).hasSize(2);
  }

  /** Eight at a time; what must hold of the whole database is looked at after each test. */
  @RepeatedTest(5)
  void whateverIsDoneAtOnceNothingOverlaps(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    List<String> ids = new ArrayList<>();
    for (int round = 0; round < 30; round++) {
      List<Future<Decision>> asked = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        asked.add(anything(random, ids));
      }
      for (Future<Decision> each : asked) {
        if (await(each) instanceof Granted granted) {
          ids.add(granted.booking().id());
        }
      }
      lab.clock.advance(Duration.ofMinutes(random.nextInt(4)));
      await(lab.scheduler.lapse());
      assertThat(await(lab.scheduler.due()))
          .allMatch(due -> due.booking().state() == State.CONFIRMED);
    }
    assertThat(ids).isNotEmpty();
  }

  private static Future<Decision> anything(Random random, List<String> ids) {
    String id = ids.isEmpty() ? "none" : ids.get(random.nextInt(ids.size()));
    Instant from = Lab.at(random.nextInt(300));
    Instant to = from.plus(Duration.ofMinutes(1 + random.nextInt(40)));
    Actor technician = random.nextBoolean() ? TECHNICIAN : FOREIGN_TECHNICIAN;
    return switch (random.nextInt(6)) {
      case 0 -> lab.scheduler.approve(id, Optional.empty(), technician);
      case 1 -> lab.scheduler.reject(id, Optional.empty(), technician, "no");
      case 2 -> lab.scheduler.cancel(id, ANNA, "");
      case 3 ->
          lab.scheduler.change(id, 1 + random.nextInt(3), Optional.of(from), Optional.of(to), ANNA);
      case 4 -> lab.scheduler.book(request(from, to, "robot-1", "robot-2"), ANNA);
      default -> lab.scheduler.book(request(from, to, "robot-1"), ANNA);
    };
  }

  private static Booking approve(Booking booking, Actor technician) {
    return ((Granted) await(lab.scheduler.approve(booking.id(), Optional.empty(), technician)))
        .booking();
  }

  private static Decision reject(Booking booking, Actor technician) {
    return await(lab.scheduler.reject(booking.id(), Optional.empty(), technician, "no gripper"));
  }

  private static Decision change(Booking booking, Instant from, Instant to) {
    return await(
        lab.scheduler.change(
            booking.id(), booking.version(), Optional.of(from), Optional.of(to), ANNA));
  }

  private static Booking found(Booking booking) {
    return await(lab.scheduler.find(booking.id())).orElseThrow();
  }

  private static List<String> lines(Booking booking) {
    return await(
            new Audit(lab.database)
                .list(Optional.empty(), Optional.of(booking.id()), 100, Optional.empty()))
        .stream()
        .map(line -> line.entry().action())
        .toList();
  }

  private static List<String> rules(Decision decision) {
    return ((Refused) decision).refusals().stream().map(Refusal::rule).toList();
  }
}
