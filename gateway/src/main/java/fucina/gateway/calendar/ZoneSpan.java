package fucina.gateway.calendar;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import net.fortuna.ical4j.model.component.Daylight;
import net.fortuna.ical4j.model.component.Observance;
import net.fortuna.ical4j.model.component.Standard;
import net.fortuna.ical4j.model.component.VTimeZone;
import net.fortuna.ical4j.model.property.DtStart;
import net.fortuna.ical4j.model.property.TzId;
import net.fortuna.ical4j.model.property.TzOffsetFrom;
import net.fortuna.ical4j.model.property.TzOffsetTo;

/**
 * A zone as far as some entries need it (RFC 5545 §3.6.5): what held when the first begins, and
 * each change until the last ends. All a zone ever did is fifty times as long.
 */
final class ZoneSpan {
  private ZoneSpan() {}

  /**
   * The zone over its entries.
   *
   * @param entries at least one in the zone; those of others are left out
   */
  static VTimeZone of(ZoneId zone, List<CalendarEntry> entries) {
    List<CalendarEntry> own = entries.stream().filter(e -> e.zone().equals(zone)).toList();
    Instant from = own.stream().map(CalendarEntry::from).min(Comparator.naturalOrder()).get();
    Instant to = own.stream().map(CalendarEntry::to).max(Comparator.naturalOrder()).get();
    ZoneRules rules = zone.getRules();
    VTimeZone covering = new VTimeZone();
    covering.add(new TzId(zone.getId()));
    covering.add(first(rules, from));
    for (ZoneOffsetTransition next = rules.nextTransition(from);
        next != null && !next.getInstant().isAfter(to);
        next = rules.nextTransition(next.getInstant())) {
      covering.add(change(rules, next));
    }
    return covering;
  }

  private static Observance first(ZoneRules rules, Instant from) {
    // The change at that very instant counts too.
    return Optional.ofNullable(rules.previousTransition(from.plusNanos(1)))
        .map(change -> change(rules, change))
        .orElseGet(
            () -> {
              ZoneOffset always = rules.getOffset(from);
              return observance(new Standard(), LocalDateTime.of(1970, 1, 1, 0, 0), always, always);
            });
  }

  private static Observance change(ZoneRules rules, ZoneOffsetTransition change) {
    return observance(
        rules.isDaylightSavings(change.getInstant()) ? new Daylight() : new Standard(),
        change.getDateTimeBefore(),
        change.getOffsetBefore(),
        change.getOffsetAfter());
  }

  private static Observance observance(
      Observance kind, LocalDateTime at, ZoneOffset before, ZoneOffset after) {
    kind.add(new DtStart<>(at));
    kind.add(new TzOffsetFrom(before));
    kind.add(new TzOffsetTo(after));
    return kind;
  }
}
