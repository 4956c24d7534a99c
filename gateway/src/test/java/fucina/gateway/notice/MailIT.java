package fucina.gateway.notice;

import static fucina.gateway.notice.NoticeLab.CARLO;
import static fucina.gateway.notice.NoticeLab.SARA;
import static fucina.gateway.notice.NoticeLab.TEO;
import static fucina.gateway.notice.NoticeLab.get;
import static fucina.gateway.notice.NoticeLab.got;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import biweekly.Biweekly;
import biweekly.ICalendar;
import com.icegreen.greenmail.util.GreenMail;
import fucina.gateway.QuietPort;
import fucina.gateway.access.Preferences.Language;
import fucina.scheduler.Actor;
import fucina.scheduler.AuditEntry;
import fucina.scheduler.Booking;
import fucina.scheduler.Decision.Granted;
import fucina.scheduler.Scheduler;
import fucina.scheduler.postgres.Audit;
import jakarta.mail.BodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail handed to a real SMTP server. */
class MailIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path folder;
  private static NoticeLab lab;

  private int port;
  private GreenMail mail;
  private Notices notices;

  @BeforeAll
  static void open() {
    lab = new NoticeLab(folder);
  }

  @AfterAll
  static void close() {
    lab.close();
  }

  @BeforeEach
  void begin() {
    lab.sql("TRUNCATE outbox, delivery");
    port = QuietPort.any();
    mail = NoticeLab.postOffice(port);
    notices = lab.telling(Optional.of(NoticeLab.mail(port)), true);
  }

  @AfterEach
  void end() {
    notices.close();
    mail.stop();
  }

  private void toldAll() {
    await().atMost(PATIENCE).until(lab::toldAll);
  }

  private static MimeMultipart parts(MimeMessage message) throws Exception {
    return (MimeMultipart) message.getContent();
  }

  private static String text(MimeMessage message) throws Exception {
    return message.getContent() instanceof MimeMultipart parts
        ? (String) parts.getBodyPart(0).getContent()
        : (String) message.getContent();
  }

  private static String invitation(MimeMessage message) throws Exception {
    BodyPart part = parts(message).getBodyPart(1);
    assertThat(part.getContentType()).startsWith("text/calendar").contains("charset=UTF-8");
    try (InputStream in = part.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void whatIsGrantedIsMailedOnceInItalianWithTheWindowForTheCalendar() throws Exception {
    Booking booking = lab.booked("robot-1", SARA);
    toldAll();
    assertThat(mail.getReceivedMessages()).hasSize(1);
    MimeMessage message = got(mail, "sara").get(0);
    assertThat(message.getSubject()).startsWith("Prenotato: Robot 1, ");
    assertThat(message.getFrom()[0].toString()).isEqualTo("fucina@made.example");
    assertThat(message.getMessageID()).endsWith("@made.example>");
    assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(text(message))
        .contains("Buongiorno Sara Rossi,", "Macchina: Robot 1 (MADE, Milano)")
        .contains(", 09:30–10:30 (Europe/Rome)", "Scopo: prova, così")
        .contains("https://lab.example/#/sessions/" + booking.allocations().get(0).session())
        .doesNotContain("Da:");
    assertThat(parts(message).getBodyPart(1).getContentType()).contains("method=REQUEST");
    ICalendar calendar = Biweekly.parse(invitation(message)).first();
    assertThat(calendar.getMethod().getValue()).isEqualTo("REQUEST");
    assertThat(calendar.validate(calendar.getVersion()).isEmpty()).isTrue();
    var event = calendar.getEvents().get(0);
    assertThat(event.getUid().getValue())
        .isEqualTo(booking.allocations().get(0).session() + "@fucina");
    assertThat(event.getSequence().getValue()).isZero();
    assertThat(event.getDateStart().getValue().toInstant()).isEqualTo(booking.window().from());
    assertThat(event.getOrganizer().getEmail()).isEqualTo("fucina@made.example");
    assertThat(event.getAttendees().get(0).getEmail()).isEqualTo("sara@lab.example");
  }

  @Test
  void aChangeAndACancellationReachTheSameEntryOfTheCalendarInTheirOrder() throws Exception {
    Booking booking = lab.booked("robot-1", SARA);
    get(
        lab.scheduler.change(
            booking.id(),
            booking.version(),
            Optional.empty(),
            Optional.of(booking.window().to().plusSeconds(1800)),
            CARLO));
    get(lab.scheduler.cancel(booking.id(), TEO, "il motore è guasto"));
    toldAll();
    List<MimeMessage> came = got(mail, "sara");
    assertThat(came).hasSize(3);
    assertThat(text(came.get(0))).contains("09:30–10:30");
    assertThat(text(came.get(1))).contains("09:30–11:00", "Da: Carlo Bianchi");
    assertThat(text(came.get(2)))
        .contains("Motivo: il motore è guasto", "Da: il personale di MADE")
        .doesNotContain("Teo");
    String uid = booking.allocations().get(0).session() + "@fucina";
    for (int number = 0; number < 3; number++) {
      var event = Biweekly.parse(invitation(came.get(number))).first().getEvents().get(0);
      assertThat(event.getUid().getValue()).isEqualTo(uid);
      assertThat(event.getSequence().getValue()).isEqualTo(number);
    }
    ICalendar last = Biweekly.parse(invitation(came.get(2))).first();
    assertThat(last.getMethod().getValue()).isEqualTo("CANCEL");
    assertThat(last.getEvents().get(0).getStatus().isCancelled()).isTrue();
  }

  @Test
  void techniciansOfTheCentreAreAskedAndTheHolderLearnsWhatTheyDecided() throws Exception {
    get(lab.preferences.change(lab.who("teo"), Optional.of(Language.EN), Optional.empty()));
    Booking booking = lab.booked("robot-2", SARA);
    toldAll();
    assertThat(got(mail, "tina")).isEmpty();
    MimeMessage asked = got(mail, "teo").get(0);
    assertThat(asked.getSubject()).startsWith("To approve: Robot 2, ");
    assertThat(text(asked))
        .contains("For: Sara Rossi, Officina Demo", "Decide by: ", "https://lab.example/#/lab");
    assertThat(got(mail, "sara").get(0).getSubject()).startsWith("In attesa di approvazione");
    get(lab.scheduler.reject(booking.id(), Optional.empty(), TEO, "manutenzione"));
    toldAll();
    assertThat(got(mail, "teo")).hasSize(1);
    assertThat(text(got(mail, "sara").get(1)))
        .contains("non è stata approvata", "Motivo: manutenzione");
  }

  @Test
  void nobodyIsToldOfAFormLeftOpenNorWhoWantsNoMail() {
    Booking claim =
        ((Granted) get(lab.scheduler.book(lab.wish("robot-1", SARA).claim(), SARA))).booking();
    get(lab.scheduler.cancel(claim.id(), SARA, ""));
    get(lab.preferences.change(lab.who("carlo"), Optional.empty(), Optional.of(false)));
    lab.booked("robot-1", CARLO);
    toldAll();
    assertThat(mail.getReceivedMessages()).isEmpty();
    assertThat(lab.count("delivery")).isZero();
    get(lab.preferences.change(lab.who("carlo"), Optional.empty(), Optional.of(true)));
  }

  @Test
  void whoDidNotComeIsToldAndASessionThatEndedIsNoMail() throws Exception {
    Booking missed = lab.booked("robot-1", SARA);
    Booking worked = lab.booked("robot-1", SARA);
    toldAll();
    release(missed, Scheduler.NO_SHOW);
    release(worked, "window-ended");
    toldAll();
    List<MimeMessage> came = got(mail, "sara");
    assertThat(came).hasSize(3);
    assertThat(came.get(2).getSubject()).startsWith("Nessuno si è presentato: Robot 1, ");
    assertThat(text(came.get(2))).doesNotContain("Motivo", "no-show");
  }

  private static void release(Booking booking, String reason) {
    get(
        lab.scheduler.release(
            booking.allocations().get(0).session(), booking.window().to(), reason, Actor.GATEWAY));
  }

  @Test
  void whatHappensWhileTheServerIsAwayIsMailedOnceItIsBackExactlyOnce() throws Exception {
    mail.stop();
    lab.booked("robot-1", SARA);
    await()
        .atMost(PATIENCE)
        .until(() -> lab.count("delivery WHERE attempts > 1 AND last_error IS NOT NULL") == 1);
    mail = NoticeLab.postOffice(port);
    toldAll();
    assertThat(got(mail, "sara")).hasSize(1);
    assertThat(lab.count("delivery WHERE state = 'DELIVERED' AND last_error IS NULL")).isEqualTo(1);
    assertThat(notices.delivered()).isEqualTo(1);
  }

  @Test
  void whatHappenedWhileNothingRanIsToldAfterTheStart() throws Exception {
    notices.close();
    lab.booked("robot-1", SARA);
    assertThat(lab.count("outbox WHERE spread_at IS NULL")).isEqualTo(1);
    notices = lab.telling(Optional.of(NoticeLab.mail(port)), true);
    toldAll();
    assertThat(got(mail, "sara")).hasSize(1);
  }

  /** The database refuses the mark, as it does when it dies between the sending and the mark. */
  @Test
  void whatWasSentAndNotMarkedIsSentAgainOnlyAfterADeathAndUnderTheSameId() throws Exception {
    lab.sql(
        "CREATE FUNCTION no_mark() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION"
            + " 'no mark'; END $$");
    lab.sql(
        "CREATE TRIGGER no_mark BEFORE UPDATE ON delivery FOR EACH ROW WHEN (NEW.state ="
            + " 'DELIVERED') EXECUTE FUNCTION no_mark()");
    try {
      lab.booked("robot-1", SARA);
      await().atMost(PATIENCE).until(() -> notices.delivered() == 1);
      lab.sql("UPDATE delivery SET due_at = now()");
      await().atMost(PATIENCE).until(() -> lab.count("delivery WHERE attempts > 1") == 1);
      assertThat(got(mail, "sara")).hasSize(1);
    } finally {
      notices.close();
      lab.sql("DROP FUNCTION no_mark CASCADE");
    }
    lab.sql("UPDATE delivery SET due_at = now()");
    notices = lab.telling(Optional.of(NoticeLab.mail(port)), true);
    toldAll();
    List<MimeMessage> came = got(mail, "sara");
    assertThat(came).hasSize(2);
    assertThat(came.get(1).getMessageID()).isEqualTo(came.get(0).getMessageID());
    assertThat(came.get(1).getSentDate()).isEqualTo(came.get(0).getSentDate());
    assertThat(invitation(came.get(1))).isEqualTo(invitation(came.get(0)));
  }

  @Test
  void aServerThatAsksForAPasswordIsGivenTheOneInTheFileAsItIsThen() throws Exception {
    notices.close();
    mail.setUser("fucina@made.example", "gateway", "right");
    Path file = Files.writeString(folder.resolve("password"), "wrong\n");
    MailSettings plain = NoticeLab.mail(port);
    MailSettings settings =
        new MailSettings(
            plain.host(),
            port,
            Optional.of("gateway"),
            Optional.of(file),
            plain.from(),
            plain.tls());
    notices = lab.telling(Optional.of(settings), true);
    lab.booked("robot-1", SARA);
    await().atMost(PATIENCE).until(() -> lab.count("delivery WHERE attempts > 1") == 1);
    assertThat(got(mail, "sara")).isEmpty();
    Files.writeString(file, "right\n");
    toldAll();
    assertThat(got(mail, "sara")).hasSize(1);
  }

  @Test
  void withoutAMailServerNothingIsKeptForOneThatComesLater() {
    notices.close();
    notices = lab.telling(Optional.empty(), true);
    lab.booked("robot-1", SARA);
    toldAll();
    assertThat(lab.count("delivery")).isZero();
  }

  @Test
  void anActionNobodyKnowsIsToldToNobody() {
    Booking booking = lab.booked("robot-1", SARA);
    toldAll();
    get(
        new Audit(lab.database)
            .append(
                new AuditEntry(
                    NoticeLab.CLOCK.instant(),
                    Actor.GATEWAY,
                    Optional.of("made"),
                    "booking.praised",
                    booking.id(),
                    Map.of())));
    toldAll();
    assertThat(lab.count("outbox")).isEqualTo(2);
    assertThat(lab.count("delivery")).isEqualTo(1);
  }
}
