package fucina.gateway.link;

import java.time.Instant;

/**
 * Where a link stands.
 *
 * @param state the state
 * @param detail one sentence a technician can act on; empty while all is well
 * @param since when this state began
 */
public record LinkStatus(LinkState state, String detail, Instant since) {}
