package fucina.scheduler.postgres;

import static fucina.scheduler.postgres.Lab.ANNA;
import static fucina.scheduler.postgres.Lab.BRUNO;
import static fucina.scheduler.postgres.Lab.at;
import static fucina.scheduler.postgres.Lab.await;
import static fucina.scheduler.postgres.Lab.keyed;
import static fucina.scheduler.postgres.Lab.request;
import static org.assertj.core.api.Assertions.assertThat;

import fucina.scheduler.Actor;
import fucina.scheduler.BookableMachine;
import fucina.scheduler.Booking;
import fucina.scheduler.Booking.State;
import fucina.scheduler.BookingQuery;
import fucina.scheduler.BookingRequest;
import fucina.scheduler.Decision;
import fucina.scheduler.Decision.Granted;
import fucina.scheduler.Decision.KeyReused;
import fucina.scheduler.Decision.NotFound;
import fucina.scheduler.Decision.Refused;
import fucina.scheduler.Decision.Stale;
import fucina.scheduler.Decision.UnknownMachines;
import fucina.scheduler.Refusal;
import fucina.scheduler.Slot;
import fucina.scheduler.SomeMachines;
import fucina.scheduler.Window;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class BookingIT {
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

  @Test
  void aFreeWindowIsGrantedAndFoundAgain() {
    Booking booking = lab.granted(at(10), at(20), "robot-1").booking();

    assertThat(await(lab.scheduler.find(booking.id()))).contains(booking);
    assertThat(booking.state()).isEqualTo(State.CONFIRMED);
    assertThat(booking.version()).isEqualTo(1);
    assertThat(booking.window()).isEqualTo(new Window(at(10), at(20)));
  }

  @Test
  void aWindowThatEndsAtTwentyLeavesTwentyFree() {
    lab.granted(at(10), at(20), "robot-1");

    assertThat(lab.book(at(20), at(30), "robot-1")).isInstanceOf(Granted.class);
    assertThat(lab.book(at(5), at(10), "robot-1")).isInstanceOf(Granted.class);
  }

  @Test
  void aWindowWithoutABeginningBeginsNow() {
    lab.clock.set(at(3).plusMillis(12_345));
    BookingRequest now =
        new BookingRequest(
            Lab.DEMO, List.of("robot-1"), Optional.empty(), at(5), "now", Optional.empty());

    Granted granted = (Granted) await(lab.scheduler.book(now, ANNA));

    assertThat(granted.booking().window().from()).isEqualTo(at(3).plusMillis(12_345));
  }

  @Test
  void aRefusalOffersTheSameMachineEarlierAndLaterAndAnotherAtTheSameTime() {
    lab.granted(at(60), at(120), "robot-1");

    Refused refused = (Refused) lab.book(at(60), at(90), "robot-1");

    assertThat(refused.refusals()).extracting(Refusal::rule).containsExactly("overlap");
    assertThat(refused.alternatives())
        .containsExactly(
            new Slot("robot-2", new Window(at(60), at(90))),
            new Slot("robot-1", new Window(at(30), at(60))),
            new Slot("robot-1", new Window(at(120), at(150))),
            new Slot("robot-1", new Window(at(150), at(180))));
    for (Slot slot : refused.alternatives()) {
      assertThat(lab.book(slot.window().from(), slot.window().to(), slot.machine()))
          .as("%s", slot)
          .isInstanceOf(Granted.class);
    }
  }

  @Test
  void aWindowFromNowIsOfferedAlternativesOfTheLengthThatWasMeant() {
    lab.granted(at(10), at(60), "robot-1");
    lab.clock.set(at(20).plusMillis(300));
    BookingRequest halfAnHourByAnotherClock =
        new BookingRequest(
            Lab.DEMO,
            List.of("robot-1"),
            Optional.empty(),
            at(50).plusSeconds(1),
            "now",
            Optional.empty());

    Refused refused = (Refused) await(lab.scheduler.book(halfAnHourByAnotherClock, ANNA));

    assertThat(refused.alternatives())
        .filteredOn(slot -> slot.machine().equals("robot-1"))
        .isNotEmpty()
        .allMatch(slot -> slot.window().length().equals(Duration.ofMinutes(30)));
  }

  @Test
  void anAbsurdRequestIsRefusedAndNamesEveryRule() {
    Instant far = Instant.parse("9999-12-31T23:59:59Z");

    assertThat(rules(lab.book(far, far, "robot-1"))).contains("order", "horizon", "min-length");
    assertThat(rules(lab.book(Instant.MAX, Instant.MIN, "robot-1"))).contains("order");
    assertThat(rules(lab.book(Instant.MIN, Instant.MAX, "robot-1"))).contains("past", "max-length");
    assertThat(rules(lab.book(at(-60), at(-30), "robot-1"))).containsExactly("past");
    assertThat(rules(lab.book(at(10), at(10), "robot-1"))).contains("order", "min-length");
    assertThat(rules(lab.book(at(10), at(20)))).containsExactly("machines");
  }

  @Test
  void anUnknownMachineIsNamed() {
    assertThat(lab.book(at(10), at(20), "robot-1", "robot-9"))
        .isEqualTo(new UnknownMachines(List.of("robot-9")));
  }

  @Test
  void aRemovedMachineTakesNoBookingsAndItsOldOnesStay() {
    Booking booking = lab.granted(at(10), at(20), "robot-1").booking();
    await(lab.scheduler.remove("robot-1"));

    assertThat(lab.book(at(30), at(40), "robot-1")).isInstanceOf(UnknownMachines.class);
    assertThat(await(lab.scheduler.find(booking.id()))).contains(booking);
  }

  @RepeatedTest(10)
  void ofSixtyFourClientsForOneSlotExactlyOneWins() {
    List<Future<Decision>> answers = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      answers.add(lab.scheduler.book(request(at(10), at(20), "robot-1"), ANNA));
    }

    List<Decision> decisions = answers.stream().map(Lab::await).toList();

    assertThat(decisions).filteredOn(Granted.class::isInstance).hasSize(1);
    assertThat(decisions).filteredOn(Refused.class::isInstance).hasSize(63);
    assertThat(await(lab.scheduler.list(all()))).hasSize(1);
  }

  @RepeatedTest(5)
  void twoMachinesBookedInOppositeOrderNeverFailWithAFault() {
    List<Future<Decision>> answers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      answers.add(lab.scheduler.book(request(at(10), at(20), "robot-1", "robot-2"), ANNA));
      answers.add(lab.scheduler.book(request(at(15), at(25), "robot-2", "robot-1"), BRUNO));
    }

    List<Decision> decisions = answers.stream().map(Lab::await).toList();

    assertThat(decisions).filteredOn(Granted.class::isInstance).hasSize(1);
    assertThat(decisions)
        .allMatch(decision -> decision instanceof Granted || decision instanceof Refused);
  }

  @Test
  void theSameKeyHasOneEffect() {
    List<Future<Decision>> answers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      answers.add(lab.scheduler.book(keyed("k1", at(10), at(20), "robot-1"), ANNA));
    }

    List<Decision> decisions = answers.stream().map(Lab::await).toList();

    assertThat(decisions).allMatch(Granted.class::isInstance);
    assertThat(decisions)
        .extracting(each -> ((Granted) each).booking().id())
        .containsOnly(((Granted) decisions.get(0)).booking().id());
    assertThat(decisions).filteredOn(each -> !((Granted) each).replayed()).hasSize(1);
    assertThat(await(lab.scheduler.book(keyed("k1", at(10), at(21), "robot-1"), ANNA)))
        .isEqualTo(new KeyReused("k1"));
  }

  @Test
  void aKeyThatWasRefusedMayTryAgain() {
    Booking other = lab.granted(at(10), at(20), "robot-1").booking();
    assertThat(await(lab.scheduler.book(keyed("k2", at(10), at(20), "robot-1"), ANNA)))
        .isInstanceOf(Refused.class);

    await(lab.scheduler.cancel(other.id(), ANNA, "no need"));

    assertThat(await(lab.scheduler.book(keyed("k2", at(10), at(20), "robot-1"), ANNA)))
        .isInstanceOf(Granted.class);
  }

  @Test
  void cancellingTwiceChangesNothingTheSecondTime() {
    Booking booking = lab.granted(at(10), at(20), "robot-1").booking();

    Granted first = (Granted) await(lab.scheduler.cancel(booking.id(), ANNA, "no need"));
    Granted second = (Granted) await(lab.scheduler.cancel(booking.id(), ANNA, "no need"));

    assertThat(first.booking().state()).isEqualTo(State.CANCELLED);
    assertThat(first.booking().version()).isEqualTo(2);
    assertThat(second.booking()).isEqualTo(first.booking());
    assertThat(second.replayed()).isTrue();
    assertThat(lab.book(at(10), at(20), "robot-1")).isInstanceOf(Granted.class);
  }

  @Test
  void anotherOrganisationFindsNothingToCancelOrChange() {
    Booking booking = lab.granted(at(10), at(20), "robot-1").booking();

    assertThat(await(lab.scheduler.cancel(booking.id(), BRUNO, ""))).isEqualTo(new NotFound());
    assertThat(await(lab.scheduler.cancel(booking.id(), Lab.FOREIGN_TECHNICIAN, "")))
        .isEqualTo(new NotFound());
    assertThat(change(booking, 1, at(30), at(40), BRUNO)).isEqualTo(new NotFound());
    assertThat(await(lab.scheduler.cancel("none", ANNA, ""))).isEqualTo(new NotFound());
    assertThat(await(lab.scheduler.cancel(booking.id(), Lab.TECHNICIAN, "upkeep")))
        .isInstanceOf(Granted.class);
  }

  @Test
  void aBookingMovesOverItselfAndItsVersionGrows() {
    Booking booking = lab.granted(at(10), at(20), "robot-1").booking();

    Granted moved = (Granted) change(booking, 1, at(15), at(30), ANNA);

    assertThat(moved.booking().window()).isEqualTo(new Window(at(15), at(30)));
    assertThat(moved.booking().version()).isEqualTo(2);
    assertThat(await(lab.scheduler.find(booking.id()))).contains(moved.booking());
    assertThat(lab.book(at(10), at(15), "robot-1")).isInstanceOf(Granted.class);
    assertThat(change(booking, 1, at(40), at(50), ANNA)).isEqualTo(new Stale(2));
  }

  @Test
  void aBookingDoesNotMoveOntoAnother() {
    Booking booking = lab.granted(at(10), at(20), "robot-1").booking();
    lab.granted(at(30), at(40), "robot-1");

    assertThat(rules(change(booking, 1, at(25), at(35), ANNA))).containsExactly("overlap");
    assertThat(await(lab.scheduler.find(booking.id()))).contains(booking);
  }

  @Test
  void whoMovesAndWhoBooksTheGapNeverBothGetIt() {
    for (int round = 0; round < 10; round++) {
      lab.cleared();
      Booking booking = lab.granted(at(10), at(20), "robot-1").booking();
      Future<Decision> move =
          lab.scheduler.change(booking.id(), 1, Optional.of(at(30)), Optional.of(at(40)), ANNA);
      Future<Decision> book = lab.scheduler.book(request(at(35), at(45), "robot-1"), BRUNO);

      assertThat(List.of(await(move), await(book)))
          .filteredOn(Granted.class::isInstance)
          .hasSize(1);
    }
  }

  @Test
  void theDatabaseItselfRefusesAnOverlapThatTheRulesDidNotSee() {
    lab.granted(at(10), at(20), "robot-1");
    Booking booking = lab.granted(at(10), at(20), "robot-2").booking();
    String again =
        """
        INSERT INTO allocation (session, booking, machine, window_from, window_to, occupied, active)
        SELECT 'by-hand', id, 'robot-1', window_from, window_to, tstzrange(window_from, window_to), true
        FROM booking WHERE id = '%s'""";

    assertThat(stage(lab.database.pool().query(again.formatted(booking.id())).execute()))
        .failsWithin(Duration.ofSeconds(60))
        .withThrowableThat()
        .withMessageContaining("conflicting key value violates exclusion constraint");
  }

  @Test
  void bookingsAreListedNewestWindowFirstAPageAtATime() {
    for (int i = 0; i < 5; i++) {
      lab.granted(at(10 * i + 10), at(10 * i + 20), "robot-1");
    }

    List<Booking> first = await(lab.scheduler.list(page(2, Optional.empty())));
    List<Booking> second = await(lab.scheduler.list(page(10, Optional.of(first.get(1).id()))));

    assertThat(first).extracting(b -> b.window().from()).containsExactly(at(50), at(40));
    assertThat(second).extracting(b -> b.window().from()).containsExactly(at(30), at(20), at(10));
    assertThat(await(lab.scheduler.list(of("altra-officina", "made")))).isEmpty();
    assertThat(await(lab.scheduler.list(of("officina-demo", "cim40")))).isEmpty();
    assertThat(await(lab.scheduler.list(of("officina-demo", "made")))).hasSize(5);
  }

  @Test
  void everyChangeHasItsLineInTheAuditThatNobodyCanAlter() {
    Booking booking = lab.granted(at(10), at(20), "robot-1").booking();
    change(booking, 1, at(30), at(40), ANNA);
    await(lab.scheduler.cancel(booking.id(), Lab.TECHNICIAN, "upkeep"));

    List<Audit.Line> lines =
        await(
            new Audit(lab.database)
                .list(Optional.of("made"), Optional.of(booking.id()), 10, Optional.empty()));

    assertThat(lines)
        .extracting(line -> line.entry().action())
        .containsExactly("booking.cancelled", "booking.changed", "booking.granted");
    assertThat(lines.get(0).entry().actor()).isEqualTo(Lab.TECHNICIAN);
    assertThat(lines.get(0).entry().detail()).containsEntry("reason", "upkeep");
    for (String sql :
        List.of("DELETE FROM audit", "UPDATE audit SET person = 'x'", "TRUNCATE audit")) {
      assertThat(stage(lab.database.pool().query(sql).execute()))
          .as(sql)
          .failsWithin(Duration.ofSeconds(60))
          .withThrowableThat()
          .withMessageContaining("append-only");
    }
  }

  @Test
  void whatARepairByHandBrokeIsFound() {
    Booking booking = lab.granted(at(10), at(20), "robot-1").booking();
    assertThat(await(Invariants.broken(lab.database))).isEmpty();

    await(lab.database.pool().query("UPDATE booking SET state = 'CANCELLED'").execute());

    assertThat(await(Invariants.broken(lab.database)))
        .hasSize(2)
        .allMatch(sentence -> sentence.contains(booking.id()));
  }

  @Test
  void aMachineOutOfServiceIsRefusedByName() {
    BookableMachine robot = SomeMachines.robot("robot-1");
    await(
        lab.scheduler.machine(
            new BookableMachine(
                robot.machine(),
                robot.centre(),
                robot.family(),
                robot.capabilities(),
                robot.rules(),
                false)));

    assertThat(rules(lab.book(at(10), at(20), "robot-1"))).containsExactly("in-service");
  }

  private static Decision change(
      Booking booking, long version, Instant from, Instant to, Actor actor) {
    return await(
        lab.scheduler.change(booking.id(), version, Optional.of(from), Optional.of(to), actor));
  }

  private static List<String> rules(Decision decision) {
    return ((Refused) decision).refusals().stream().map(Refusal::rule).toList();
  }

  private static CompletableFuture<?> stage(Future<?> future) {
    return future.toCompletionStage().toCompletableFuture();
  }

  private static BookingQuery all() {
    return page(100, Optional.empty());
  }

  private static BookingQuery page(int limit, Optional<String> after) {
    return new BookingQuery(Optional.empty(), Optional.empty(), Optional.empty(), limit, after);
  }

  private static BookingQuery of(String organisation, String centre) {
    return new BookingQuery(
        Optional.of(organisation), Optional.of(centre), Optional.empty(), 100, Optional.empty());
  }
}
