package fucina.gateway.link;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/** A certificate's fingerprint as panels and browsers show it. */
public final class Fingerprint {
  private Fingerprint() {}

  /** SHA-256 of the certificate, lower-case hexadecimal without separators. */
  public static String sha256(X509Certificate certificate) {
    return of(certificate, "SHA-256");
  }

  /** SHA-1 of the certificate, which is what OPC UA calls its thumbprint (OPC 10000-4 §7.2). */
  public static String sha1(X509Certificate certificate) {
    return of(certificate, "SHA-1");
  }

  private static String of(X509Certificate certificate, String digest) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance(digest).digest(certificate.getEncoded()));
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      throw new IllegalStateException("cannot take a fingerprint", e);
    }
  }
}
