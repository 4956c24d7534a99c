package fucina.gateway.store.questdb;

import io.questdb.log.LogFactory;
import io.questdb.log.LogLevel;
import io.questdb.log.LogRecordUtf8Sink;
import io.questdb.log.LogWriter;
import io.questdb.mp.RingQueue;
import io.questdb.mp.SCSequence;
import io.questdb.mp.SynchronizedJob;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes QuestDB's log lines to ours: critical ones as errors, its errors as warnings (it goes on
 * after them by itself), the rest nowhere. QuestDB makes it by name from {@code log.conf}.
 */
public final class QuestDbLog extends SynchronizedJob implements LogWriter {
  private static final Logger LOG = LoggerFactory.getLogger("questdb");
  private static final String CONFIG = "/fucina/gateway/store/questdb/log.conf";

  /** Said of partitions that are not there, which is what was wanted. */
  private static final List<String> NO_MATTER =
      List.of("could not remove phantom partition dir", "no partitions matched WHERE clause");

  private final RingQueue<LogRecordUtf8Sink> ring;
  private final SCSequence lines;

  /** Called by QuestDB. */
  public QuestDbLog(RingQueue<LogRecordUtf8Sink> ring, SCSequence lines, int levels) {
    this.ring = ring;
    this.lines = lines;
  }

  /**
   * Makes QuestDB log through us; must run before any other class of QuestDB is touched. QuestDB
   * says on stderr where its log settings came from, and has no switch for that: that one line is
   * held back here.
   */
  static synchronized void install() {
    System.setProperty(LogFactory.CONFIG_SYSTEM_PROPERTY, CONFIG);
    PrintStream stderr = System.err;
    System.setErr(
        new PrintStream(stderr, true, Charset.defaultCharset()) {
          @Override
          public void println(@Nullable String line) {
            if (line == null || !line.startsWith("Log configuration loaded")) {
              super.println(line);
            }
          }
        });
    try {
      LogFactory.getInstance();
    } finally {
      System.setErr(stderr);
    }
  }

  @Override
  public void bindProperties(LogFactory factory) {}

  @Override
  protected boolean runSerially() {
    return lines.consumeAll(ring, this::log);
  }

  private void log(LogRecordUtf8Sink line) {
    if (line.getLevel() == LogLevel.CRITICAL) {
      LOG.error("{}", line.toString().strip());
    } else if (line.getLevel() == LogLevel.ERROR) {
      String said = line.toString().strip();
      if (NO_MATTER.stream().noneMatch(said::contains)) {
        LOG.warn("{}", said);
      }
    }
  }
}
