package fucina.gateway.link.opcua;

import fucina.gateway.link.Fingerprint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Period;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway's own key and certificate. Machines' operators accept it once, by hand, on a panel,
 * so it is made once and lives long: RSA 2048, 20 years, a {@code .key} (PKCS #8, readable by its
 * owner only) and a {@code .der}. It is made anew only where the application URI was changed, as
 * OPC 10000-6 §6.2.2 wants that URI in the certificate.
 *
 * @param key the key pair
 * @param certificate the certificate
 */
record OwnCertificate(KeyPair key, X509Certificate certificate) {
  private static final Logger LOG = LoggerFactory.getLogger(OwnCertificate.class);
  static final String NAME = "Fucina gateway";

  /**
   * Reads it from the folder, or makes it there.
   *
   * @param place what its two files are called, before the dot
   */
  static OwnCertificate in(Path pki, String place, String applicationUri) {
    Path key = pki.resolve(place + ".key");
    Path der = pki.resolve(place + ".der");
    try {
      if (Files.exists(key) && Files.exists(der)) {
        OwnCertificate kept = read(key, der);
        if (CertificateUtil.getSanUri(kept.certificate)
            .filter(applicationUri::equals)
            .isPresent()) {
          return kept;
        }
        LOG.warn(
            "the application URI is now {}: machines must accept a new certificate",
            applicationUri);
      }
      OwnCertificate made = make(applicationUri);
      made.write(key, der);
      LOG.info("made the gateway's certificate, SHA-1 {}", Fingerprint.sha1(made.certificate));
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the gateway's certificate in " + pki, e);
    } catch (Exception e) {
      throw new IllegalStateException("cannot read or make the gateway's certificate in " + pki, e);
    }
  }

  private static OwnCertificate read(Path key, Path der)
      throws IOException, GeneralSecurityException {
    PrivateKey secret =
        KeyFactory.getInstance("RSA")
            .generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(key)));
    X509Certificate certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(der)));
    return new OwnCertificate(new KeyPair(certificate.getPublicKey(), secret), certificate);
  }

  private static OwnCertificate make(String applicationUri) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair key = generator.generateKeyPair();
    X509Certificate certificate =
        new SelfSignedCertificateBuilder(key)
            .setCommonName(NAME)
            .setOrganization("Fucina")
            .setApplicationUri(applicationUri)
            .addDnsName("localhost")
            .setValidityPeriod(Period.ofYears(20))
            .build();
    return new OwnCertificate(key, certificate);
  }

  private void write(Path keyFile, Path derFile) throws IOException, GeneralSecurityException {
    Files.createDirectories(keyFile.toAbsolutePath().getParent());
    Files.deleteIfExists(keyFile);
    if (Files.getFileStore(keyFile.toAbsolutePath().getParent())
        .supportsFileAttributeView("posix")) {
      Files.createFile(
          keyFile,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.write(keyFile, key.getPrivate().getEncoded());
    Files.write(derFile, certificate.getEncoded());
  }

  X509Certificate[] chain() {
    return List.of(certificate).toArray(new X509Certificate[0]);
  }
}
