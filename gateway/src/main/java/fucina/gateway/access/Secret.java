package fucina.gateway.access;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A random text of 256 bits that proves who holds it. Only its SHA-256 is kept: with that much
 * chance in it a slow hash would add nothing.
 */
final class Secret {
  /** Begins every secret, so that scanners for leaked secrets know it. */
  static final String SIGN_IN = "fucina_s_";

  static final String TOKEN = "fucina_t_";
  static final String TICKET = "fucina_l_";
  static final String CALENDAR = "fucina_c_";

  private static final Pattern SHAPE = Pattern.compile("fucina_[stlc]_[A-Za-z0-9_-]{43}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private Secret() {}

  static String fresh(String prefix) {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** A short random id, which is no secret. */
  static String id() {
    byte[] bytes = new byte[10];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** A password for a person to type once. */
  static String password() {
    String letters = "abcdefghjkmnpqrstuvwxyz23456789";
    StringBuilder password = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      password.append(i > 0 && i % 5 == 0 ? "-" : "");
      password.append(letters.charAt(RANDOM.nextInt(letters.length())));
    }
    return password.toString();
  }

  static boolean wellFormed(String secret) {
    return SHAPE.matcher(secret).matches();
  }

  static Buffer hash(String secret) {
    try {
      return Buffer.buffer(
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
