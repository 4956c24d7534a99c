package fucina.gateway.calendar;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Optional;
import net.fortuna.ical4j.data.CalendarOutputter;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.TimeZone;
import net.fortuna.ical4j.model.TimeZoneRegistry;
import net.fortuna.ical4j.model.TimeZoneRegistryFactory;
import net.fortuna.ical4j.model.component.VEvent;
import net.fortuna.ical4j.model.property.Description;
import net.fortuna.ical4j.model.property.DtEnd;
import net.fortuna.ical4j.model.property.DtStamp;
import net.fortuna.ical4j.model.property.DtStart;
import net.fortuna.ical4j.model.property.Location;
import net.fortuna.ical4j.model.property.ProdId;
import net.fortuna.ical4j.model.property.Sequence;
import net.fortuna.ical4j.model.property.Summary;
import net.fortuna.ical4j.model.property.Uid;
import net.fortuna.ical4j.model.property.Url;
import net.fortuna.ical4j.model.property.XProperty;
import net.fortuna.ical4j.model.property.immutable.ImmutableCalScale;
import net.fortuna.ical4j.model.property.immutable.ImmutableStatus;
import net.fortuna.ical4j.model.property.immutable.ImmutableVersion;

/** Writes calendars: each entry at its machine's wall clock, with the zones they need. */
public final class CalendarFile {
  static {
    // Zones come with the library: nothing is fetched while a calendar is written.
    System.setProperty("net.fortuna.ical4j.timezone.update.enabled", "false");
    System.setProperty(
        "net.fortuna.ical4j.timezone.cache.impl", "net.fortuna.ical4j.util.MapTimeZoneCache");
  }

  private static final Duration NEAR_A_CHANGE = Duration.ofHours(6);

  private final TimeZoneRegistry zones = TimeZoneRegistryFactory.getInstance().createRegistry();

  /**
   * The file, lines folded and ended as RFC 5545 §3.1 has it.
   *
   * @param name what calendars call it
   * @param now when it is written
   */
  public String text(String name, List<CalendarEntry> entries, Instant now) {
    Calendar calendar = new Calendar();
    calendar.add(new ProdId("-//Fucina//Bookings//EN"));
    calendar.add(ImmutableVersion.VERSION_2_0);
    calendar.add(ImmutableCalScale.GREGORIAN);
    calendar.add(new XProperty("X-WR-CALNAME", name));
    calendar.add(new XProperty("X-PUBLISHED-TTL", "PT15M"));
    entries.stream()
        .map(CalendarEntry::zone)
        .distinct()
        .flatMap(zone -> known(zone).stream())
        .map(TimeZone::getVTimeZone)
        .forEach(calendar::add);
    entries.forEach(entry -> calendar.add(event(entry, now)));
    StringWriter text = new StringWriter();
    try {
      new CalendarOutputter().output(calendar, text);
    } catch (IOException e) {
      throw new UncheckedIOException("a calendar in memory cannot be written", e);
    }
    return text.toString();
  }

  /**
   * Whether a wall clock says which instant is meant: within hours of a change it says some twice,
   * and programs read them differently. Such times, and those of a zone that is an offset only, are
   * told in UTC.
   */
  private static boolean plain(Instant instant, ZoneId zone) {
    ZoneRules rules = zone.getRules();
    return rules
        .getOffset(instant.minus(NEAR_A_CHANGE))
        .equals(rules.getOffset(instant.plus(NEAR_A_CHANGE)));
  }

  private Optional<TimeZone> known(ZoneId zone) {
    return Optional.ofNullable(zones.getTimeZone(zone.getId()));
  }

  private VEvent event(CalendarEntry entry, Instant now) {
    VEvent event = new VEvent(false);
    event.add(new DtStamp(now));
    event.add(new Uid(entry.uid()));
    event.add(new Sequence(entry.sequence()));
    boolean byWallClock =
        known(entry.zone()).isPresent()
            && plain(entry.from(), entry.zone())
            && plain(entry.to(), entry.zone());
    event.add(
        byWallClock
            ? new DtStart<>(entry.from().atZone(entry.zone()))
            : new DtStart<>(entry.from()));
    event.add(byWallClock ? new DtEnd<>(entry.to().atZone(entry.zone())) : new DtEnd<>(entry.to()));
    event.add(new Summary(entry.summary()));
    event.add(new Location(entry.location()));
    event.add(new Description(entry.description()));
    event.add(new Url(entry.link()));
    event.add(
        switch (entry.status()) {
          case TENTATIVE -> ImmutableStatus.VEVENT_TENTATIVE;
          case CONFIRMED -> ImmutableStatus.VEVENT_CONFIRMED;
          case CANCELLED -> ImmutableStatus.VEVENT_CANCELLED;
        });
    return event;
  }
}
