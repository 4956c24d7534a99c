package fucina.gateway.link;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.link.opcua.SomeCertificates;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** When a technician is told that a machine's certificate comes to its end. */
class CertificateTermTest {
  private static final X509Certificate CERTIFICATE = SomeCertificates.named("robot-1");
  private static final Instant END = CERTIFICATE.getNotAfter().toInstant();

  @Test
  void moreThanThirtyDaysBeforeItNothingIsSaid() {
    assertThat(CertificateTerm.remark("It", CERTIFICATE, END.minus(Duration.ofDays(31)))).isEmpty();
  }

  @Test
  void inItsLastThirtyDaysTheDayIsNamed() {
    assertThat(CertificateTerm.remark("It", CERTIFICATE, END.minus(Duration.ofDays(29))))
        .hasValueSatisfying(
            remark -> assertThat(remark).startsWith("It expires on " + END).contains("in time"));
  }

  @Test
  void afterItItIsSaidThatItIsAcceptedAllTheSame() {
    assertThat(CertificateTerm.remark("It", CERTIFICATE, END.plusSeconds(1)))
        .hasValueSatisfying(
            remark -> assertThat(remark).startsWith("It expired on " + END).contains("accepted"));
  }
}
