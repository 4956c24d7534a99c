package fucina.scheduler.postgres;

import static fucina.scheduler.postgres.Lab.ANNA;
import static fucina.scheduler.postgres.Lab.TECHNICIAN;
import static fucina.scheduler.postgres.Lab.at;
import static fucina.scheduler.postgres.Lab.await;
import static fucina.scheduler.postgres.Lab.request;
import static org.assertj.core.api.Assertions.assertThat;

import fucina.scheduler.BlackoutChange;
import fucina.scheduler.BlackoutRequest;
import fucina.scheduler.Blackouts.Outcome;
import fucina.scheduler.Booking;
import fucina.scheduler.Booking.State;
import fucina.scheduler.BookingQuery;
import fucina.scheduler.Decision;
import fucina.scheduler.Decision.Granted;
import fucina.scheduler.Lease;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Blackouts and bookings at the same moment: what must hold is looked at after each test. */
class BlackoutRaceIT {
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

  @RepeatedTest(5)
  void aBlackoutThatDisplacesWinsAgainstSixteenClients(RepetitionInfo repetition) {
    List<Future<Decision>> answers = new ArrayList<>();
    Optional<Future<Outcome>> laid = Optional.empty();
    for (int i = 0; i < 16; i++) {
      if (i == 3 * repetition.getCurrentRepetition()) {
        laid = Optional.of(lay(at(30), at(60), true, "robot-1"));
      }
      String[] machines =
          i % 2 == 0 ? new String[] {"robot-1"} : new String[] {"robot-2", "robot-1"};
      answers.add(lab.scheduler.book(request(at(25 + i), at(45 + i), machines), ANNA));
    }

    assertThat(await(laid.orElseThrow())).isInstanceOf(Outcome.Done.class);
    answers.forEach(Lab::await);

    assertThat(bookings()).allMatch(booking -> booking.state() == State.DISPLACED);
  }

  @RepeatedTest(5)
  void aBlackoutThatDisplacesNobodyAndABookingNeverBothAreGranted(RepetitionInfo repetition) {
    List<Future<Decision>> answers = new ArrayList<>();
    Optional<Future<Outcome>> laid = Optional.empty();
    for (int i = 0; i < 16; i++) {
      if (i == repetition.getCurrentRepetition() - 1) {
        laid = Optional.of(lay(at(30), at(60), false, "robot-2", "robot-1"));
      }
      answers.add(lab.scheduler.book(request(at(30), at(60), "robot-1", "robot-2"), ANNA));
    }

    boolean out = await(laid.orElseThrow()) instanceof Outcome.Done;

    assertThat(answers.stream().map(Lab::await))
        .filteredOn(Granted.class::isInstance)
        .hasSize(out ? 0 : 1);
  }

  @RepeatedTest(10)
  void atItsBeginningASessionIsEitherInUseOrDisplaced(RepetitionInfo repetition) {
    boolean leaseFirst = repetition.getCurrentRepetition() % 2 == 0;
    Booking booking = lab.granted(at(30), at(60), "robot-1", "robot-2").booking();
    String session = booking.allocations().get(0).session();
    lab.clock.set(at(30).minusMillis(1));
    List<Future<Optional<Lease>>> leases = new ArrayList<>();
    Future<Outcome> laid =
        leaseFirst ? Future.succeededFuture() : lay(at(40), at(50), true, "robot-2");
    lab.clock.set(at(30));
    for (int i = 0; i < 4; i++) {
      leases.add(lab.scheduler.lease(session));
    }
    Outcome outcome = await(leaseFirst ? lay(at(40), at(50), true, "robot-2") : laid);

    long begun = leases.stream().map(Lab::await).filter(Optional::isPresent).count();

    State state = await(lab.scheduler.find(booking.id())).orElseThrow().state();
    boolean displaced = outcome instanceof Outcome.Done;
    assertThat(state).isEqualTo(displaced ? State.DISPLACED : State.IN_USE);
    assertThat(begun).isEqualTo(displaced ? 0 : 4);
  }

  /** Eight at a time. */
  @RepeatedTest(5)
  void whateverIsDoneAtOnceNothingOverlaps(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    List<String> bookings = new ArrayList<>();
    List<String> blackouts = new ArrayList<>();
    for (int round = 0; round < 30; round++) {
      List<Future<?>> asked = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        asked.add(anything(random, bookings, blackouts));
      }
      for (Future<?> each : asked) {
        Object answer = await(each);
        if (answer instanceof Granted granted) {
          bookings.add(granted.booking().id());
        } else if (answer instanceof Outcome.Done done) {
          blackouts.add(done.blackout().id());
        }
      }
      lab.clock.advance(Duration.ofMinutes(random.nextInt(3)));
    }
    assertThat(bookings).isNotEmpty();
    assertThat(blackouts).isNotEmpty();
    assertThat(bookings()).extracting(Booking::state).contains(State.DISPLACED);
  }

  private static Future<?> anything(Random random, List<String> bookings, List<String> blackouts) {
    String booking = bookings.isEmpty() ? "none" : bookings.get(random.nextInt(bookings.size()));
    String blackout =
        blackouts.isEmpty() ? "none" : blackouts.get(random.nextInt(blackouts.size()));
    Instant from = at(random.nextInt(300));
    Instant to = from.plus(Duration.ofMinutes(1 + random.nextInt(40)));
    boolean displace = random.nextBoolean();
    return switch (random.nextInt(8)) {
      case 0 -> lay(from, to, displace, "robot-1");
      case 1 -> lay(from, to, displace, "robot-2", "robot-1");
      case 2 ->
          lab.scheduler
              .blackouts()
              .change(
                  blackout,
                  1,
                  new BlackoutChange(
                      Optional.of(from), Optional.of(to), Optional.empty(), displace),
                  TECHNICIAN);
      case 3 -> lab.scheduler.blackouts().lift(blackout, Optional.empty(), TECHNICIAN);
      case 4 -> lab.scheduler.cancel(booking, ANNA, "");
      case 5 -> lab.scheduler.change(booking, 1, Optional.of(from), Optional.of(to), ANNA);
      case 6 -> lab.scheduler.book(request(from, to, "robot-1", "robot-2"), ANNA);
      default -> lab.scheduler.book(request(from, to, "robot-1"), ANNA);
    };
  }

  private static Future<Outcome> lay(
      Instant from, Instant to, boolean displace, String... machines) {
    return lab.scheduler
        .blackouts()
        .lay(
            new BlackoutRequest(
                new TreeSet<>(Set.of(machines)), Optional.of(from), to, "upkeep", displace),
            TECHNICIAN);
  }

  private static List<Booking> bookings() {
    return await(
        lab.scheduler.list(
            new BookingQuery(
                Optional.empty(), Optional.empty(), Optional.empty(), 1000, Optional.empty())));
  }
}
