package fucina.gateway.notice;

import fucina.scheduler.Actor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happened to a booking, as it was then: told hours later it is told the same.
 *
 * @param line number of the audit's line
 * @param kind empty for what is told to nobody
 * @param by who did it
 * @param holder id of the person who holds the booking
 * @param organisation id of the holder's organisation
 * @param detail what the audit says of it
 * @param held its machines with their windows, by machine
 * @param claimedUntil until when an offer that still stands must be confirmed
 * @param begun whether the booking was told of before
 */
record Happening(
    long line,
    Optional<Kind> kind,
    Instant at,
    Actor by,
    String booking,
    String holder,
    String organisation,
    String purpose,
    JsonObject detail,
    List<Held> held,
    Optional<Instant> claimedUntil,
    boolean begun) {

  private static final Logger LOG = LoggerFactory.getLogger(Happening.class);

  /** Columns and tables it is read from; {@code o} is a row of the outbox. */
  static final String COLUMNS =
      """
      o.line, o.windows, u.at, u.person AS actor, u.organisation AS actor_organisation,
        u.capacity, u.actor_centre, u.action, u.detail, b.id AS booking, b.person AS holder,
        b.organisation, b.purpose, b.claimed_until,
        EXISTS (SELECT 1 FROM audit e WHERE e.subject = b.id AND e.number < o.line
          AND e.action = ANY ('{%s}')) AS begun"""
          .formatted(String.join(",", Kind.BEGINNINGS));

  static final String JOINED =
      "JOIN audit u ON u.number = o.line JOIN booking b ON b.id = o.booking";

  /**
   * One machine of the booking.
   *
   * @param open whether it was still to be worked
   * @param approveBy where it waited for approval: until when
   */
  record Held(
      String session,
      String machine,
      Instant from,
      Instant to,
      boolean open,
      Optional<Instant> approveBy) {
    private static Held of(JsonObject json) {
      return new Held(
          json.getString("session"),
          json.getString("machine"),
          instant(json.getString("from")),
          instant(json.getString("to")),
          json.getBoolean("open"),
          Optional.ofNullable(json.getString("approveBy")).map(Held::instant));
    }

    private static Instant instant(String text) {
      return OffsetDateTime.parse(text).toInstant();
    }
  }

  /** Empty, and logged, where a row cannot be read: it must not hold up the others. */
  static Optional<Happening> read(Row row) {
    try {
      return Optional.of(of(row));
    } catch (RuntimeException e) {
      LOG.error("line {} of the outbox cannot be read", row.getLong("line"), e);
      return Optional.empty();
    }
  }

  private static Happening of(Row row) {
    return new Happening(
        row.getLong("line"),
        Kind.of(row.getString("action"), row.getJsonObject("detail").getString("reason", "")),
        row.getOffsetDateTime("at").toInstant(),
        new Actor(
            row.getString("actor"),
            row.getString("actor_organisation"),
            Actor.Capacity.valueOf(row.getString("capacity")),
            Optional.ofNullable(row.getString("actor_centre"))),
        row.getString("booking"),
        row.getString("holder"),
        row.getString("organisation"),
        row.getString("purpose"),
        row.getJsonObject("detail"),
        held(row.getJsonArray("windows")),
        Optional.ofNullable(row.getOffsetDateTime("claimed_until")).map(OffsetDateTime::toInstant),
        row.getBoolean("begun"));
  }

  private static List<Held> held(JsonArray windows) {
    return windows.stream().map(JsonObject.class::cast).map(Held::of).toList();
  }

  /** The machines it is about: one, those still to be worked, or all where the booking is over. */
  List<Held> concerned() {
    List<Held> one =
        held.stream().filter(each -> each.machine().equals(detail.getString("machine"))).toList();
    List<Held> open = one.isEmpty() ? held.stream().filter(Held::open).toList() : one;
    return open.isEmpty() ? held : open;
  }

  /** Where the booking stood after it; empty where the line does not say. */
  String state() {
    return detail.getString("state", "");
  }

  boolean waits() {
    return state().equals("PENDING_APPROVAL");
  }

  /** As often as the booking had been changed, as calendars count it. */
  int sequence() {
    return Math.toIntExact(version() - 1);
  }

  long version() {
    return detail.getLong("version", 1L);
  }

  /** Somebody's reason, in their words. */
  Optional<String> reason() {
    return Optional.ofNullable(detail.getString("reason"))
        .filter(text -> !text.isBlank() && kind.filter(Kind::changesTheCalendar).isPresent());
  }

  /** The instant from which approval comes too late, where it waits for one. */
  Optional<Instant> approveBy() {
    return held.stream().flatMap(each -> each.approveBy().stream()).sorted().findFirst();
  }

  /**
   * Whether programs are told of it: a form that was left open is nobody's business, and of two
   * lines about one extension the booking's is told.
   */
  boolean told() {
    return kind.filter(
            known ->
                switch (known) {
                  case CANCELLED, EXPIRED, DISPLACED -> begun;
                  case EXTENDED -> detail.containsKey("version");
                  default -> true;
                })
        .isPresent();
  }

  /** Whether its holder is told by mail; not before all have approved. */
  boolean mailed() {
    return told()
        && kind.filter(known -> known != Kind.RELEASED && !(known == Kind.APPROVED && waits()))
            .isPresent();
  }

  /** Whether technicians are asked for something. */
  boolean asks() {
    return told()
        && waits()
        && kind.filter(known -> known == Kind.REQUESTED || known == Kind.CHANGED).isPresent();
  }
}
