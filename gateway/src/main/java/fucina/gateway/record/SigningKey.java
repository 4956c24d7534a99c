package fucina.gateway.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/**
 * The key that manifests are signed with: ECDSA on P-256 with SHA-256, signatures in DER, as {@code
 * openssl dgst -verify} takes them. Made once and kept; thread-safe.
 */
public final class SigningKey {
  private static final String PRIVATE = "dataset.key";
  private static final String PUBLIC = "dataset.pem";

  private final PrivateKey key;
  private final String publicPem;

  private SigningKey(PrivateKey key, String publicPem) {
    this.key = key;
    this.publicPem = publicPem;
  }

  /**
   * Reads the key from a folder, or makes it where there is none.
   *
   * @throws IllegalStateException if what is there is no such key
   * @throws UncheckedIOException if it can be neither read nor made
   */
  public static SigningKey in(Path folder) {
    Path secret = folder.resolve(PRIVATE);
    Path open = folder.resolve(PUBLIC);
    try {
      if (!Files.exists(secret)) {
        make(secret, open);
      }
      byte[] encoded = Base64.getMimeDecoder().decode(body(Files.readString(secret)));
      return new SigningKey(
          KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded)),
          Files.readString(open));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalStateException(secret + " holds no key for elliptic curves in PEM", e);
    } catch (IOException e) {
      throw new UncheckedIOException("the signing key of datasets in " + folder, e);
    }
  }

  /** The public key first, so that a private one is never without it. */
  private static void make(Path secret, Path open) throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();
    Files.createDirectories(secret.toAbsolutePath().getParent());
    Files.writeString(open, pem("PUBLIC KEY", pair.getPublic().getEncoded()));
    Path draft = secret.resolveSibling(PRIVATE + ".new");
    Files.deleteIfExists(draft);
    Files.createFile(
        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(draft, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    Files.move(draft, secret, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String pem(String kind, byte[] encoded) {
    Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    return "-----BEGIN "
        + kind
        + "-----\n"
        + lines.encodeToString(encoded)
        + "\n-----END "
        + kind
        + "-----\n";
  }

  private static String body(String pem) {
    return pem.replaceAll("-----[A-Z ]+-----", "");
  }

  /** The public key in PEM (SubjectPublicKeyInfo, RFC 7468 §13). */
  public String publicPem() {
    return publicPem;
  }

  /** SHA-256 of the public key in hexadecimal: which key it was. */
  String id() {
    return Sha256.hex(Base64.getMimeDecoder().decode(body(publicPem)));
  }

  /** A signature of these bytes; another one each time, as ECDSA has it. */
  byte[] sign(byte[] bytes) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(key);
      signature.update(bytes);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK signs with ECDSA", e);
    }
  }
}
