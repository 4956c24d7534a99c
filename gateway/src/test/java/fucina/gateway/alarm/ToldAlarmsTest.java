package fucina.gateway.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.alarm.Occurrence.Acknowledgement;
import fucina.gateway.alarm.Occurrence.Cause;
import fucina.gateway.alarm.Occurrence.Cleared;
import fucina.gateway.alarm.Occurrence.Doubt;
import fucina.gateway.alarm.Occurrence.NotedLater;
import fucina.gateway.alarm.Occurrence.Source;
import fucina.gateway.alarm.Occurrence.State;
import fucina.gateway.link.MachineEvent;
import fucina.gateway.link.MachineEvents;
import fucina.scheduler.Actor;
import fucina.scheduler.AuditEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What machines tell of their alarms, and what the book makes of it. */
class ToldAlarmsTest {
  private static final Instant NINE = Instant.parse("2026-01-02T09:00:00Z");

  private final AlarmBook book = new AlarmBook();
  private final ToldAlarms told = new ToldAlarms(book, machine -> "made");
  private final List<AlarmChange> changes = new ArrayList<>();

  @BeforeEach
  void listen() {
    book.onChange(changes::add);
  }

  private static MachineEvent lid(boolean active, boolean acknowledged, boolean retained) {
    return event("lid", "Lid open", active, acknowledged, retained);
  }

  private static MachineEvent event(
      String condition, String said, boolean active, boolean acknowledged, boolean retained) {
    return new MachineEvent(
        "line-1",
        condition + active + acknowledged + said,
        Optional.of(condition),
        "i=2915",
        "Cell",
        700,
        said,
        Optional.of(active),
        Optional.of(acknowledged),
        retained,
        NINE.plusSeconds(active ? 0 : 9));
  }

  private List<Occurrence> standing() {
    return book.snapshot("line-1").standing();
  }

  private Occurrence last() {
    return changes.get(changes.size() - 1).now();
  }

  @Test
  void aConditionIsRaisedAcknowledgedAtTheMachineAndCleared() {
    told.take(lid(true, false, true));
    assertThat(last().state()).isEqualTo(State.ACTIVE);
    assertThat(last().centre()).isEqualTo("made");
    told.take(lid(true, true, true));
    assertThat(last().state()).isEqualTo(State.ACKNOWLEDGED);
    assertThat(last().acknowledgement().orElseThrow().person()).isEmpty();
    told.take(lid(false, true, false));
    assertThat(last().cleared()).contains(new Cleared(NINE.plusSeconds(9), Cause.BACK_TO_NORMAL));
    assertThat(standing()).isEmpty();
    told.take(lid(true, false, true));
    assertThat(changes.stream().map(change -> change.now().id()).distinct()).hasSize(2);
  }

  @Test
  void theSameToldAgainIsNoChange() {
    told.take(lid(true, false, true));
    told.take(lid(true, false, true));
    assertThat(changes).hasSize(1);
  }

  @Test
  void overAndUnacknowledgedItStillStands() {
    told.take(lid(true, false, true));
    told.take(lid(false, false, true));
    assertThat(standing()).singleElement().extracting(Occurrence::state).isEqualTo(State.CLEARED);
    Acknowledgement by = new Acknowledgement(Optional.of("teo"), NINE.plusSeconds(20), "shut");
    AuditEntry entry =
        new AuditEntry(by.at(), Actor.GATEWAY, Optional.of("made"), "a.b", "line-1", Map.of());
    String id = last().id();
    assertThat(book.acknowledge(id, by, before -> entry)).isPresent();
    assertThat(last().acknowledgement()).contains(by);
    assertThat(changes.get(changes.size() - 1).told()).contains(entry);
    assertThat(standing()).isEmpty();
    assertThat(book.acknowledge(id, by, before -> entry)).as("it left memory").isEmpty();
  }

  @Test
  void aNoteComesToWhatWasAcknowledgedWithoutOneAndStays() {
    told.take(lid(true, false, true));
    String id = last().id();
    AuditEntry entry =
        new AuditEntry(NINE, Actor.GATEWAY, Optional.of("made"), "a.b", "line-1", Map.of());
    Acknowledgement silent = new Acknowledgement(Optional.of("teo"), NINE.plusSeconds(20), "");
    Acknowledgement shut = new Acknowledgement(Optional.of("ada"), NINE.plusSeconds(40), "shut");
    Acknowledgement other = new Acknowledgement(Optional.of("teo"), NINE.plusSeconds(60), "other");
    book.acknowledge(id, silent, before -> entry);
    book.acknowledge(id, shut, before -> entry);
    book.acknowledge(id, other, before -> entry);
    assertThat(changes).as("the other note changes nothing").hasSize(3);
    Acknowledgement stays = last().acknowledgement().orElseThrow();
    assertThat(stays.person()).contains("teo");
    assertThat(stays.at()).isEqualTo(silent.at());
    assertThat(stays.note()).isEqualTo("shut");
    assertThat(stays.later()).contains(new NotedLater("ada", shut.at()));
    assertThat(last().asOf(NINE.plusSeconds(30)).acknowledgement()).contains(silent);
  }

  @Test
  void whatAMachineShowsNoLongerAfterTellingAllAnewIsOver() {
    told.take(lid(true, false, true));
    told.take(event("fan", "Fan blocked", true, false, true));
    told.refreshed("line-1", List.of(lid(true, false, true)), NINE.plusSeconds(60));
    assertThat(book.active("line-1", Source.MACHINE, "lid")).isPresent();
    assertThat(book.active("line-1", Source.MACHINE, "fan")).isEmpty();
    assertThat(last().cleared()).contains(new Cleared(NINE.plusSeconds(60), Cause.NO_LONGER_SHOWN));
  }

  @Test
  void ofAMachineThatShowsMoreThanIsKeptNothingIsTakenToBeOver() {
    told.take(event("fan", "Fan blocked", true, false, true));
    List<MachineEvent> many = Collections.nCopies(MachineEvents.CONDITIONS, lid(true, false, true));
    told.refreshed("line-1", many, NINE);
    assertThat(book.active("line-1", Source.MACHINE, "fan")).isPresent();
  }

  @Test
  void aMachineThatIsNotHeardLeavesItsAlarmsInDoubtUntilItTellsThemAgain() {
    told.take(lid(true, false, true));
    told.notHeard("line-1");
    assertThat(last().doubt()).contains(Doubt.NOT_HEARD);
    assertThat(changes.get(1).lasting()).as("a doubt is not written down").isFalse();
    told.notHeard("line-1");
    assertThat(changes).hasSize(2);
    told.refreshed("line-1", List.of(lid(true, false, true)), NINE);
    assertThat(last().doubt()).isEmpty();
  }

  @Test
  void whatNoDatabaseCanKeepIsLeftOutOfTheWords() {
    told.take(event("l\0id", "Lid\0 open \uD800" + "x".repeat(2_000), true, false, true));
    assertThat(last().title().en()).startsWith("Lid open x").hasSize(1_000);
    assertThat(last().condition()).isEqualTo("lid");
  }

  @Test
  void aMachineOfEndlessAlarmsFillsNoMemory() {
    for (int i = 0; i < AlarmBook.OF_ONE_MACHINE + 5; i++) {
      told.take(event("c" + i, "Alarm " + i, true, false, true));
    }
    assertThat(standing()).hasSize(AlarmBook.OF_ONE_MACHINE);
    told.take(event("c0", "Alarm 0", false, false, false));
    told.take(event("new", "Newer", true, false, true));
    assertThat(standing()).hasSize(AlarmBook.OF_ONE_MACHINE);
    assertThat(book.active("line-1", Source.MACHINE, "new")).isPresent();
  }

  @Test
  void whoTakesASnapshotAndThenListensMissesNothingAndSeesNothingTwice() {
    told.take(lid(true, false, true));
    long number = book.snapshot("line-1").number();
    told.take(lid(false, false, true));
    assertThat(changes).extracting(AlarmChange::number).containsExactly(number, number + 1);
  }
}
