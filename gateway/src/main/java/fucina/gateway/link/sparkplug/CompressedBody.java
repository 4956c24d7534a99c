package fucina.gateway.link.sparkplug;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.eclipse.tahu.message.model.Metric;
import org.eclipse.tahu.message.model.SparkplugBPayload;

/**
 * A payload inside a payload, as Sparkplug 2.2 §15.2 has it and edge nodes still send: the outer
 * one's uuid says so, its metric {@code algorithm} how.
 */
final class CompressedBody {
  private static final String UUID = "SPBV1.0_COMPRESSED";

  /** Nothing a machine says of itself is longer; what pretends to be would fill the memory. */
  private static final int AT_MOST = 16 << 20;

  private CompressedBody() {}

  static boolean in(SparkplugBPayload outer) {
    return UUID.equals(outer.getUuid()) && outer.getBody() != null;
  }

  /**
   * The bytes of the inner payload.
   *
   * @throws IOException if they are not compressed as said, or more than 16 MiB
   */
  static byte[] of(SparkplugBPayload outer) throws IOException {
    String algorithm =
        outer.getMetrics().stream()
            .filter(metric -> "algorithm".equals(metric.getName()))
            .map(Metric::getValue)
            .map(String::valueOf)
            .findFirst()
            .orElse("DEFLATE")
            .toUpperCase(Locale.ROOT);
    try (InputStream plain = plain(algorithm, new ByteArrayInputStream(outer.getBody()))) {
      byte[] bytes = plain.readNBytes(AT_MOST + 1);
      if (bytes.length > AT_MOST) {
        throw new IOException("its compressed body is longer than 16 MiB");
      }
      return bytes;
    }
  }

  private static InputStream plain(String algorithm, InputStream body) throws IOException {
    return switch (algorithm) {
      case "DEFLATE" -> new InflaterInputStream(body);
      case "GZIP" -> new GZIPInputStream(body);
      default -> throw new IOException("its body is compressed by the unknown " + algorithm);
    };
  }
}
