package fucina.gateway.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fucina.gateway.link.opcua.SomeCertificates;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class UserKeyTest {
  private static final X509Certificate CERTIFICATE = SomeCertificates.named("operator");

  private static String pem(String label, byte[] content) {
    String lines =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content);
    return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
  }

  @Test
  void aCertificateAndItsKeyAreReadFromOneText() throws Exception {
    UserKey read =
        UserKey.ofPem(
            pem("CERTIFICATE", CERTIFICATE.getEncoded())
                + pem("PRIVATE KEY", SomeCertificates.key().getPrivate().getEncoded()));
    assertThat(read.certificate()).isEqualTo(CERTIFICATE);
    assertThat(read.key()).isEqualTo(SomeCertificates.key().getPrivate());
    assertThat(read.toString()).contains("CN=operator").doesNotContain("PrivateKey");
  }

  @Test
  void whatIsMissingIsNamed() throws Exception {
    String alone = pem("CERTIFICATE", CERTIFICATE.getEncoded());
    assertThatThrownBy(() -> UserKey.ofPem(alone))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("BEGIN PRIVATE KEY");
    assertThatThrownBy(() -> UserKey.ofPem(alone + pem("PRIVATE KEY", new byte[] {1, 2})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PKCS #8");
  }
}
