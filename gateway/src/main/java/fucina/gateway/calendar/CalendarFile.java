package fucina.gateway.calendar;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
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
import net.fortuna.ical4j.model.parameter.PartStat;
import net.fortuna.ical4j.model.parameter.Rsvp;
import net.fortuna.ical4j.model.property.Attendee;
import net.fortuna.ical4j.model.property.Description;
import net.fortuna.ical4j.model.property.DtEnd;
import net.fortuna.ical4j.model.property.DtStamp;
import net.fortuna.ical4j.model.property.DtStart;
import net.fortuna.ical4j.model.property.Location;
import net.fortuna.ical4j.model.property.Method;
import net.fortuna.ical4j.model.property.Organizer;
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
    Calendar calendar = empty();
    calendar.add(new XProperty("X-WR-CALNAME", name));
    calendar.add(new XProperty("X-PUBLISHED-TTL", "PT15M"));
    addZones(calendar, entries);
    entries.forEach(entry -> calendar.add(event(entry, now)));
    return written(calendar);
  }

  /**
   * One window as a message to its holder's calendar (RFC 5546 §3.2): REQUEST, or CANCEL where it
   * was given back. The holder asked for it, so they take part already.
   *
   * @param organiser the address the message comes from
   * @param attendee the holder's address
   * @param now when it is written
   */
  public String message(CalendarEntry entry, String organiser, String attendee, Instant now) {
    Calendar calendar = empty();
    calendar.add(new Method(method(entry)));
    addZones(calendar, List.of(entry));
    VEvent event = event(entry, now);
    event.add(new Organizer(URI.create("mailto:" + organiser)));
    Attendee holder = new Attendee(URI.create("mailto:" + attendee));
    holder.add(PartStat.ACCEPTED);
    holder.add(Rsvp.FALSE);
    event.add(holder);
    calendar.add(event);
    return written(calendar);
  }

  /** The method a message of this window has (RFC 5546 §1.4). */
  public static String method(CalendarEntry entry) {
    return entry.status() == CalendarEntry.Status.CANCELLED ? "CANCEL" : "REQUEST";
  }

  private static Calendar empty() {
    Calendar calendar = new Calendar();
    calendar.add(new ProdId("-//Fucina//Bookings//EN"));
    calendar.add(ImmutableVersion.VERSION_2_0);
    calendar.add(ImmutableCalScale.GREGORIAN);
    return calendar;
  }

  private void addZones(Calendar calendar, List<CalendarEntry> entries) {
    entries.stream()
        .map(CalendarEntry::zone)
        .distinct()
        .filter(zone -> known(zone).isPresent())
        .map(zone -> ZoneSpan.of(zone, entries))
        .forEach(calendar::add);
  }

  private static String written(Calendar calendar) {
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
