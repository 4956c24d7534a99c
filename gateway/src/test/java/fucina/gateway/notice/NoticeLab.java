package fucina.gateway.notice;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import fucina.gateway.access.NewPerson;
import fucina.gateway.access.Organisation;
import fucina.gateway.access.People;
import fucina.gateway.access.Person;
import fucina.gateway.access.Preferences;
import fucina.gateway.registry.Secrets;
import fucina.scheduler.Actor;
import fucina.scheduler.Actor.Capacity;
import fucina.scheduler.Approval;
import fucina.scheduler.BookableMachine;
import fucina.scheduler.Booking;
import fucina.scheduler.BookingRequest;
import fucina.scheduler.Decision.Granted;
import fucina.scheduler.MachineRules;
import fucina.scheduler.Scheduler;
import fucina.scheduler.postgres.Database;
import fucina.scheduler.postgres.DatabaseSettings;
import fucina.scheduler.postgres.PostgresBookings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Bookings on a real database, told by mail and webhook to people and programs of two firms. */
final class NoticeLab implements AutoCloseable {
  static final InstantSource CLOCK = InstantSource.system();
  static final Actor SARA = new Actor("sara", "officina", Capacity.MEMBER, Optional.empty());
  static final Actor CARLO = new Actor("carlo", "officina", Capacity.MEMBER, Optional.empty());
  static final Actor TEO = new Actor("teo", "made", Capacity.TECHNICIAN, Optional.of("made"));
  private static final Actor TINA =
      new Actor("tina", "cim40", Capacity.TECHNICIAN, Optional.of("cim40"));
  private static final ZoneId ROME = ZoneId.of("Europe/Rome");
  private static final Retry SOON = new Retry(Duration.ofMillis(100), Duration.ofMillis(400), 200);

  final Vertx vertx = Vertx.vertx();
  final Database database;
  final Scheduler scheduler;
  final People people;
  final Preferences preferences;
  final Webhooks webhooks;
  private int days = 1;

  NoticeLab(Path folder) {
    database = Database.open(vertx, DatabaseSettings.embedded(folder.resolve("postgres")));
    scheduler = new Scheduler(new PostgresBookings(database), CLOCK);
    people = get(People.open(vertx, database, CLOCK));
    preferences = new Preferences(people);
    webhooks = new Webhooks(database, Secrets.in(folder.resolve("secrets.key")), CLOCK);
    get(
        people.add(
            List.of(
                new Organisation("officina", "Officina Demo"),
                new Organisation("altra", "Altra Officina"),
                new Organisation("made", "MADE"),
                new Organisation("cim40", "CIM 4.0"))));
    person("sara", "Sara Rossi", SARA);
    person("carlo", "Carlo Bianchi", CARLO);
    person("teo", "Teo Verdi", TEO);
    person("tina", "Tina Neri", TINA);
    machine("robot-1", Optional.empty());
    machine("robot-2", Optional.of(new Approval(Duration.ZERO, Optional.empty())));
  }

  private void person(String id, String name, Actor as) {
    get(
        people.add(
            new NewPerson(
                id,
                id + "@lab.example",
                name,
                as.organisation(),
                as.capacity(),
                as.centre(),
                "twelve letters"),
            Actor.GATEWAY));
  }

  private void machine(String id, Optional<Approval> approval) {
    MachineRules rules =
        new MachineRules(
                ROME,
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                Duration.ofHours(8),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofDays(90),
                MachineRules.ALWAYS)
            .with(approval);
    get(
        scheduler.machine(
            new BookableMachine(id, "made", "robot", Set.of("handling"), rules, true)));
  }

  /** Where machines stand. */
  static Optional<Place> place(String machine) {
    return Optional.of(new Place("Robot " + machine.substring(6), ROME, "MADE", "Milano"));
  }

  /** What empties the outbox, telling by mail where a port is given. */
  Notices telling(Optional<MailSettings> mail, boolean allowPrivate) {
    Notices notices =
        new Notices(
            vertx,
            new Notices.Parts(
                database,
                people,
                webhooks,
                mail,
                allowPrivate,
                NoticeLab::place,
                () -> "https://lab.example"),
            SOON,
            CLOCK);
    notices.start();
    return notices;
  }

  static MailSettings mail(int port) {
    return new MailSettings(
        "127.0.0.1",
        port,
        Optional.empty(),
        Optional.empty(),
        "fucina@made.example",
        MailSettings.Tls.NONE);
  }

  static GreenMail postOffice(int port) {
    GreenMail mail = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mail.start();
    return mail;
  }

  /** What came for somebody, in the order it came. */
  static List<MimeMessage> got(GreenMail mail, String person) {
    return List.of(mail.getReceivedMessages()).stream()
        .filter(each -> recipient(each).equals(person + "@lab.example"))
        .toList();
  }

  private static String recipient(MimeMessage message) {
    try {
      return String.valueOf(message.getAllRecipients()[0]);
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A new window of an hour on a day of its own, half past nine in Rome. */
  BookingRequest wish(String machine, Actor who) {
    Instant from =
        CLOCK
            .instant()
            .atZone(ROME)
            .plusDays(days++)
            .truncatedTo(ChronoUnit.DAYS)
            .plusMinutes(570)
            .toInstant();
    return new BookingRequest(
        who.party(),
        List.of(machine),
        Optional.of(from),
        from.plus(1, ChronoUnit.HOURS),
        "prova, così",
        Optional.empty());
  }

  Booking booked(String machine, Actor who) {
    return ((Granted) get(scheduler.book(wish(machine, who), who))).booking();
  }

  Person who(String id) {
    return get(people.byId(id)).orElseThrow();
  }

  RowSet<Row> sql(String query) {
    return get(database.pool().query(query).execute());
  }

  long count(String query) {
    return sql("SELECT count(*) FROM " + query).iterator().next().getLong(0);
  }

  /** Whether all that happened was told, or given up. */
  boolean toldAll() {
    return count("outbox WHERE spread_at IS NULL") == 0
        && count("delivery WHERE state = 'WAITING'") == 0;
  }

  static <T> T get(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    people.close();
    database.close();
    vertx.close();
  }
}
