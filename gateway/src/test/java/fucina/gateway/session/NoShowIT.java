package fucina.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fucina.gateway.link.LinkState;
import fucina.profiles.Value;
import fucina.scheduler.Actor;
import fucina.scheduler.Actor.Capacity;
import fucina.scheduler.BookableMachine;
import fucina.scheduler.Booking;
import fucina.scheduler.BookingRequest;
import fucina.scheduler.Decision.Granted;
import fucina.scheduler.Policy.Scope;
import fucina.scheduler.Scheduler;
import fucina.scheduler.Terms;
import fucina.scheduler.postgres.Database;
import fucina.scheduler.postgres.DatabaseSettings;
import fucina.scheduler.postgres.PostgresBookings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Windows nobody comes to, where a policy keeps them for ten minutes; the clock is set by hand. */
class NoShowIT {
  private static final Instant NOON = Instant.parse("2027-02-01T12:00:00Z");
  private static final Actor SARA =
      new Actor("sara", "officina", Capacity.MEMBER, Optional.empty());
  private static final Actor COORDINATOR =
      new Actor("cora", "made", Capacity.COORDINATOR, Optional.of("made"));

  @TempDir static Path folder;
  private static Vertx vertx;
  private static Database database;
  private static volatile Instant now = NOON;
  private static Scheduler scheduler;
  private FakeFloor floor;
  private BookedSessions sessions;

  @BeforeAll
  static void openTheDatabase() {
    vertx = Vertx.vertx();
    database = Database.open(vertx, DatabaseSettings.embedded(folder.resolve("postgres")));
    scheduler = new Scheduler(new PostgresBookings(database), () -> now);
    get(
        scheduler
            .policies()
            .set(
                Scope.NETWORK,
                Optional.empty(),
                Optional.empty(),
                Terms.NONE.keptFor(Optional.of(Duration.ofMinutes(10))),
                Optional.empty(),
                COORDINATOR));
  }

  @AfterAll
  static void closeTheDatabase() {
    database.close();
    get(vertx.close());
  }

  @BeforeEach
  void open() {
    floor = new FakeFloor(() -> now);
    get(
        scheduler.machine(
            new BookableMachine(
                FakeFloor.ROBOT,
                "made",
                "robot",
                Set.of("handling"),
                floor.machine(FakeFloor.ROBOT).orElseThrow().rules(),
                true)));
    sessions = new BookedSessions(vertx, scheduler, database, floor, () -> now);
    get(sessions.start());
  }

  /** The next test begins a day later. */
  @AfterEach
  void close() {
    passes(Duration.ofDays(1));
    await().until(() -> sessions.on(FakeFloor.ROBOT).isEmpty());
    sessions.close();
  }

  @Test
  void aWindowNobodyComesToIsGivenBack() {
    Booking booking = booked();
    passes(Duration.ofMinutes(10).minusMillis(1));
    watched();
    assertThat(sessions.on(FakeFloor.ROBOT)).isPresent();

    passes(Duration.ofMillis(1));
    await().until(() -> state(booking) == Booking.State.NO_SHOW);

    Booking over = get(scheduler.find(booking.id())).orElseThrow();
    assertThat(over.allocations().get(0).window().length()).isEqualTo(Duration.ofMinutes(10));
    Session session = get(sessions.find(session(booking), SARA)).orElseThrow();
    assertThat(session.endReason()).contains("no-show");
    assertThat(floor.sent).isEmpty();
  }

  @Test
  void whoWatchesHasCome() {
    Booking booking = booked();
    assertThat(sessions.mayWatch(FakeFloor.ROBOT, "altra", now)).isFalse();
    assertThat(sessions.mayWatch(FakeFloor.ROBOT, "officina", now)).isTrue();

    passes(Duration.ofMinutes(11));
    watched();

    assertThat(state(booking)).isEqualTo(Booking.State.IN_USE);
  }

  @Test
  void whoJoinsHasCome() {
    Booking booking = booked();
    get(sessions.join(session(booking), SARA));

    passes(Duration.ofMinutes(11));
    watched();

    assertThat(state(booking)).isEqualTo(Booking.State.IN_USE);
  }

  @Test
  void aMachineThatIsMeasuredWorkingIsUsed() {
    Booking booking = booked();
    floor.measure("task.state", Value.of("Executing"));
    watched();
    floor.measure("task.state", Value.of("Ready"));

    passes(Duration.ofMinutes(11));
    watched();

    assertThat(state(booking)).isEqualTo(Booking.State.IN_USE);
  }

  @Test
  void aMachineThatIsNotHeardIsJudgedWhenItIsHeardAgain() {
    Booking booking = booked();
    floor.link = LinkState.UNREACHABLE;
    passes(Duration.ofMinutes(11));
    watched();
    assertThat(state(booking)).isEqualTo(Booking.State.IN_USE);

    floor.link = LinkState.ONLINE;

    await().until(() -> state(booking) == Booking.State.NO_SHOW);
  }

  @Test
  void afterARestartNobodyIsToldToHaveStayedAway() {
    Booking booking = booked();
    sessions.close();
    sessions = new BookedSessions(vertx, scheduler, database, floor, () -> now);
    get(sessions.start());
    await().until(() -> sessions.on(FakeFloor.ROBOT).isPresent());

    passes(Duration.ofMinutes(11));
    watched();

    assertThat(state(booking)).isEqualTo(Booking.State.IN_USE);
  }

  @Test
  void aWindowThatPassedWhileNoProcessRanIsUnfulfilled() {
    sessions.close();
    Booking booking = granted();
    passes(Duration.ofHours(2));
    sessions = new BookedSessions(vertx, scheduler, database, floor, () -> now);
    get(sessions.start());

    await().until(() -> state(booking) == Booking.State.UNFULFILLED);
  }

  private Booking booked() {
    Booking booking = granted();
    get(sessions.openDue());
    await().until(() -> sessions.on(FakeFloor.ROBOT).isPresent());
    return booking;
  }

  private static Booking granted() {
    BookingRequest request =
        new BookingRequest(
            SARA.party(),
            List.of(FakeFloor.ROBOT),
            Optional.empty(),
            now.plus(Duration.ofHours(1)),
            "a trial",
            Optional.empty());
    return ((Granted) get(scheduler.book(request, SARA))).booking();
  }

  private static void passes(Duration time) {
    now = now.plus(time);
  }

  /** The watchman has looked at the machine twice since. */
  private void watched() {
    int before = floor.asked.get();
    await().until(() -> floor.asked.get() >= before + 2);
  }

  private static String session(Booking booking) {
    return booking.allocations().get(0).session();
  }

  private static Booking.State state(Booking booking) {
    return get(scheduler.find(booking.id())).orElseThrow().state();
  }

  private static <T> T get(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
