package fucina.gateway.calendar;

import static fucina.gateway.calendar.CalendarEntry.Status.CANCELLED;
import static fucina.gateway.calendar.CalendarEntry.Status.CONFIRMED;
import static fucina.gateway.calendar.CalendarEntry.Status.TENTATIVE;
import static org.assertj.core.api.Assertions.assertThat;

import biweekly.Biweekly;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.property.Status;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calendars as another library reads them. */
final class CalendarFileTest {
  private static final ZoneId ROME = ZoneId.of("Europe/Rome");
  private static final Instant NOW = Instant.parse("2026-11-26T09:00:00Z");
  private final CalendarFile file = new CalendarFile();

  private static CalendarEntry entry(
      String from, String to, ZoneId zone, CalendarEntry.Status status) {
    return new CalendarEntry(
        "s1@fucina",
        3,
        Instant.parse(from),
        Instant.parse(to),
        zone,
        "Robot a sei assi: Officina Demo, così è; con virgole, e \"virgolette\" e una riga lunga",
        "MADE, Milano",
        "prova prima di investire\nseconda riga",
        status,
        URI.create("https://lab.example/#/sessions/s1"));
  }

  private VEvent read(CalendarEntry entry) {
    ICalendar calendar = Biweekly.parse(file.text("Fucina", List.of(entry), NOW)).first();
    assertThat(calendar.validate(calendar.getVersion()).isEmpty()).isTrue();
    return calendar.getEvents().get(0);
  }

  @Test
  void anotherLibraryReadsWhatWasWritten() {
    CalendarEntry entry = entry("2026-11-26T10:00:00Z", "2026-11-26T11:30:00Z", ROME, CONFIRMED);
    VEvent event = read(entry);
    assertThat(event.getUid().getValue()).isEqualTo("s1@fucina");
    assertThat(event.getSequence().getValue()).isEqualTo(3);
    assertThat(event.getDateStart().getValue().toInstant()).isEqualTo(entry.from());
    assertThat(event.getDateEnd().getValue().toInstant()).isEqualTo(entry.to());
    assertThat(event.getSummary().getValue()).isEqualTo(entry.summary());
    assertThat(event.getDescription().getValue()).isEqualTo(entry.description());
    assertThat(event.getUrl().getValue()).isEqualTo(entry.link().toString());
    assertThat(event.getStatus()).isEqualTo(Status.confirmed());
    assertThat(file.text("Fucina", List.of(entry), NOW))
        .contains("DTSTART;TZID=Europe/Rome:20261126T110000", "BEGIN:VTIMEZONE");
  }

  @Test
  void aWindowIsSentToItsHoldersCalendarAndTakenBackThere() {
    for (CalendarEntry.Status status : List.of(CONFIRMED, TENTATIVE, CANCELLED)) {
      CalendarEntry entry = entry("2026-11-26T10:00:00Z", "2026-11-26T11:30:00Z", ROME, status);
      String text = file.message(entry, "fucina@lab.example", "anna@officina.example", NOW);
      ICalendar calendar = Biweekly.parse(text).first();
      assertThat(calendar.validate(calendar.getVersion()).isEmpty()).isTrue();
      assertThat(calendar.getMethod().getValue())
          .isEqualTo(CalendarFile.method(entry))
          .isEqualTo(status == CANCELLED ? "CANCEL" : "REQUEST");
      VEvent event = calendar.getEvents().get(0);
      assertThat(event.getUid().getValue()).isEqualTo("s1@fucina");
      assertThat(event.getSequence().getValue()).isEqualTo(3);
      assertThat(event.getOrganizer().getEmail()).isEqualTo("fucina@lab.example");
      assertThat(event.getAttendees().get(0).getEmail()).isEqualTo("anna@officina.example");
    }
  }

  @Test
  void aZoneIsToldAsFarAsTheEntriesNeedIt() {
    CalendarEntry before = entry("2026-10-20T08:00:00Z", "2026-10-20T09:00:00Z", ROME, CONFIRMED);
    CalendarEntry after = entry("2026-11-26T10:00:00Z", "2026-11-26T11:30:00Z", ROME, CONFIRMED);
    String both = file.text("Fucina", List.of(after, before), NOW);
    assertThat(both)
        .containsSubsequence(
            "BEGIN:DAYLIGHT", "DTSTART:20260329T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200")
        .containsSubsequence(
            "BEGIN:STANDARD", "DTSTART:20261025T030000", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100");
    assertThat(both.split("BEGIN:DAYLIGHT|BEGIN:STANDARD")).hasSize(3);
    assertThat(Biweekly.parse(both).first().getEvents())
        .extracting(event -> event.getDateStart().getValue().toInstant())
        .containsExactly(after.from(), before.from());
    assertThat(file.text("Fucina", List.of(after), NOW))
        .doesNotContain("DAYLIGHT")
        .hasSizeLessThan(1200);
  }

  @Test
  void whatWasGivenBackIsCancelled() {
    assertThat(
            read(entry("2026-11-26T10:00:00Z", "2026-11-26T11:00:00Z", ROME, CANCELLED))
                .getStatus())
        .isEqualTo(Status.cancelled());
  }

  @Test
  void whatWaitsForApprovalIsTentative() {
    assertThat(
            read(entry("2026-11-26T10:00:00Z", "2026-11-26T11:00:00Z", ROME, TENTATIVE))
                .getStatus())
        .isEqualTo(Status.tentative());
  }

  @Test
  void windowsOverBothChangesOfTheClockKeepTheirInstants() {
    for (String from : List.of("2026-03-29T00:30:00Z", "2026-10-25T00:30:00Z")) {
      Instant begin = Instant.parse(from);
      CalendarEntry entry = entry(from, begin.plusSeconds(7200).toString(), ROME, CONFIRMED);
      assertThat(read(entry).getDateStart().getValue().toInstant()).isEqualTo(begin);
      assertThat(read(entry).getDateEnd().getValue().toInstant()).isEqualTo(entry.to());
    }
  }

  @Test
  void aZoneThatIsOnlyAnOffsetIsToldInUtc() {
    CalendarEntry entry =
        entry("2026-11-26T10:00:00Z", "2026-11-26T11:00:00Z", ZoneOffset.ofHours(2), CONFIRMED);
    assertThat(file.text("Fucina", List.of(entry), NOW)).contains("DTSTART:20261126T100000Z");
    assertThat(read(entry).getDateStart().getValue().toInstant()).isEqualTo(entry.from());
  }

  @Test
  void linesAreFoldedAt75OctetsAndEndWithCarriageReturnAndLineFeed() {
    String text =
        file.text(
            "Fucina",
            List.of(entry("2026-11-26T10:00:00Z", "2026-11-26T11:00:00Z", ROME, CONFIRMED)),
            NOW);
    assertThat(text).endsWith("END:VCALENDAR\r\n");
    assertThat(text.split("\r\n"))
        .allSatisfy(
            line -> assertThat(line.getBytes(StandardCharsets.UTF_8).length).isLessThan(76));
  }
}
