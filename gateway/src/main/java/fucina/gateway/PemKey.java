package fucina.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A private key in PEM, as far as can be said of it without using it.
 *
 * @param key the key, where it is PKCS #8 (RFC 7468 §10)
 * @param flaw what is wrong with the file, after its name
 */
record PemKey(Optional<PrivateKey> key, Optional<String> flaw) {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----([^-]*)-----END");

  static PemKey read(Path file) {
    String text;
    try {
      text = Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return flawed(" cannot be read (" + e.getClass().getSimpleName() + ")");
    }
    Matcher block = BLOCK.matcher(text);
    if (!block.find()) {
      return flawed(" holds no private key in PEM");
    }
    if (block.group(1).startsWith("ENCRYPTED")) {
      return flawed(" is locked by a password; give the key without one");
    }
    if (!block.group(1).isEmpty()) {
      return new PemKey(Optional.empty(), Optional.empty());
    }
    for (String algorithm : new String[] {"RSA", "EC"}) {
      try {
        byte[] encoded = Base64.getMimeDecoder().decode(block.group(2));
        return new PemKey(
            Optional.of(
                KeyFactory.getInstance(algorithm)
                    .generatePrivate(new PKCS8EncodedKeySpec(encoded))),
            Optional.empty());
      } catch (GeneralSecurityException | IllegalArgumentException e) {
        // Perhaps the other kind.
      }
    }
    return flawed(" holds no private key for RSA or elliptic curves");
  }

  private static PemKey flawed(String what) {
    return new PemKey(Optional.empty(), Optional.of(what));
  }

  /** Whether it may belong to this certificate's key: of the same kind and size. */
  boolean fits(PublicKey certified) {
    if (key.isEmpty()) {
      return true;
    }
    if (certified instanceof RSAPublicKey open && key.get() instanceof RSAPrivateKey own) {
      return open.getModulus().equals(own.getModulus());
    }
    return certified instanceof ECPublicKey open
        && key.get() instanceof ECPrivateKey own
        && open.getParams().getCurve().equals(own.getParams().getCurve());
  }
}
