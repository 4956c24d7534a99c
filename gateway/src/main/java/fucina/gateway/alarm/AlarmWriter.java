package fucina.gateway.alarm;

import fucina.scheduler.postgres.WriteQueue;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes changes of alarms down, one after another, and never keeps anybody waiting: while the
 * database is away they wait in memory. Beyond the queue's room they are counted and logged; what
 * still stands afterwards is written again as it then is, so that of such an outage only alarms
 * that came and went in it are lost.
 */
final class AlarmWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AlarmWriter.class);

  private final AlarmTable table;
  private final AlarmBook book;
  private final WriteQueue writes;
  private final Set<String> unwritten = ConcurrentHashMap.newKeySet();
  private final AtomicLong lost = new AtomicLong();

  AlarmWriter(Vertx vertx, AlarmTable table, AlarmBook book) {
    this.table = table;
    this.book = book;
    this.writes = new WriteQueue(vertx);
  }

  /** Writes a change down, now or later. */
  void keep(AlarmChange change) {
    if (!change.lasting()) {
      return;
    }
    Occurrence now = change.now();
    writes
        .add(
            "alarm " + now.id() + " of " + now.machine(),
            () ->
                change.told().isPresent()
                    ? table.write(now, change.told().get())
                    : table.write(now))
        .onFailure(fault -> lost(change, fault));
  }

  private void lost(AlarmChange change, Throwable fault) {
    lost.incrementAndGet();
    if (change.now().stands()) {
      unwritten.add(change.now().id());
    } else {
      unwritten.remove(change.now().id());
      LOG.error(
          "alarm {} ({}) of {} is lost: {}",
          change.now().id(),
          change.now().title().en(),
          change.now().machine(),
          fault.getMessage());
    }
  }

  /** Writes what found no room, where it still stands and there is room. */
  void again() {
    if (unwritten.isEmpty() || writes.size() > 0) {
      return;
    }
    List<String> ids = List.copyOf(unwritten);
    unwritten.clear();
    ids.forEach(
        id ->
            book.find(id)
                .ifPresent(one -> writes.add("alarm " + id + " again", () -> table.write(one))));
  }

  long lost() {
    return lost.get();
  }

  @Override
  public void close() {
    writes.close();
  }
}
