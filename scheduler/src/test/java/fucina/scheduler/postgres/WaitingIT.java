package fucina.scheduler.postgres;

import static fucina.scheduler.postgres.Lab.ANNA;
import static fucina.scheduler.postgres.Lab.BRUNO;
import static fucina.scheduler.postgres.Lab.at;
import static fucina.scheduler.postgres.Lab.await;
import static fucina.scheduler.postgres.Lab.request;
import static org.assertj.core.api.Assertions.assertThat;

import fucina.scheduler.Actor;
import fucina.scheduler.BookableMachine;
import fucina.scheduler.Booking;
import fucina.scheduler.BookingRequest;
import fucina.scheduler.Decision;
import fucina.scheduler.Decision.Granted;
import fucina.scheduler.MachineFilter;
import fucina.scheduler.Policy.Scope;
import fucina.scheduler.Quota;
import fucina.scheduler.SomeMachines;
import fucina.scheduler.Terms;
import fucina.scheduler.WaitingEntry;
import fucina.scheduler.WaitingEntry.State;
import fucina.scheduler.WaitingList.Joined;
import fucina.scheduler.Window;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Who waits for a machine that is taken. */
class WaitingIT {
  private static final Actor CARLO = member("carlo", "terza-officina");
  private static final Actor DORA = member("dora", "quarta-officina");
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
    lab.cleared(SomeMachines.robot("robot-1"), SomeMachines.robot("robot-2"));
  }

  @AfterEach
  void allInvariantsHold() {
    assertThat(await(Invariants.broken(lab.database))).isEmpty();
  }

  @Test
  void whatIsGivenBackIsOfferedToWhoCameFirst() {
    Booking taken = lab.granted(at(60), at(120), "robot-1").booking();
    WaitingEntry bruno = waits(BRUNO, on("robot-1"), 60, at(60), at(120));
    WaitingEntry carlo = waits(CARLO, on("robot-1"), 60, at(60), at(120));
    assertThat(List.of(bruno, carlo)).extracting(WaitingEntry::state).containsOnly(State.WAITING);

    await(lab.scheduler.cancel(taken.id(), ANNA, ""));

    Booking offer = offered(bruno);
    assertThat(offer.state()).isEqualTo(Booking.State.CLAIMED);
    assertThat(offer.party()).isEqualTo(BRUNO.party());
    assertThat(offer.window()).isEqualTo(new Window(at(60), at(120)));
    assertThat(offer.claimedUntil()).contains(at(30));
    assertThat(found(carlo).state()).isEqualTo(State.WAITING);
    Granted accepted = (Granted) await(lab.scheduler.confirm(offer.id(), Optional.empty(), BRUNO));
    assertThat(accepted.booking().purpose()).isEqualTo("a part is short");
    assertThat(found(bruno).state()).isEqualTo(State.ACCEPTED);
  }

  @Test
  void anOfferThatIsDeclinedOrLapsesGoesToTheNextInLine() {
    Booking taken = lab.granted(at(60), at(120), "robot-1").booking();
    WaitingEntry bruno = waits(BRUNO, on("robot-1"), 60, at(60), at(120));
    WaitingEntry carlo = waits(CARLO, on("robot-1"), 60, at(60), at(120));
    WaitingEntry dora = waits(DORA, on("robot-1"), 60, at(60), at(120));
    await(lab.scheduler.cancel(taken.id(), ANNA, ""));

    await(lab.scheduler.cancel(offered(bruno).id(), BRUNO, ""));
    assertThat(found(bruno).state()).isEqualTo(State.DECLINED);
    Booking second = offered(carlo);
    lab.clock.set(at(30));
    await(lab.scheduler.lapse());

    assertThat(found(carlo).state()).isEqualTo(State.LAPSED);
    assertThat(await(lab.scheduler.find(second.id())).orElseThrow().state())
        .isEqualTo(Booking.State.EXPIRED);
    assertThat(offered(dora).claimedUntil()).contains(at(60));
  }

  @Test
  void whoWaitsForWhatIsFreeIsOfferedItAtOnce() {
    WaitingEntry entry =
        waits(
            ANNA,
            new MachineFilter(
                Optional.empty(), Optional.of("robot"), Optional.of("welding"), Optional.empty()),
            30,
            at(0),
            at(600));

    Booking offer = offered(entry);

    assertThat(offer.window().from()).isEqualTo(at(0));
    assertThat(offer.claimedUntil()).contains(at(5));
  }

  @Test
  void theRestOfASessionThatEndsEarlyIsOffered() {
    Booking runs = lab.granted(at(0), at(120), "robot-1").booking();
    String session = runs.allocations().get(0).session();
    await(lab.scheduler.lease(session));
    WaitingEntry bruno = waits(BRUNO, on("robot-1"), 60, at(0), at(120));
    lab.clock.set(at(20));

    await(lab.scheduler.release(session, at(20), "ended", ANNA));

    assertThat(offered(bruno).window()).isEqualTo(new Window(at(20), at(80)));
  }

  @Test
  void whatAMovedBookingLeavesIsOffered() {
    Booking moves = lab.granted(at(60), at(120), "robot-1").booking();
    WaitingEntry bruno = waits(BRUNO, on("robot-1"), 60, at(60), at(120));

    await(lab.scheduler.change(moves.id(), 1, Optional.of(at(200)), Optional.of(at(260)), ANNA));

    assertThat(offered(bruno).window()).isEqualTo(new Window(at(60), at(120)));
  }

  @Test
  void whoseQuotaIsUsedUpIsPassedOverAndKeepsTheirPlace() {
    Booking taken = lab.granted(at(60), at(120), "robot-1").booking();
    WaitingEntry bruno = waits(BRUNO, on("robot-1"), 60, at(60), at(120));
    WaitingEntry carlo = waits(CARLO, on("robot-1"), 60, at(60), at(120));
    await(lab.scheduler.book(of(BRUNO, at(300), at(330), "robot-2"), BRUNO));
    oneAhead();

    await(lab.scheduler.cancel(taken.id(), ANNA, ""));

    assertThat(found(bruno).state()).isEqualTo(State.WAITING);
    assertThat(found(carlo).state()).isEqualTo(State.OFFERED);
  }

  @Test
  void whatComesFreeByItselfIsFoundByTheSweeper() {
    BookableMachine robot = SomeMachines.robot("robot-1");
    service(robot, false);
    WaitingEntry bruno = waits(BRUNO, on("robot-1"), 60, at(60), at(240));
    assertThat(bruno.state()).isEqualTo(State.WAITING);

    service(robot, true);
    await(lab.scheduler.offer());

    assertThat(offered(bruno).window()).isEqualTo(new Window(at(60), at(120)));
  }

  @Test
  void aPlaceWhoseTimeIsOverIsOutdated() {
    lab.granted(at(60), at(120), "robot-1");
    WaitingEntry bruno = waits(BRUNO, on("robot-1"), 60, at(60), at(120));
    lab.clock.set(at(61));

    await(lab.scheduler.offer());

    assertThat(found(bruno).state()).isEqualTo(State.OUTDATED);
    assertThat(await(lab.scheduler.waiting().withdraw(bruno, BRUNO))).isFalse();
  }

  @Test
  void aWithdrawnPlaceIsOfferedNothing() {
    Booking taken = lab.granted(at(60), at(120), "robot-1").booking();
    WaitingEntry bruno = waits(BRUNO, on("robot-1"), 60, at(60), at(120));
    assertThat(await(lab.scheduler.waiting().withdraw(bruno, BRUNO))).isTrue();

    await(lab.scheduler.cancel(taken.id(), ANNA, ""));

    assertThat(found(bruno).state()).isEqualTo(State.WITHDRAWN);
  }

  @Test
  void aPlaceThatCanNeverBeServedIsRefused() {
    assertThat(refused(BRUNO, on("robot-9"), 60, at(60), at(120))).isEqualTo("machines");
    assertThat(refused(BRUNO, on("robot-1"), 481, at(60), at(900))).isEqualTo("max-length");
    assertThat(refused(BRUNO, on("robot-1"), 60, at(60), at(90))).isEqualTo("window");
    assertThat(refused(BRUNO, on("robot-1"), 60, at(-600), at(30))).isEqualTo("window");
    lab.granted(at(60), at(120), "robot-1");
    for (int i = 0; i < 10; i++) {
      waits(BRUNO, on("robot-1"), 60, at(60), at(120));
    }
    assertThat(refused(BRUNO, on("robot-1"), 60, at(60), at(120))).isEqualTo("waiting");
  }

  @Test
  void anOrganisationHoldsThreeOffersAtATime() {
    List<WaitingEntry> places = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      places.add(waits(BRUNO, on("robot-1"), 60, at(0), at(600)));
    }

    assertThat(places.stream().map(each -> found(each).state()))
        .containsExactly(State.OFFERED, State.OFFERED, State.OFFERED, State.WAITING, State.WAITING);
    await(lab.scheduler.cancel(offered(places.get(0)).id(), BRUNO, ""));
    assertThat(found(places.get(3)).state()).isEqualTo(State.OFFERED);
  }

  @Test
  void whatAnOrganisationLetLapseIsNotOfferedToItAgainAtOnce() {
    Booking taken = lab.granted(at(60), at(120), "robot-1").booking();
    WaitingEntry first = waits(BRUNO, on("robot-1"), 60, at(60), at(120));
    WaitingEntry second = waits(BRUNO, on("robot-1"), 60, at(60), at(120));
    await(lab.scheduler.cancel(taken.id(), ANNA, ""));
    offered(first);
    lab.clock.set(at(30));

    await(lab.scheduler.lapse());

    assertThat(found(second).state()).isEqualTo(State.WAITING);
    assertThat(lab.book(at(60), at(120), "robot-1")).isInstanceOf(Granted.class);
  }

  /** Rivals who try all the time never come before who waits. */
  @RepeatedTest(5)
  void nobodyWhoHappensToLookComesBeforeWhoWaits() {
    Booking taken = lab.granted(at(60), at(120), "robot-1").booking();
    WaitingEntry bruno = waits(BRUNO, on("robot-1"), 60, at(60), at(120));

    List<Future<Decision>> asked = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      asked.add(
          i == 8
              ? lab.scheduler.cancel(taken.id(), ANNA, "")
              : lab.scheduler.book(of(CARLO, at(60), at(120), "robot-1"), CARLO));
    }

    assertThat(asked.stream().map(Lab::await)).filteredOn(Granted.class::isInstance).hasSize(1);
    assertThat(offered(bruno).state()).isEqualTo(Booking.State.CLAIMED);
  }

  /** Many given back at once, on two machines, with many who wait for either. */
  @RepeatedTest(3)
  void whateverComesFreeAtOnceEachWhoWaitsIsOfferedOneWindowAtMost() {
    List<Booking> taken = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      taken.add(lab.granted(at(60 + 60 * i), at(120 + 60 * i), "robot-1").booking());
      taken.add(lab.granted(at(60 + 60 * i), at(120 + 60 * i), "robot-2").booking());
    }
    MachineFilter either =
        new MachineFilter(
            Optional.empty(), Optional.of("robot"), Optional.empty(), Optional.empty());
    List<WaitingEntry> waiting = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      waiting.add(waits(member("m" + i, "o" + i), either, 60, at(60), at(540)));
    }

    List<Future<Decision>> given = new ArrayList<>();
    taken.forEach(each -> given.add(lab.scheduler.cancel(each.id(), ANNA, "")));

    assertThat(given.stream().map(Lab::await)).allMatch(Granted.class::isInstance);
    List<String> offers = waiting.stream().map(each -> offered(each).id()).toList();
    assertThat(offers).doesNotHaveDuplicates().hasSize(10);
  }

  private static Actor member(String person, String organisation) {
    return new Actor(person, organisation, Actor.Capacity.MEMBER, Optional.empty());
  }

  private static MachineFilter on(String machine) {
    return new MachineFilter(
        Optional.of(machine), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static BookingRequest of(Actor actor, Instant from, Instant to, String machine) {
    BookingRequest ours = request(from, to, machine);
    return new BookingRequest(
        actor.party(), ours.machines(), ours.from(), to, "a trial", Optional.empty());
  }

  private static WaitingEntry waits(
      Actor actor, MachineFilter wanted, int minutes, Instant from, Instant to) {
    return ((Joined.Waits) join(actor, wanted, minutes, from, to)).entry();
  }

  private static String refused(
      Actor actor, MachineFilter wanted, int minutes, Instant from, Instant to) {
    return ((Joined.Refused) join(actor, wanted, minutes, from, to)).refusal().rule();
  }

  private static Joined join(
      Actor actor, MachineFilter wanted, int minutes, Instant from, Instant to) {
    return await(
        lab.scheduler
            .waiting()
            .join(
                actor.party(),
                wanted,
                Duration.ofMinutes(minutes),
                new Window(from, to),
                "a part is short",
                actor));
  }

  private static WaitingEntry found(WaitingEntry entry) {
    return await(lab.scheduler.waiting().find(entry.id())).orElseThrow();
  }

  private static Booking offered(WaitingEntry entry) {
    WaitingEntry now = found(entry);
    assertThat(now.state()).isEqualTo(State.OFFERED);
    return await(lab.scheduler.find(now.booking().orElseThrow())).orElseThrow();
  }

  private static void service(BookableMachine robot, boolean inService) {
    await(
        lab.scheduler.machine(
            new BookableMachine(
                robot.machine(),
                robot.centre(),
                robot.family(),
                robot.capabilities(),
                robot.rules(),
                inService)));
  }

  private static void oneAhead() {
    Quota one = new Quota(Optional.of(1), Optional.empty(), Optional.empty(), Optional.empty());
    await(
        lab.scheduler
            .policies()
            .set(
                Scope.NETWORK,
                Optional.empty(),
                Optional.empty(),
                Terms.NONE.forEach(one),
                Optional.empty(),
                Lab.TECHNICIAN));
  }
}
