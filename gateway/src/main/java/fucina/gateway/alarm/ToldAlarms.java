package fucina.gateway.alarm;

import fucina.gateway.alarm.Occurrence.Acknowledgement;
import fucina.gateway.alarm.Occurrence.Cause;
import fucina.gateway.alarm.Occurrence.Doubt;
import fucina.gateway.alarm.Occurrence.Source;
import fucina.gateway.link.MachineEvent;
import fucina.gateway.link.MachineEvents;
import fucina.profiles.Label;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What machines themselves call alarms (OPC 10000-9), entered into the same book: the machine says
 * that one is active, went, or was acknowledged at it. Plain events are not alarms.
 */
final class ToldAlarms {
  private static final int TEXT_AT_MOST = 1_000;
  private static final int MOST_SEVERE = 1_000;

  private final AlarmBook book;
  private final Function<String, String> centres;

  /**
   * @param centres whose machine one is
   */
  ToldAlarms(AlarmBook book, Function<String, String> centres) {
    this.book = book;
    this.centres = centres;
  }

  /** A machine told something; must be quick. */
  synchronized void take(MachineEvent event) {
    if (event.condition().isPresent()) {
      take(event, storable(event.condition().get()));
    }
  }

  /** A machine has told anew all that it shows; what it shows no longer is over. */
  synchronized void refreshed(String machine, List<MachineEvent> shown, Instant now) {
    if (shown.size() >= MachineEvents.CONDITIONS) {
      return; // it shows more than is kept, so what is missing here may still be there
    }
    shown.forEach(this::take);
    Set<String> conditions =
        shown.stream()
            .filter(ToldAlarms::holds)
            .flatMap(event -> event.condition().stream())
            .map(ToldAlarms::storable)
            .collect(Collectors.toSet());
    told(machine).stream()
        .filter(one -> !conditions.contains(one.condition()))
        .forEach(
            one ->
                book.clear(machine, Source.MACHINE, one.condition(), now, Cause.NO_LONGER_SHOWN));
  }

  /** A machine that is not heard may have taken an alarm back without our knowing. */
  synchronized void notHeard(String machine) {
    told(machine)
        .forEach(
            one ->
                book.change(
                    machine,
                    Source.MACHINE,
                    one.condition(),
                    same -> same.doubted(Optional.of(Doubt.NOT_HEARD))));
  }

  private List<Occurrence> told(String machine) {
    return book.snapshot(machine).standing().stream()
        .filter(one -> one.active() && one.source() == Source.MACHINE)
        .toList();
  }

  private void take(MachineEvent event, String condition) {
    String machine = event.machine();
    if (!holds(event)) {
      book.clear(machine, Source.MACHINE, condition, event.time(), Cause.BACK_TO_NORMAL);
    } else if (book.active(machine, Source.MACHINE, condition).isEmpty()) {
      book.raise(raised(event, condition));
    } else {
      book.change(
          machine,
          Source.MACHINE,
          condition,
          one -> {
            Occurrence now = one.told(title(event), severity(event)).doubted(Optional.empty());
            return noted(event).isPresent() && one.acknowledgement().isEmpty()
                ? now.noted(noted(event).get())
                : now;
          });
    }
  }

  /** A condition without an active state, as a mere question, holds as long as it is shown. */
  private static boolean holds(MachineEvent event) {
    return event.retained() && event.active().orElse(true);
  }

  private Occurrence raised(MachineEvent event, String condition) {
    return new Occurrence(
        UUID.randomUUID().toString(),
        event.machine(),
        centres.apply(event.machine()),
        Source.MACHINE,
        condition,
        Optional.empty(),
        title(event),
        severity(event),
        event.time(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        noted(event));
  }

  private static Optional<Acknowledgement> noted(MachineEvent event) {
    return event
        .acknowledged()
        .filter(done -> done)
        .map(done -> new Acknowledgement(Optional.empty(), event.time(), ""));
  }

  private static int severity(MachineEvent event) {
    return Math.max(1, Math.min(MOST_SEVERE, event.severity()));
  }

  private static Label title(MachineEvent event) {
    String said = event.message().isBlank() ? event.source() : event.message();
    return Label.of(storable(said.isBlank() ? event.type() : said));
  }

  /** As a database can keep it: no U+0000, no half pairs, not endless. */
  private static String storable(String text) {
    StringBuilder kept = new StringBuilder();
    text.codePoints()
        .filter(each -> each != 0 && Character.getType(each) != Character.SURROGATE)
        .limit(TEXT_AT_MOST)
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }
}
