package fucina.gateway.utilisation;

import fucina.gateway.utilisation.Utilisation.Report;
import fucina.scheduler.BookableMachine;
import fucina.scheduler.MachineRules;
import fucina.scheduler.MachineRules.Hours;
import fucina.scheduler.Scheduler;
import fucina.scheduler.Window;
import fucina.scheduler.postgres.Database;
import fucina.scheduler.postgres.DatabaseSettings;
import fucina.scheduler.postgres.PostgresBookings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A database of its own with machines, windows and sessions written straight into it. */
final class SomeYear implements AutoCloseable {
  static final ZoneId ROME = ZoneId.of("Europe/Rome");
  static final Instant NOW = Instant.parse("2027-06-01T10:00:00Z");
  private static final String[] ENDS = {
    "COMPLETED", "COMPLETED", "COMPLETED", "NO_SHOW", "CANCELLED"
  };

  private final Vertx vertx = Vertx.vertx();
  private final Database database;
  private final Scheduler scheduler;
  private final Utilisation utilisation;
  private final Map<String, BookableMachine> machines = new TreeMap<>();
  private int count;

  SomeYear(Path folder) {
    database = Database.open(vertx, DatabaseSettings.embedded(folder));
    InstantSource clock = InstantSource.fixed(NOW);
    scheduler = new Scheduler(new PostgresBookings(database), clock);
    utilisation = new Utilisation(database, scheduler, clock);
  }

  /**
   * An allocation with its booking and session.
   *
   * @param started when its session began; none where it never ran
   * @param ended when its session ended; none where it still runs
   */
  record Held(
      String booking,
      String machine,
      String organisation,
      Window window,
      Instant createdAt,
      String state,
      boolean active,
      @Nullable Instant started,
      @Nullable Instant ended) {

    static Held used(String machine, Instant from, Instant to) {
      return new Held(
          "", machine, "officina", new Window(from, to), from, "COMPLETED", true, from, to);
    }

    static Held unused(String machine, Instant from, Instant to, String state, boolean active) {
      return new Held(
          "", machine, "officina", new Window(from, to), from, state, active, null, null);
    }

    Held in(String other) {
      return new Held(
          booking, machine, organisation, window, createdAt, other, active, started, ended);
    }

    Held endedAt(Instant at) {
      return new Held(
          booking, machine, organisation, window, createdAt, state, active, started, at);
    }

    Held givenBack() {
      return new Held(
          booking, machine, organisation, window, createdAt, state, false, started, ended);
    }

    Held running() {
      return new Held(
          booking, machine, organisation, window, createdAt, state, active, started, null);
    }

    Held of(String id) {
      return new Held(id, machine, organisation, window, createdAt, state, active, started, ended);
    }
  }

  static Window days(String date, int many) {
    LocalDate first = LocalDate.parse(date);
    return new Window(
        first.atStartOfDay(ROME).toInstant(), first.plusDays(many).atStartOfDay(ROME).toInstant());
  }

  static Map<DayOfWeek, List<Hours>> daily(LocalTime opens, LocalTime closes) {
    Map<DayOfWeek, List<Hours>> opening = new EnumMap<>(DayOfWeek.class);
    for (DayOfWeek day : DayOfWeek.values()) {
      opening.put(day, List.of(new Hours(opens, closes)));
    }
    return opening;
  }

  Map<String, BookableMachine> rules() {
    return machines;
  }

  void clear() {
    machines.clear();
    get(
        database
            .pool()
            .query(
                "TRUNCATE fence, booking_key, allocation, booking, bookable_machine, session CASCADE")
            .execute());
  }

  void machine(String id, String centre, Map<DayOfWeek, List<Hours>> opening) {
    Duration minute = Duration.ofMinutes(1);
    MachineRules rules =
        new MachineRules(
            ROME,
            minute,
            minute,
            Duration.ofHours(12),
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofDays(90),
            opening);
    BookableMachine machine = new BookableMachine(id, centre, "robot", Set.of(), rules, true);
    machines.put(id, machine);
    get(scheduler.machine(machine));
  }

  void retire(String id) {
    get(scheduler.remove(id));
  }

  Report figures(Window span, Grouping by, Optional<String> centre) {
    return get(utilisation.of(span, by, centre));
  }

  /** Writes an allocation; its booking where that is new. */
  void holds(Held told) {
    Held held = told.booking().isEmpty() ? told.of("b" + count++) : told;
    String session = "s" + count++;
    write(
        "INSERT INTO booking (id, person, organisation, window_from, window_to, purpose, state, version, created_at)"
            + " VALUES ($1, 'p', $2, $3, $4, '', $5, 1, $6) ON CONFLICT DO NOTHING",
        held.booking(),
        held.organisation(),
        at(held.window().from()),
        at(held.window().to()),
        held.state(),
        at(held.createdAt()));
    write(
        "INSERT INTO allocation (session, booking, machine, window_from, window_to, occupied, active)"
            + " VALUES ($1, $2, $3, $4, $5, tstzrange($4, $5), $6)",
        session,
        held.booking(),
        held.machine(),
        at(held.window().from()),
        at(held.window().to()),
        held.active());
    if (held.started() != null) {
      write(
          "INSERT INTO session (id, booking, machine, person, organisation, window_from, window_to, state, fencing, started_at, ended_at)"
              + " VALUES ($1, $2, $3, 'p', $4, $5, $6, $7, 1, $8, $9)",
          session,
          held.booking(),
          held.machine(),
          held.organisation(),
          at(held.window().from()),
          at(held.window().to()),
          held.ended() == null ? "ACTIVE" : "ENDED",
          at(held.started()),
          held.ended() == null ? null : at(held.ended()));
    }
  }

  /**
   * Machines of three centres with all kinds of hours, and what was booked on them in some weeks.
   */
  List<Held> random(long seed) {
    clear();
    Random dice = new Random(seed);
    machine("a-1", "made", Map.of());
    machine("a-2", "made", daily(LocalTime.of(8, 0), LocalTime.of(18, 30)));
    machine("b-1", "cim40", daily(LocalTime.of(22, 0), LocalTime.of(6, 0)));
    machine(
        "c-1", "birex", Map.of(DayOfWeek.FRIDAY, List.of(new Hours(LocalTime.MIN, LocalTime.MIN))));
    List<Held> all = new ArrayList<>();
    Instant from = days("2027-03-25", 1).from();
    for (int i = 0; i < 60; i++) {
      from = from.plusMillis(dice.nextInt(8 * 3_600_000));
      Instant to = from.plusMillis(60_000 + dice.nextInt(4 * 3_600_000));
      String end = ENDS[dice.nextInt(ENDS.length)];
      String organisation = "org-" + dice.nextInt(3);
      Instant created = from.minusMillis(20L * (dice.nextInt(86_400_000) - 30_000));
      List<String> ids = new ArrayList<>(machines.keySet());
      // Bookings of several machines too; they follow one another, so that none overlap.
      for (String machine : ids.subList(0, 1 + dice.nextInt(ids.size()))) {
        boolean ran = dice.nextInt(4) > 0;
        Instant started = from.plusMillis(dice.nextInt(50_000) - 5_000);
        Instant ended =
            dice.nextBoolean()
                ? to.plusMillis(dice.nextInt(9_000))
                : started.plusMillis(dice.nextInt(60_000));
        all.add(
            new Held(
                "r" + seed + "-" + i,
                machine,
                organisation,
                new Window(from, to),
                created,
                end,
                !end.equals("CANCELLED"),
                ran ? started : null,
                ran ? ended : null));
      }
      from = to;
    }
    all.forEach(this::holds);
    return all;
  }

  List<Window> spans(long seed) {
    Random dice = new Random(-seed);
    Instant somewhere = days("2027-03-26", 1).from().plusMillis(dice.nextInt(5 * 86_400_000));
    return List.of(
        days("2027-03-01", 60),
        days("2027-03-28", 1),
        new Window(somewhere, somewhere.plusMillis(1 + dice.nextInt(3 * 86_400_000))));
  }

  private void write(String sql, @Nullable Object... values) {
    get(database.pool().preparedQuery(sql).execute(Tuple.from(Arrays.asList(values))));
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static <T> T get(Future<T> future) {
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
    get(vertx.close());
  }
}
