package fucina.gateway.record;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A dataset that never changes again.
 *
 * @param session whose
 * @param file the ZIP
 * @param bytes its size
 * @param sha256 of the ZIP, in hexadecimal
 * @param sealedAt when
 */
public record Sealed(String session, Path file, long bytes, String sha256, Instant sealedAt) {}
