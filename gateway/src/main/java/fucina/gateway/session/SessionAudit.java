package fucina.gateway.session;

import fucina.scheduler.AuditEntry;
import fucina.scheduler.postgres.Audit;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.Optional;
import java.util.function.Function;

/** Audit lines of the session room: each names the machine and the centre that owns it. */
final class SessionAudit {
  private final Function<String, Optional<String>> centre;

  /**
   * @param centre the centre that owns a machine
   */
  SessionAudit(Function<String, Optional<String>> centre) {
    this.centre = centre;
  }

  /** Appends a line on the caller's connection: in the same transaction as what it tells of. */
  Future<Void> append(SqlClient client, String machine, String subject, Told told) {
    return Audit.append(
        client,
        new AuditEntry(
            told.at(),
            told.actor(),
            centre.apply(machine),
            told.action(),
            subject,
            told.detail().copy().put("machine", machine).getMap()));
  }
}
