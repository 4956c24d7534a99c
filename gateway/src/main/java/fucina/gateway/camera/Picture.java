package fucina.gateway.camera;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Optional;

/**
 * One picture of a camera.
 *
 * @param jpeg its bytes; with a red cross where it is frozen
 * @param arrived when the gateway had it whole, by the gateway's clock
 * @param frozenSince since when no other picture has come; empty for a live one
 */
public record Picture(Buffer jpeg, Instant arrived, Optional<Instant> frozenSince) {}
