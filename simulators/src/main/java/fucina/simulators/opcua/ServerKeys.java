package fucina.simulators.opcua;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;

/**
 * A server's RSA key and its certificate, signed by itself. Made once and kept in one PEM file only
 * its owner may read: a client that trusted the server goes on trusting it.
 *
 * @param keyPair the key
 * @param certificate its certificate, with the application's URI
 */
record ServerKeys(KeyPair keyPair, X509Certificate certificate) {
  private static final int BITS = 2048;
  private static final Duration RENEWED_BEFORE_END = Duration.ofDays(30);
  private static final Integer URI = 6;
  private static final String KEY = "PRIVATE KEY";
  private static final String CERTIFICATE = "CERTIFICATE";

  /**
   * The keys kept in a folder; made where there are none, or where their certificate ends soon.
   *
   * @param applicationUri what the certificate vouches for
   */
  static ServerKeys in(Path folder, String applicationUri, Instant now)
      throws IOException, GeneralSecurityException {
    Path file = folder.resolve("server.pem");
    if (Files.exists(file)) {
      ServerKeys kept = load(file);
      if (kept.fits(applicationUri, now)) {
        return kept;
      }
    }
    ServerKeys made = make(applicationUri);
    made.store(file);
    return made;
  }

  private boolean fits(String applicationUri, Instant now) throws GeneralSecurityException {
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    return certificate.getNotAfter().after(Date.from(now.plus(RENEWED_BEFORE_END)))
        && names != null
        && names.contains(List.of(URI, applicationUri));
  }

  private static ServerKeys load(Path file) throws IOException, GeneralSecurityException {
    String text = Files.readString(file, StandardCharsets.US_ASCII);
    PrivateKey key =
        KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(part(text, KEY)));
    X509Certificate certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(part(text, CERTIFICATE)));
    return new ServerKeys(new KeyPair(certificate.getPublicKey(), key), certificate);
  }

  private static byte[] part(String text, String label) throws GeneralSecurityException {
    Matcher found =
        Pattern.compile("-----BEGIN " + label + "-----([^-]*)-----END " + label + "-----")
            .matcher(text);
    if (!found.find()) {
      throw new GeneralSecurityException("no " + label + " in the server's keys");
    }
    return Base64.getMimeDecoder().decode(found.group(1));
  }

  private static ServerKeys make(String applicationUri) throws GeneralSecurityException {
    KeyPair pair = SelfSignedCertificateGenerator.generateRsaKeyPair(BITS);
    SelfSignedCertificateBuilder builder =
        new SelfSignedCertificateBuilder(pair)
            .setCommonName(applicationUri)
            .setOrganization("Fucina")
            .setApplicationUri(applicationUri)
            .setValidityPeriod(Period.ofYears(10))
            .addDnsName("localhost")
            .addIpAddress("127.0.0.1");
    try {
      return new ServerKeys(pair, builder.build());
    } catch (GeneralSecurityException e) {
      throw e;
    } catch (Exception e) {
      throw new GeneralSecurityException("cannot make a certificate for " + applicationUri, e);
    }
  }

  private void store(Path file) throws IOException, GeneralSecurityException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.deleteIfExists(next);
    Files.createFile(next);
    if (Files.getFileStore(next).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-------"));
    }
    String text =
        pem(KEY, keyPair.getPrivate().getEncoded()) + pem(CERTIFICATE, certificate.getEncoded());
    Files.writeString(next, text, StandardCharsets.US_ASCII);
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String pem(String label, byte[] der) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
  }
}
