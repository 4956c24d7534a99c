package fucina.gateway.session;

import java.time.Instant;

/**
 * Motion that a session began and that is not known to be over: what the gateway may stop.
 *
 * @param command the command that began it
 * @param since when it was sent
 * @param seen whether the machine has been measured moving since
 */
record Motion(String command, Instant since, boolean seen) {
  Motion measured() {
    return new Motion(command, since, true);
  }
}
