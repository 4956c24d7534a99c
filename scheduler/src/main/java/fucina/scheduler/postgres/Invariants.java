package fucina.scheduler.postgres;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What must hold of the bookings as they lie in the database, whatever program wrote them. The
 * constraints hold most of it; this looks again, as after a restore or a repair by hand.
 */
public final class Invariants {
  /** A sentence, and the query that finds what breaks it. */
  private static final Map<String, String> ALL =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(
                  "active allocations of a machine never overlap",
                  """
              SELECT a.machine || ': ' || a.session || ' and ' || b.session
              FROM allocation a JOIN allocation b
                ON a.machine = b.machine AND a.session < b.session AND a.occupied && b.occupied
              WHERE a.active AND b.active"""),
              Map.entry(
                  "a booking has an allocation",
                  """
              SELECT b.id FROM booking b
              WHERE NOT EXISTS (SELECT 1 FROM allocation a WHERE a.booking = b.id)"""),
              Map.entry(
                  "a booking that is over has no allocation still open",
                  """
              SELECT b.id || ': ' || a.session FROM booking b JOIN allocation a ON a.booking = b.id
              WHERE b.state NOT IN ('CLAIMED', 'CONFIRMED', 'IN_USE', 'PENDING_APPROVAL')
                AND a.active AND a.ended_at IS NULL"""),
              Map.entry(
                  "a booking that is not over has an allocation still open",
                  """
              SELECT b.id FROM booking b
              WHERE b.state IN ('CLAIMED', 'CONFIRMED', 'IN_USE', 'PENDING_APPROVAL') AND NOT EXISTS (
                SELECT 1 FROM allocation a
                WHERE a.booking = b.id AND a.active AND a.ended_at IS NULL)"""),
              Map.entry(
                  "a booking waits for approval where one of its machines does, and nowhere else",
                  """
              SELECT b.id FROM booking b
              WHERE (b.state = 'PENDING_APPROVAL') <> EXISTS (
                SELECT 1 FROM allocation a
                WHERE a.booking = b.id AND a.approve_by IS NOT NULL)"""),
              Map.entry(
                  "what is offered to who waits is claimed for them",
                  """
              SELECT w.id FROM waiting w JOIN booking b ON b.id = w.booking
              WHERE (w.state = 'OFFERED') <> (b.state = 'CLAIMED')"""),
              Map.entry(
                  "an occurrence's booking is of its series",
                  """
              SELECT o.series || ': ' || o.booking
              FROM occurrence o JOIN booking b ON b.id = o.booking
              WHERE b.series IS DISTINCT FROM o.series"""),
              Map.entry(
                  "a booking that was given back occupies nothing",
                  """
              SELECT b.id || ': ' || a.session FROM booking b JOIN allocation a ON a.booking = b.id
              WHERE b.state IN ('CANCELLED', 'REJECTED', 'EXPIRED', 'DISPLACED') AND a.active"""),
              Map.entry(
                  "a blackout occupies its machines, unless it was lifted before it began",
                  """
              SELECT o.id || ': ' || m FROM blackout o CROSS JOIN unnest(o.machines) m
              WHERE NOT EXISTS (
                SELECT 1 FROM allocation a
                WHERE a.blackout = o.id AND a.machine = m
                  AND a.window_from = o.window_from AND a.window_to = o.window_to
                  AND a.active = (o.lifted_at IS NULL OR o.lifted_at > o.window_from))"""),
              Map.entry(
                  "a blackout has its line in the audit",
                  """
              SELECT o.id FROM blackout o
              WHERE NOT EXISTS (SELECT 1 FROM audit l WHERE l.subject = o.id)"""),
              Map.entry(
                  "a granted booking has its line in the audit",
                  """
              SELECT b.id FROM booking b
              WHERE NOT EXISTS (SELECT 1 FROM audit l WHERE l.subject = b.id)""")));

  private Invariants() {}

  /** A sentence for each thing that breaks an invariant; none where all hold. */
  public static Future<List<String>> broken(Database database) {
    Future<List<String>> found = Future.succeededFuture(List.of());
    for (Map.Entry<String, String> each : ALL.entrySet()) {
      found = found.compose(before -> broken(database, each.getKey(), each.getValue(), before));
    }
    return found;
  }

  private static Future<List<String>> broken(
      Database database, String sentence, String sql, List<String> before) {
    return database
        .pool()
        .query(sql)
        .execute()
        .map(
            rows -> {
              List<String> all = new ArrayList<>(before);
              rows.forEach(row -> all.add(sentence + ", but " + row.getString(0) + "."));
              return all;
            });
  }
}
