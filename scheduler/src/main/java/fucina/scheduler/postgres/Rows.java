package fucina.scheduler.postgres;

import fucina.scheduler.BookableMachine;
import fucina.scheduler.Booking;
import fucina.scheduler.Booking.Allocation;
import fucina.scheduler.Booking.State;
import fucina.scheduler.Diary;
import fucina.scheduler.Held;
import fucina.scheduler.Party;
import fucina.scheduler.Standing;
import fucina.scheduler.Window;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Rows to records and back. */
final class Rows {
  private Rows() {}

  static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  /** Bookings from rows of booking and allocation joined, in the order of the rows. */
  static List<Booking> bookings(Iterable<Row> rows) {
    Map<String, Row> heads = new LinkedHashMap<>();
    Map<String, List<Allocation>> allocations = new HashMap<>();
    for (Row row : rows) {
      String id = row.getString("id");
      heads.putIfAbsent(id, row);
      allocations.computeIfAbsent(id, unseen -> new ArrayList<>()).add(allocation(row));
    }
    List<Booking> bookings = new ArrayList<>();
    heads.forEach((id, row) -> bookings.add(booking(row, allocations.getOrDefault(id, List.of()))));
    return bookings;
  }

  static BookableMachine machine(Row row) {
    return new BookableMachine(
        row.getString("id"),
        row.getString("centre"),
        row.getString("family"),
        Set.of(row.getArrayOfStrings("capabilities")),
        RulesJson.read(row.getJsonObject("rules")),
        row.getBoolean("in_service"));
  }

  static List<BookableMachine> machines(Iterable<Row> rows) {
    List<BookableMachine> machines = new ArrayList<>();
    rows.forEach(row -> machines.add(machine(row)));
    return machines;
  }

  /** A diary for each machine, an empty one where no row names it. */
  static List<Diary> diaries(
      List<BookableMachine> machines,
      Iterable<Row> rows,
      Function<BookableMachine, Standing> standing) {
    Map<String, List<Window>> taken = new HashMap<>();
    Map<String, List<Window>> upkeep = new HashMap<>();
    for (Row row : rows) {
      String machine = row.getString("machine");
      Window occupied = window(row, "occupied_from", "occupied_to");
      taken.computeIfAbsent(machine, unseen -> new ArrayList<>()).add(occupied);
      if (row.getBoolean("upkeep")) {
        upkeep.computeIfAbsent(machine, unseen -> new ArrayList<>()).add(occupied);
      }
    }
    return machines.stream()
        .map(
            machine ->
                new Diary(
                    machine,
                    taken.getOrDefault(machine.machine(), List.of()),
                    upkeep.getOrDefault(machine.machine(), List.of()),
                    standing.apply(machine)))
        .toList();
  }

  static Held held(Row row) {
    return new Held(
        row.getString("machine"),
        Optional.ofNullable(row.getString("organisation")),
        Optional.ofNullable(row.getString("reason")),
        window(row, "window_from", "window_to"),
        window(row, "occupied_from", "occupied_to"));
  }

  static String[] ids(List<BookableMachine> machines) {
    return machines.stream().map(BookableMachine::machine).toArray(String[]::new);
  }

  private static Booking booking(Row row, List<Allocation> allocations) {
    return new Booking(
        row.getString("id"),
        new Party(row.getString("person"), row.getString("organisation")),
        window(row, "booked_from", "booked_to"),
        row.getString("purpose"),
        State.valueOf(row.getString("state")),
        row.getLong("version"),
        allocations,
        instant(row, "created_at"),
        Optional.ofNullable(row.getString("reason")),
        optional(row, "claimed_until"),
        Optional.ofNullable(row.getString("series")));
  }

  private static Allocation allocation(Row row) {
    return new Allocation(
        row.getString("session"),
        row.getString("machine"),
        window(row, "window_from", "window_to"),
        window(row, "occupied_from", "occupied_to"),
        row.getBoolean("active"),
        optional(row, "ended_at"),
        optional(row, "approve_by"));
  }

  static Window window(Row row, String from, String to) {
    return new Window(instant(row, from), instant(row, to));
  }

  static Optional<Instant> optional(Row row, String column) {
    return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
  }

  static Instant instant(Row row, String column) {
    return row.getOffsetDateTime(column).toInstant();
  }
}
