package fucina.gateway.link;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/**
 * A certificate and its key by which the gateway signs in to a machine as a user.
 *
 * @param certificate the user's certificate
 * @param key its private key; never logged
 */
public record UserKey(X509Certificate certificate, PrivateKey key) {
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final String KEY = "PRIVATE KEY";

  /**
   * Reads a certificate and an unencrypted PKCS #8 RSA key from one PEM text.
   *
   * @throws IllegalArgumentException if it holds not just these two, in words a technician can act
   *     on; the key is never repeated in them
   */
  public static UserKey ofPem(String pem) {
    byte[] certificate = block(pem, CERTIFICATE);
    byte[] key = block(pem, KEY);
    try {
      return new UserKey(
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(certificate)),
          KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(key)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "the user's certificate or RSA key cannot be read: give both as PEM, the key as PKCS #8",
          e);
    }
  }

  private static byte[] block(String pem, String label) {
    String begin = "-----BEGIN " + label + "-----";
    int from = pem.indexOf(begin);
    int to = pem.indexOf("-----END " + label + "-----");
    if (from < 0 || to < from) {
      throw new IllegalArgumentException(
          "the PEM text holds no " + begin + ": a user needs a certificate and an unencrypted key");
    }
    try {
      return Base64.getMimeDecoder()
          .decode(pem.substring(from + begin.length(), to).getBytes(StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the " + label + " in the PEM text is not Base64", e);
    }
  }

  @Override
  public String toString() {
    return "user certificate " + certificate.getSubjectX500Principal().getName();
  }
}
