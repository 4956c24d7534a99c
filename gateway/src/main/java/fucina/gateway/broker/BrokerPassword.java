package fucina.gateway.broker;

import com.password4j.Argon2Function;
import com.password4j.BadParametersException;
import com.password4j.Password;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A broker user's password. The text itself is not kept: a password given as text is held as a
 * digest under a key that lives only in this process; one given as an Argon2id hash is worked out
 * once and remembered the same way, as the broker asks again at every message.
 */
public final class BrokerPassword {
  private static final SecretKeySpec KEY = freshKey();

  private final Optional<String> hash;
  private volatile byte[] digest;

  private BrokerPassword(Optional<String> hash, byte[] digest) {
    this.hash = hash;
    this.digest = digest;
  }

  /** A password known as text. */
  public static BrokerPassword of(String text) {
    return new BrokerPassword(Optional.empty(), digest(text));
  }

  /**
   * A password known by its hash.
   *
   * @param argon2id in the usual form, {@code $argon2id$v=19$m=…,t=…,p=…$salt$hash}
   * @throws IllegalArgumentException if it has another form
   */
  public static BrokerPassword ofHash(String argon2id) {
    try {
      Argon2Function.getInstanceFromHash(argon2id);
    } catch (BadParametersException e) {
      throw new IllegalArgumentException("a broker password's hash is no Argon2id hash", e);
    }
    return new BrokerPassword(Optional.of(argon2id), new byte[0]);
  }

  /** Whether this is the password; takes the same time for every wrong one. */
  boolean is(String offered) {
    byte[] offeredDigest = digest(offered);
    if (MessageDigest.isEqual(digest, offeredDigest)) {
      return true;
    }
    if (hash.isEmpty() || digest.length > 0) {
      return false;
    }
    String known = hash.get();
    boolean right = Password.check(offered, known).with(Argon2Function.getInstanceFromHash(known));
    if (right) {
      digest = offeredDigest;
    }
    return right;
  }

  @Override
  public String toString() {
    return "a password";
  }

  private static byte[] digest(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(KEY);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no HmacSHA256", e);
    }
  }

  private static SecretKeySpec freshKey() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return new SecretKeySpec(key, "HmacSHA256");
  }
}
