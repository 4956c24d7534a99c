package fucina.scheduler.postgres;

import static fucina.scheduler.postgres.Lab.ANNA;
import static fucina.scheduler.postgres.Lab.BRUNO;
import static fucina.scheduler.postgres.Lab.FOREIGN_TECHNICIAN;
import static fucina.scheduler.postgres.Lab.TECHNICIAN;
import static fucina.scheduler.postgres.Lab.at;
import static fucina.scheduler.postgres.Lab.await;
import static fucina.scheduler.postgres.Lab.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fucina.scheduler.Actor;
import fucina.scheduler.AvailabilityQuery;
import fucina.scheduler.Blackout;
import fucina.scheduler.BlackoutChange;
import fucina.scheduler.BlackoutQuery;
import fucina.scheduler.BlackoutRequest;
import fucina.scheduler.Blackouts.Outcome;
import fucina.scheduler.Booking;
import fucina.scheduler.Booking.Allocation;
import fucina.scheduler.Booking.State;
import fucina.scheduler.Decision;
import fucina.scheduler.Decision.Granted;
import fucina.scheduler.Decision.Refused;
import fucina.scheduler.MachineFilter;
import fucina.scheduler.Occupied;
import fucina.scheduler.Refusal;
import fucina.scheduler.Slot;
import fucina.scheduler.SomeMachines;
import fucina.scheduler.WaitingEntry;
import fucina.scheduler.WaitingList.Joined;
import fucina.scheduler.Window;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Machines taken out for upkeep, over bookings where it must be. */
class BlackoutIT {
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
    lab.cleared();
  }

  @AfterEach
  void allInvariantsHold() {
    assertThat(await(Invariants.broken(lab.database))).isEmpty();
  }

  @Test
  void aBlackoutOccupiesAndIsToldInWords() {
    Blackout blackout = laid(at(30), at(60), "robot-1");

    assertThat(await(lab.scheduler.blackouts().find(blackout.id()))).contains(blackout);
    assertThat(blackout.centre()).isEqualTo("made");
    Refused refused = (Refused) lab.book(at(50), at(80), "robot-1");
    assertThat(rules(refused)).containsExactly("overlap");
    assertThat(refused.refusals().get(0).detail())
        .isEqualTo(
            "robot-1 is being serviced from 1 Feb 2027 10:30 to 1 Feb 2027 11:00 Europe/Rome time.");
    assertThat(refused.alternatives())
        .isNotEmpty()
        .noneMatch(
            slot -> slot.machine().equals("robot-1") && slot.window().overlaps(blackout.window()));
    assertThat(lab.book(at(60), at(80), "robot-1")).isInstanceOf(Granted.class);
    assertThat(lab.book(at(20), at(30), "robot-1")).isInstanceOf(Granted.class);
    assertThat(occupied("robot-1"))
        .contains(
            new Occupied(
                "robot-1",
                blackout.window(),
                Occupied.Kind.UPKEEP,
                Optional.empty(),
                Optional.of("new bearings")));
    assertThat(lines(blackout.id())).containsExactly("blackout.laid");
    assertThat(await(lab.scheduler.due())).isEmpty();
  }

  @Test
  void noSlotIsOfferedInABlackout() {
    Blackout blackout = laid(at(30), at(60), "robot-1");

    List<Slot> slots =
        await(
            lab.scheduler.availability(
                new AvailabilityQuery(
                    new Window(at(0), at(120)),
                    Duration.ofMinutes(20),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    100)));

    assertThat(slots)
        .filteredOn(slot -> slot.machine().equals("robot-1"))
        .hasSize(4)
        .noneMatch(slot -> slot.window().overlaps(blackout.window()));
  }

  @Test
  void theDatabaseItselfRefusesABookingOverABlackout() {
    laid(at(30), at(60), "robot-1");
    Booking booking = lab.granted(at(60), at(90), "robot-1").booking();

    assertThatThrownBy(
            () ->
                await(
                    lab.database
                        .pool()
                        .query(
                            "UPDATE allocation SET window_from = window_from - interval '10 min',"
                                + " occupied = tstzrange(window_from - interval '10 min', window_to)"
                                + " WHERE booking = '"
                                + booking.id()
                                + "'")
                        .execute()))
        .hasMessageContaining("allocations_never_overlap");
  }

  @Test
  void aBookingInTheWayIsNamedUntilItIsToBeDisplaced() {
    Booking booking = lab.granted(at(40), at(50), "robot-1", "robot-2").booking();

    Outcome.Refused refused = (Outcome.Refused) lay(at(30), at(60), false, TECHNICIAN, "robot-1");
    assertThat(refused.refusals()).extracting(Refusal::rule).containsExactly("booked");
    assertThat(refused.refusals().get(0).actual()).isEqualTo("1 booking");
    assertThat(refused.bookings()).containsExactly(booking);
    assertThat(found(booking)).isEqualTo(booking);

    Outcome.Done done = (Outcome.Done) lay(at(30), at(60), true, TECHNICIAN, "robot-1");

    Booking displaced = found(booking);
    assertThat(done.displaced()).containsExactly(displaced);
    assertThat(displaced.state()).isEqualTo(State.DISPLACED);
    assertThat(displaced.reason()).contains("new bearings");
    assertThat(displaced.allocations()).noneMatch(Allocation::active);
    assertThat(lines(booking.id())).containsExactly("booking.displaced", "booking.granted");
    assertThat(lab.book(at(40), at(50), "robot-2")).isInstanceOf(Granted.class);
    assertThat(rules(await(lab.scheduler.cancel(booking.id(), ANNA, "")))).containsExactly("state");
  }

  @Test
  void whoWasDisplacedIsOfferedTheSameMachineLaterAndAnotherAtTheSameTime() {
    Booking booking = lab.granted(at(40), at(50), "robot-1").booking();
    lay(at(30), at(60), true, TECHNICIAN, "robot-1");

    List<Slot> offered = await(lab.scheduler.alternatives(found(booking)));

    assertThat(offered)
        .startsWith(new Slot("robot-2", new Window(at(40), at(50))))
        .contains(
            new Slot("robot-1", new Window(at(60), at(70))),
            new Slot("robot-1", new Window(at(20), at(30))));
    for (Slot slot : offered) {
      assertThat(lab.book(slot.window().from(), slot.window().to(), slot.machine()))
          .as("%s", slot)
          .isInstanceOf(Granted.class);
    }
  }

  @Test
  void aBookingThatStandsIsOfferedOtherTimesThanItsOwn() {
    Booking booking = lab.granted(at(40), at(50), "robot-1").booking();

    assertThat(await(lab.scheduler.alternatives(booking)))
        .isNotEmpty()
        .doesNotContain(new Slot("robot-1", booking.window()));
  }

  @Test
  void whatIsClaimedOrWaitsForApprovalIsDisplacedToo() {
    lab.cleared(SomeMachines.approved("robot-1", "made"), SomeMachines.robot("robot-2"));
    Booking waits = lab.granted(at(40), at(50), "robot-1").booking();
    Booking claimed =
        ((Granted) await(lab.scheduler.book(request(at(40), at(50), "robot-2").claim(), ANNA)))
            .booking();
    assertThat(waits.state()).isEqualTo(State.PENDING_APPROVAL);
    assertThat(claimed.state()).isEqualTo(State.CLAIMED);

    lay(at(30), at(60), true, TECHNICIAN, "robot-1", "robot-2");

    assertThat(found(waits).state()).isEqualTo(State.DISPLACED);
    assertThat(found(waits).approveBy()).isEmpty();
    assertThat(found(claimed).state()).isEqualTo(State.DISPLACED);
    assertThat(rules(await(lab.scheduler.confirm(claimed.id(), Optional.empty(), ANNA))))
        .containsExactly("state");
  }

  @Test
  void aRunningSessionIsNeverCut() {
    Booking booking = lab.granted(at(0), at(30), "robot-1").booking();
    String session = booking.allocations().get(0).session();

    assertThat(rules(lay(at(10), at(60), true, TECHNICIAN, "robot-1"))).containsExactly("in-use");
    assertThat(await(lab.scheduler.lease(session))).isPresent();
    Outcome refused = lay(at(10), at(60), true, TECHNICIAN, "robot-1");
    assertThat(rules(refused)).containsExactly("in-use");
    assertThat(((Outcome.Refused) refused).refusals().get(0).detail())
        .contains(session)
        .contains("end the session first, or begin at 1 Feb 2027 10:30 Europe/Rome time");
    assertThat(found(booking).state()).isEqualTo(State.IN_USE);

    Blackout blackout = laid(at(30), at(60), "robot-1");
    Decision longer = await(lab.scheduler.extend(session, Duration.ofMinutes(5), ANNA));
    assertThat(rules(longer)).containsExactly("overlap");
    assertThat(((Refused) longer).refusals().get(0).detail()).contains("is being serviced");
    assertThat(blackout.window().from()).isEqualTo(at(30));
  }

  @Test
  void theCleanUpAfterASessionIsNotCutEither() {
    lab.cleared(SomeMachines.line("line-1"));
    Booking booking = lab.granted(at(30), at(60), "line-1").booking();
    String session = booking.allocations().get(0).session();
    lab.clock.set(at(30));
    assertThat(await(lab.scheduler.lease(session))).isPresent();
    lab.clock.set(at(40));
    await(lab.scheduler.release(session, at(40), "ended", ANNA));

    assertThat(rules(layNow(at(90), "line-1"))).containsExactly("clean-up");
    lab.clock.set(at(50));
    assertThat(layNow(at(90), "line-1")).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void aBlackoutIsShortenedLengthenedAndLifted() {
    Blackout blackout = laid(at(30), at(60), "robot-1");
    Booking after = lab.granted(at(60), at(70), "robot-1").booking();

    Blackout shorter = changed(blackout, Optional.of(at(40)), Optional.of(at(50)), false);
    assertThat(shorter.version()).isEqualTo(2);
    assertThat(lab.book(at(50), at(60), "robot-1")).isInstanceOf(Granted.class);
    assertThat(await(change(blackout, Optional.empty(), Optional.of(at(55)), false)))
        .isEqualTo(new Outcome.Stale(2));
    assertThat(rules(await(change(shorter, Optional.empty(), Optional.of(at(65)), false))))
        .containsExactly("booked");
    Blackout longer = changed(shorter, Optional.empty(), Optional.of(at(65)), true);
    assertThat(found(after).state()).isEqualTo(State.DISPLACED);

    lab.clock.set(at(45));
    assertThat(rules(await(change(longer, Optional.of(at(50)), Optional.empty(), false))))
        .containsExactly("begun");
    assertThat(rules(await(change(longer, Optional.empty(), Optional.of(at(44)), false))))
        .containsExactly("order");
    Blackout lifted = lifted(longer);
    assertThat(lifted.window()).isEqualTo(new Window(at(40), at(45)));
    assertThat(lifted(longer)).isEqualTo(lifted);
    assertThat(lab.book(at(45), at(65), "robot-1")).isInstanceOf(Granted.class);
    assertThat(rules(await(change(lifted, Optional.empty(), Optional.of(at(90)), false))))
        .containsExactly("state");
    assertThat(lines(blackout.id()))
        .containsExactly(
            "blackout.lifted", "blackout.changed", "blackout.changed", "blackout.laid");
    assertThat(list("robot-1", at(0), at(90))).containsExactly(lifted);
  }

  @Test
  void oneLiftedBeforeItBeganOccupiedNothing() {
    Blackout blackout = laid(at(30), at(60), "robot-1", "robot-2");

    Blackout lifted = lifted(blackout);

    assertThat(lifted.window()).isEqualTo(blackout.window());
    assertThat(lab.book(at(30), at(60), "robot-1", "robot-2")).isInstanceOf(Granted.class);
    assertThat(list("robot-1", at(0), at(90))).isEmpty();
    assertThat(await(lab.scheduler.blackouts().find(blackout.id()))).contains(lifted);
  }

  @Test
  void onlyStaffOfTheMachinesCentreLaysChangesAndLifts() {
    Blackout blackout = laid(at(30), at(60), "robot-1");

    for (Actor actor : List.of(FOREIGN_TECHNICIAN, ANNA, BRUNO)) {
      assertThat(lay(at(70), at(80), true, actor, "robot-1"))
          .isEqualTo(new Outcome.Foreign("made"));
      assertThat(await(lab.scheduler.blackouts().lift(blackout.id(), Optional.empty(), actor)))
          .isEqualTo(new Outcome.NotFound());
    }
    Actor admin = new Actor("ada", "network", Actor.Capacity.ADMINISTRATOR, Optional.empty());
    assertThat(lay(at(70), at(80), false, admin, "robot-1")).isInstanceOf(Outcome.Done.class);
    await(lab.scheduler.machine(SomeMachines.approved("robot-9", "cim40")));
    assertThat(rules(lay(at(80), at(90), false, admin, "robot-1", "robot-9")))
        .containsExactly("centre");
  }

  @Test
  void anAbsurdBlackoutIsRefused() {
    laid(at(30), at(60), "robot-1");

    assertThat(rules(lay(at(20), at(20), false, TECHNICIAN, "robot-1"))).containsExactly("order");
    assertThat(rules(lay(at(20), at(20).plusNanos(1), false, TECHNICIAN, "robot-1")))
        .containsExactly("order");
    assertThat(rules(lay(at(-20), at(20), false, TECHNICIAN, "robot-1"))).containsExactly("past");
    assertThat(
            rules(lay(at(70), Instant.parse("9999-12-31T23:59:59Z"), false, TECHNICIAN, "robot-1")))
        .containsExactly("horizon");
    assertThat(rules(lay(at(50), at(90), true, TECHNICIAN, "robot-1"))).containsExactly("overlap");
    assertThat(lay(at(70), at(90), true, TECHNICIAN, "robot-7", "robot-1"))
        .isEqualTo(new Outcome.UnknownMachines(List.of("robot-7")));
  }

  @Test
  void anOfferOfTheWaitingListIsTakenBackAndItsPlaceKept() {
    Booking taken = lab.granted(at(60), at(90), "robot-1").booking();
    WaitingEntry waits =
        ((Joined.Waits)
                await(
                    lab.scheduler
                        .waiting()
                        .join(
                            BRUNO.party(),
                            new MachineFilter(
                                Optional.of("robot-1"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()),
                            Duration.ofMinutes(30),
                            new Window(at(60), at(120)),
                            "",
                            BRUNO)))
            .entry();
    assertThat(waits.state()).isEqualTo(WaitingEntry.State.OFFERED);
    Booking offer = found(waits.booking().orElseThrow());
    assertThat(offer.window()).isEqualTo(new Window(at(90), at(120)));

    Outcome.Done laid = (Outcome.Done) lay(at(90), at(100), true, TECHNICIAN, "robot-1");

    assertThat(found(offer).state()).isEqualTo(State.DISPLACED);
    assertThat(place(waits).state()).isEqualTo(WaitingEntry.State.WAITING);
    lifted(laid.blackout());
    assertThat(place(waits).state()).isEqualTo(WaitingEntry.State.OFFERED);
    assertThat(found(taken)).isEqualTo(taken);
  }

  private static WaitingEntry place(WaitingEntry entry) {
    return await(lab.scheduler.waiting().find(entry.id())).orElseThrow();
  }

  private static Outcome lay(
      Instant from, Instant to, boolean displace, Actor actor, String... machines) {
    return await(
        lab.scheduler
            .blackouts()
            .lay(
                new BlackoutRequest(
                    new TreeSet<>(Set.of(machines)),
                    Optional.of(from),
                    to,
                    "new bearings",
                    displace),
                actor));
  }

  private static Outcome layNow(Instant to, String machine) {
    return await(
        lab.scheduler
            .blackouts()
            .lay(
                new BlackoutRequest(
                    new TreeSet<>(Set.of(machine)), Optional.empty(), to, "broken", true),
                TECHNICIAN));
  }

  private static Blackout laid(Instant from, Instant to, String... machines) {
    return ((Outcome.Done) lay(from, to, false, TECHNICIAN, machines)).blackout();
  }

  private static Future<Outcome> change(
      Blackout blackout, Optional<Instant> from, Optional<Instant> to, boolean displace) {
    return lab.scheduler
        .blackouts()
        .change(
            blackout.id(),
            blackout.version(),
            new BlackoutChange(from, to, Optional.empty(), displace),
            TECHNICIAN);
  }

  private static Blackout changed(
      Blackout blackout, Optional<Instant> from, Optional<Instant> to, boolean displace) {
    return ((Outcome.Done) await(change(blackout, from, to, displace))).blackout();
  }

  private static Blackout lifted(Blackout blackout) {
    Outcome outcome =
        await(lab.scheduler.blackouts().lift(blackout.id(), Optional.empty(), TECHNICIAN));
    return ((Outcome.Done) outcome).blackout();
  }

  private static List<Blackout> list(String machine, Instant from, Instant to) {
    return await(
        lab.scheduler
            .blackouts()
            .list(
                new BlackoutQuery(
                    Optional.of(machine), Optional.of("made"), new Window(from, to))));
  }

  private static List<Occupied> occupied(String machine) {
    return await(
        lab.scheduler.occupancy(new Window(at(0), at(90)), Optional.empty(), Optional.of(machine)));
  }

  private static Booking found(Booking booking) {
    return found(booking.id());
  }

  private static Booking found(String booking) {
    return await(lab.scheduler.find(booking)).orElseThrow();
  }

  private static List<String> lines(String subject) {
    return await(
            new Audit(lab.database)
                .list(Optional.empty(), Optional.of(subject), 100, Optional.empty()))
        .stream()
        .map(line -> line.entry().action())
        .toList();
  }

  private static List<String> rules(Decision decision) {
    return ((Refused) decision).refusals().stream().map(Refusal::rule).toList();
  }

  private static List<String> rules(Outcome outcome) {
    return ((Outcome.Refused) outcome).refusals().stream().map(Refusal::rule).toList();
  }
}
