package fucina.gateway.link;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One machine's clock offset, kept in the notebook. Thread-safe. */
public final class MachineClock {
  private static final Logger LOG = LoggerFactory.getLogger(MachineClock.class);

  private final String machine;
  private final Notebook notebook;
  private volatile ClockOffset offset;

  public MachineClock(String machine, Notebook notebook) {
    this.machine = machine;
    this.notebook = notebook;
    this.offset = notebook.read(key()).map(this::parse).orElse(ClockOffset.NONE);
  }

  /** The time of a reading the machine stamped so. */
  public Instant time(Instant sourceTime) {
    return offset.time(sourceTime);
  }

  /** What is added to the machine's times now. */
  public Duration offset() {
    return offset.current();
  }

  /** Whether it is known to be off. */
  public boolean off() {
    return !offset.current().isZero();
  }

  /** The clock was looked at; see {@link ClockOffset#measured}. */
  public synchronized void measured(Instant machineNow, Instant asked, Instant answered) {
    ClockOffset next = offset.measured(machineNow, asked, answered);
    boolean stepped = !next.steps().equals(offset.steps());
    if (stepped) {
      keep(next);
    }
    if (!next.current().equals(offset.current())) {
      LOG.warn(
          "the clock of {} is off: from its {} on, {} is added to its times",
          machine,
          machineNow,
          next.current());
    }
    offset = next;
  }

  private void keep(ClockOffset next) {
    try {
      notebook.write(key(), next.text());
    } catch (UncheckedIOException e) {
      LOG.error("the clock offset of {} is not on disk", machine, e);
    }
  }

  private ClockOffset parse(String text) {
    try {
      return ClockOffset.parse(text);
    } catch (IllegalArgumentException e) {
      LOG.error("the kept clock offset of {} cannot be read and starts anew", machine, e);
      return ClockOffset.NONE;
    }
  }

  private String key() {
    return "clock." + machine;
  }
}
