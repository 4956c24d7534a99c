package fucina.scheduler.postgres;

import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Set;

/** The database cannot be started or reached; the message is one sentence for a person. */
public final class DatabaseUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** It shuts down, crashed, starts up, or has no connection left (PostgreSQL appendix A). */
  private static final Set<String> AWAY = Set.of("57P01", "57P02", "57P03", "53300");

  private static final String CONNECTION_EXCEPTIONS = "08";

  public DatabaseUnavailable(String message) {
    super(message);
  }

  public DatabaseUnavailable(String message, Throwable cause) {
    super(message, cause);
  }

  /** Whether a fault of a query only says that the database is away: another try may do. */
  public static boolean isBehind(Throwable fault) {
    for (Throwable each = fault; each != null; each = each.getCause()) {
      if (each instanceof DatabaseUnavailable
          || each instanceof ClosedConnectionException
          || each instanceof ConnectException
          || each instanceof SocketException
          || each instanceof UnknownHostException
          || (each instanceof PgException refused && away(refused.getSqlState()))) {
        return true;
      }
    }
    return false;
  }

  private static boolean away(String state) {
    return AWAY.contains(state) || state.startsWith(CONNECTION_EXCEPTIONS);
  }
}
