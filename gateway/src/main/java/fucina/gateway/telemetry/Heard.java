package fucina.gateway.telemetry;

import java.time.Instant;

/**
 * A reading and when it came in.
 *
 * @param reading the reading
 * @param arrived when the gateway received it, by the gateway's own clock; {@link Instant#EPOCH}
 *     for one read back from the store at start, which is therefore never fresh
 */
public record Heard(Reading reading, Instant arrived) {}
