package fucina.gateway.link;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How long a machine's certificate is still good for. */
public final class CertificateTerm {
  /** A machine's maker needs some time to come. */
  private static final Duration SOON = Duration.ofDays(30);

  private CertificateTerm() {}

  /**
   * What a technician should know of its end; empty while that is more than thirty days off.
   *
   * @param whose how the sentence begins: "It", "The machine's certificate"
   */
  public static Optional<String> remark(String whose, X509Certificate certificate, Instant now) {
    Instant end = certificate.getNotAfter().toInstant();
    if (end.isBefore(now)) {
      return Optional.of(
          whose
              + " expired on "
              + end
              + ": have the machine make a new one. Trusted all the same, it is accepted, as it is"
              + " known by its fingerprint.");
    }
    return end.isBefore(now.plus(SOON))
        ? Optional.of(
            whose
                + " expires on "
                + end
                + ": have the machine make a new one in time, which then waits here to be trusted.")
        : Optional.empty();
  }
}
