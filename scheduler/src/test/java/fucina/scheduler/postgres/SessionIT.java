package fucina.scheduler.postgres;

import static fucina.scheduler.postgres.Lab.ANNA;
import static fucina.scheduler.postgres.Lab.BRUNO;
import static fucina.scheduler.postgres.Lab.TECHNICIAN;
import static fucina.scheduler.postgres.Lab.at;
import static fucina.scheduler.postgres.Lab.await;
import static fucina.scheduler.postgres.Lab.request;
import static org.assertj.core.api.Assertions.assertThat;

import fucina.scheduler.Actor;
import fucina.scheduler.Booking;
import fucina.scheduler.Booking.State;
import fucina.scheduler.BookingRequest;
import fucina.scheduler.Decision;
import fucina.scheduler.Decision.Granted;
import fucina.scheduler.Decision.NotFound;
import fucina.scheduler.Decision.Refused;
import fucina.scheduler.Due;
import fucina.scheduler.Lease;
import fucina.scheduler.Refusal;
import fucina.scheduler.Slot;
import fucina.scheduler.SomeMachines;
import fucina.scheduler.Window;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionIT {
  private static Lab lab;

  @BeforeAll
  static void open() {
    lab = new Lab();
  }

  @AfterEach
  void allInvariantsHold() {
    assertThat(await(Invariants.broken(lab.database))).isEmpty();
  }

  @AfterAll
  static void close() {
    lab.close();
  }

  @BeforeEach
  void clear() {
    lab.cleared(
        SomeMachines.robot("robot-1"), SomeMachines.robot("robot-2"), SomeMachines.line("line-1"));
  }

  @Test
  void anAllocationIsDueFromItsBeginningUntilItIsReleased() {
    Booking booking = lab.granted(at(10), at(20), "robot-1").booking();

    assertThat(await(lab.scheduler.due())).isEmpty();
    lab.clock.set(at(10));
    assertThat(await(lab.scheduler.due()))
        .containsExactly(new Due(booking, booking.allocations().get(0)));
    lab.clock.set(at(500));
    assertThat(await(lab.scheduler.due())).hasSize(1);
    await(lab.scheduler.release(session(booking), at(20), "window-ended", Actor.GATEWAY));
    assertThat(await(lab.scheduler.due())).isEmpty();
  }

  @Test
  void aLeaseIsGivenOnlyWhileTheWindowIsOpenAndItsNumberGrows() {
    Booking booking = lab.granted(at(10), at(20), "robot-1").booking();
    String session = session(booking);

    assertThat(await(lab.scheduler.lease(session))).isEmpty();
    lab.clock.set(at(10));
    Lease first = await(lab.scheduler.lease(session)).orElseThrow();
    Lease second = await(lab.scheduler.lease(session)).orElseThrow();
    lab.clock.set(at(20));

    assertThat(await(lab.scheduler.lease(session))).isEmpty();
    assertThat(await(lab.scheduler.lease("none"))).isEmpty();
    assertThat(second.fencing()).isGreaterThan(first.fencing());
    assertThat(first.window()).isEqualTo(booking.window());
    assertThat(first.party()).isEqualTo(Lab.DEMO);
    assertThat(found(booking).state()).isEqualTo(State.IN_USE);
    assertThat(found(booking).version()).isEqualTo(2);
  }

  @Test
  void aRenewedLeaseVoidsTheOldOne() {
    Booking booking = lab.granted(at(10), at(20), "robot-1").booking();
    lab.clock.set(at(10));
    Lease annas = await(lab.scheduler.lease(session(booking))).orElseThrow();

    Lease carlos = await(lab.scheduler.renewed(annas, "carlo", ANNA)).orElseThrow();

    assertThat(carlos.party().person()).isEqualTo("carlo");
    assertThat(carlos.fencing()).isGreaterThan(annas.fencing());
    assertThat(await(lab.scheduler.renewed(annas, "anna", ANNA))).isEmpty();
  }

  @Test
  void anEarlyEndFreesTheRestButTheCleanUp() {
    Booking booking = lab.granted(at(30), at(120), "line-1").booking();
    lab.clock.set(at(30));
    await(lab.scheduler.lease(session(booking)));

    lab.clock.set(at(60));
    await(lab.scheduler.release(session(booking), at(60), "ended-by-operator", ANNA));

    assertThat(found(booking).state()).isEqualTo(State.COMPLETED);
    assertThat(found(booking).allocations().get(0).occupied())
        .isEqualTo(new Window(at(20), at(70)));
    assertThat(lab.book(at(60), at(90), "line-1")).isInstanceOf(Refused.class);
    assertThat(lab.book(at(90), at(120), "line-1")).isInstanceOf(Granted.class);
  }

  @Test
  void releasingAgainChangesNothing() {
    Booking booking = lab.granted(at(10), at(20), "robot-1").booking();
    lab.clock.set(at(15));
    await(lab.scheduler.release(session(booking), at(15), "ended-by-operator", ANNA));
    Booking released = found(booking);

    await(lab.scheduler.release(session(booking), at(18), "window-ended", Actor.GATEWAY));
    await(lab.scheduler.release("none", at(18), "window-ended", Actor.GATEWAY));

    assertThat(found(booking)).isEqualTo(released);
  }

  @Test
  void aBookingOfTwoMachinesIsCompletedWhenBothAreReleased() {
    Booking booking = lab.granted(at(10), at(20), "robot-1", "robot-2").booking();
    lab.clock.set(at(10));
    await(lab.scheduler.lease(booking.allocations().get(0).session()));

    await(lab.scheduler.release(session(booking), at(20), "window-ended", Actor.GATEWAY));
    assertThat(found(booking).state()).isEqualTo(State.IN_USE);
    await(
        lab.scheduler.release(
            booking.allocations().get(1).session(), at(20), "window-ended", Actor.GATEWAY));
    assertThat(found(booking).state()).isEqualTo(State.COMPLETED);
  }

  @Test
  void whatStaffEndEarlyIsTerminated() {
    Booking booking = lab.granted(at(10), at(20), "robot-1").booking();
    lab.clock.set(at(12));

    await(lab.scheduler.release(session(booking), at(12), "revoked", TECHNICIAN));

    assertThat(found(booking).state()).isEqualTo(State.TERMINATED);
    assertThat(await(lab.scheduler.lease(session(booking)))).isEmpty();
  }

  @Test
  void aBookingInUseIsNotCancelled() {
    Booking booking = lab.granted(at(10), at(20), "robot-1").booking();
    lab.clock.set(at(12));
    await(lab.scheduler.lease(session(booking)));

    assertThat(rules(await(lab.scheduler.cancel(booking.id(), ANNA, "")))).containsExactly("state");
  }

  @Test
  void anExtensionLengthensTheWindowAndItsOccupiedTime() {
    Booking booking = lab.granted(at(10), at(20), "robot-1").booking();
    lab.clock.set(at(15));
    Lease lease = await(lab.scheduler.lease(session(booking))).orElseThrow();

    Granted longer =
        (Granted) await(lab.scheduler.extend(session(booking), Duration.ofMinutes(10), ANNA));
    Lease renewed = await(lab.scheduler.renewed(lease, "anna", ANNA)).orElseThrow();

    assertThat(longer.booking().window()).isEqualTo(new Window(at(10), at(30)));
    assertThat(renewed.window()).isEqualTo(new Window(at(10), at(30)));
    assertThat(lease.live(at(20))).isFalse();
    assertThat(lab.book(at(25), at(35), "robot-1")).isInstanceOf(Refused.class);
  }

  @Test
  void aWindowThatEndsOffTheGrainIsExtendedByWholeGrains() {
    lab.clock.set(at(3).plusSeconds(7));
    BookingRequest now =
        new BookingRequest(
            Lab.DEMO,
            List.of("robot-1"),
            Optional.empty(),
            at(4).plusSeconds(37),
            "now",
            Optional.empty());
    Booking booking = ((Granted) await(lab.scheduler.book(now, ANNA))).booking();

    Granted longer =
        (Granted) await(lab.scheduler.extend(session(booking), Duration.ofMinutes(2), ANNA));

    assertThat(longer.booking().window().to()).isEqualTo(at(6).plusSeconds(37));
    assertThat(rules(await(lab.scheduler.extend(session(booking), Duration.ofSeconds(30), ANNA))))
        .containsExactly("grain");
  }

  @Test
  void anExtensionIntoTheNextWindowIsRefusedAndSaysHowFarItCouldGo() {
    Booking booking = lab.granted(at(10), at(20), "robot-1").booking();
    lab.granted(at(25), at(40), "robot-1");
    lab.clock.set(at(15));

    Refused refused =
        (Refused) await(lab.scheduler.extend(session(booking), Duration.ofMinutes(10), ANNA));

    assertThat(rules(refused)).containsExactly("overlap");
    assertThat(refused.alternatives())
        .startsWith(
            new Slot("robot-1", new Window(at(10), at(25))),
            new Slot("robot-2", new Window(at(20), at(30))));
    assertThat(found(booking)).isEqualTo(booking);
  }

  @Test
  void anExtensionNeverShortens() {
    Booking booking = lab.granted(at(10), at(20), "robot-1").booking();
    lab.clock.set(at(15));

    for (Duration by : List.of(Duration.ZERO, Duration.ofMinutes(-3), Duration.ofSeconds(-1))) {
      assertThat(rules(await(lab.scheduler.extend(session(booking), by, ANNA))))
          .containsExactly("extension");
    }
    assertThat(rules(await(lab.scheduler.extend(session(booking), Duration.ofSeconds(30), ANNA))))
        .containsExactly("grain");
    assertThat(
            rules(
                await(
                    lab.scheduler.extend(
                        session(booking), Duration.ofSeconds(Long.MAX_VALUE), ANNA))))
        .contains("max-length");
    assertThat(found(booking)).isEqualTo(booking);
  }

  @Test
  void onlyARunningSessionOfOnesOwnIsExtended() {
    Booking booking = lab.granted(at(10), at(20), "robot-1").booking();
    Duration by = Duration.ofMinutes(5);

    assertThat(rules(await(lab.scheduler.extend(session(booking), by, ANNA))))
        .containsExactly("window");
    lab.clock.set(at(15));
    assertThat(await(lab.scheduler.extend(session(booking), by, BRUNO))).isEqualTo(new NotFound());
    assertThat(await(lab.scheduler.extend("none", by, ANNA))).isEqualTo(new NotFound());
    lab.clock.set(at(20));
    assertThat(rules(await(lab.scheduler.extend(session(booking), by, ANNA))))
        .containsExactly("window");
  }

  @Test
  void whoExtendsAndWhoBooksTheNextSlotNeverBothGetIt() {
    for (int round = 0; round < 10; round++) {
      lab.cleared();
      Booking booking = lab.granted(at(0), at(20), "robot-1").booking();
      Future<Decision> extend =
          lab.scheduler.extend(session(booking), Duration.ofMinutes(10), ANNA);
      Future<Decision> book = lab.scheduler.book(request(at(25), at(45), "robot-1"), BRUNO);

      assertThat(List.of(await(extend), await(book)))
          .filteredOn(Granted.class::isInstance)
          .hasSize(1);
    }
  }

  @Test
  void aWindowThatHasBegunIsOnlyLengthened() {
    Booking booking = lab.granted(at(10), at(20), "robot-1").booking();
    lab.clock.set(at(15));

    assertThat(rules(change(booking, at(16), at(20)))).containsExactly("begun");
    assertThat(rules(change(booking, at(10), at(18)))).containsExactly("begun");
    assertThat(((Granted) change(booking, at(10), at(25))).booking().window())
        .isEqualTo(new Window(at(10), at(25)));
  }

  private static Decision change(Booking booking, Instant from, Instant to) {
    return await(lab.scheduler.change(booking.id(), 1, Optional.of(from), Optional.of(to), ANNA));
  }

  private static String session(Booking booking) {
    return booking.allocations().get(0).session();
  }

  private static Booking found(Booking booking) {
    return await(lab.scheduler.find(booking.id())).orElseThrow();
  }

  private static List<String> rules(Decision decision) {
    return ((Refused) decision).refusals().stream().map(Refusal::rule).toList();
  }
}
