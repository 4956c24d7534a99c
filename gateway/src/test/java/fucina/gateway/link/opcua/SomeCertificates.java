package fucina.gateway.link.opcua;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;

/** Certificates of machines that are not there. */
public final class SomeCertificates {
  private static final KeyPair KEY = make();

  private SomeCertificates() {}

  public static KeyPair key() {
    return KEY;
  }

  /** All have the same key, as keys take long to make. */
  public static X509Certificate named(String name) {
    try {
      return new SelfSignedCertificateBuilder(KEY)
          .setCommonName(name)
          .setApplicationUri("urn:test:" + name)
          .addDnsName(name)
          .build();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static KeyPair make() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
