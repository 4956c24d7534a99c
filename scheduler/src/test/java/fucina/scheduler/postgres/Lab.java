package fucina.scheduler.postgres;

import fucina.scheduler.Actor;
import fucina.scheduler.BookableMachine;
import fucina.scheduler.BookingRequest;
import fucina.scheduler.Decision;
import fucina.scheduler.Decision.Granted;
import fucina.scheduler.Party;
import fucina.scheduler.Scheduler;
import fucina.scheduler.SettableClock;
import fucina.scheduler.SomeMachines;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A scheduler on a real PostgreSQL of its own, with a clock that is set by hand. */
final class Lab implements AutoCloseable {
  /** A Monday, ten o'clock in Rome. */
  static final Instant MONDAY_TEN = Instant.parse("2027-02-01T09:00:00Z");

  static final Party DEMO = new Party("anna", "officina-demo");
  static final Actor ANNA =
      new Actor("anna", "officina-demo", Actor.Capacity.MEMBER, Optional.empty());
  static final Actor BRUNO =
      new Actor("bruno", "altra-officina", Actor.Capacity.MEMBER, Optional.empty());
  static final Actor TECHNICIAN =
      new Actor("tina", "made", Actor.Capacity.TECHNICIAN, Optional.of("made"));
  static final Actor FOREIGN_TECHNICIAN =
      new Actor("teo", "cim40", Actor.Capacity.TECHNICIAN, Optional.of("cim40"));

  final Vertx vertx = Vertx.vertx();
  final SettableClock clock = new SettableClock(MONDAY_TEN);
  final Path folder;
  final Database database;
  final Scheduler scheduler;

  Lab() {
    try {
      folder = Files.createTempDirectory("fucina-lab");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    database = Database.open(vertx, DatabaseSettings.embedded(folder));
    scheduler = new Scheduler(new PostgresBookings(database), clock);
  }

  /** Empties the lab of bookings and sets the clock; the audit keeps its lines. */
  Lab cleared(BookableMachine... machines) {
    clock.set(MONDAY_TEN);
    await(
        database
            .pool()
            .query(
                "TRUNCATE policy, waiting, fence, booking_key, occurrence, allocation, blackout,"
                    + " booking, series, bookable_machine")
            .execute());
    for (BookableMachine machine : machines) {
      await(scheduler.machine(machine));
    }
    return this;
  }

  Lab cleared() {
    return cleared(SomeMachines.robot("robot-1"), SomeMachines.robot("robot-2"));
  }

  static Instant at(int minutes) {
    return MONDAY_TEN.plus(Duration.ofMinutes(minutes));
  }

  static BookingRequest request(Instant from, Instant to, String... machines) {
    return new BookingRequest(
        DEMO, List.of(machines), Optional.of(from), to, "a trial", Optional.empty());
  }

  static BookingRequest keyed(String key, Instant from, Instant to, String... machines) {
    return new BookingRequest(
        DEMO, List.of(machines), Optional.of(from), to, "a trial", Optional.of(key));
  }

  Decision book(Instant from, Instant to, String... machines) {
    return await(scheduler.book(request(from, to, machines), ANNA));
  }

  /** A booking that must be granted. */
  Granted granted(Instant from, Instant to, String... machines) {
    return (Granted) book(from, to, machines);
  }

  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    database.close();
    await(vertx.close());
    delete(folder);
  }

  static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
