package fucina.gateway.link.mqtt;

import fucina.gateway.link.LinkFault;
import fucina.gateway.link.LinkState;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What went wrong under TLS, in words a technician can act on. */
final class TlsFaults {
  private TlsFaults() {}

  /** Why it failed; empty where TLS was not the reason. */
  static Optional<LinkFault> of(Throwable failure, BrokerAddress broker, BrokerTls tls) {
    if (tls.missedOurs() && tls.shown().isPresent()) {
      return Optional.of(
          new LinkFault(
              LinkState.WAITING_FOR_TRUST,
              "The broker "
                  + broker.endpoint()
                  + " asks for a certificate of ours: name one, with its key, in the machine's"
                  + " registration (connection.mqtt.certificate and key).",
              failure));
    }
    Optional<SSLException> under = find(failure, SSLException.class);
    if (tls.showedOurs() && under.isEmpty()) {
      return Optional.of(
          new LinkFault(
              LinkState.WAITING_FOR_TRUST,
              "The broker "
                  + broker.endpoint()
                  + " does not accept our certificate: it asked for it and then ended the"
                  + " connection; its operator must trust it.",
              failure));
    }
    return under.map(
        told -> new LinkFault(state(failure), sentence(failure, told, broker, tls), failure));
  }

  private static LinkState state(Throwable failure) {
    if (refusedByBroker(failure)) {
      return LinkState.WAITING_FOR_TRUST;
    }
    return find(failure, CertificateException.class).isPresent()
            || find(failure, CertPathBuilderException.class).isPresent()
        ? LinkState.CERTIFICATE_UNTRUSTED
        : LinkState.MISCONFIGURED;
  }

  private static String sentence(
      Throwable failure, SSLException told, BrokerAddress broker, BrokerTls tls) {
    String its = "The certificate of the broker " + broker.endpoint();
    Optional<X509Certificate> shown = tls.shown();
    if (find(failure, CertificateExpiredException.class).isPresent()) {
      return its + " expired" + shown.map(c -> " on " + day(c, true)).orElse("") + ": renew it.";
    }
    if (find(failure, CertificateNotYetValidException.class).isPresent()) {
      return its
          + " is not valid"
          + shown.map(c -> " before " + day(c, false)).orElse(" yet")
          + ": is a clock wrong?";
    }
    if (find(failure, CertPathBuilderException.class).isPresent()
        || find(failure, CertPathValidatorException.class).isPresent()) {
      return its
          + " is not trusted here: it is signed by "
          + shown.map(c -> c.getIssuerX500Principal().getName()).orElse("somebody")
          + ", whom we do not know; give that CA's certificate as connection.mqtt.ca.";
    }
    if (find(failure, CertificateException.class).isPresent()) {
      return its
          + " is made out to "
          + shown.map(TlsFaults::names).orElse("another name")
          + " and not to "
          + broker.host()
          + ": address it by that name, or have it made out anew.";
    }
    if (refusedByBroker(failure)) {
      return "The broker "
          + broker.endpoint()
          + " does not accept our certificate ("
          + alert(told)
          + "): its operator must trust it.";
    }
    return alert(told).contains("Unsupported or unrecognized SSL message")
        ? "What answers at "
            + broker.endpoint()
            + " does not speak TLS: is it the port without TLS (mqtt://, often 1883)?"
        : "The broker " + broker.endpoint() + " and we find no common TLS: " + alert(told) + ".";
  }

  private static boolean refusedByBroker(Throwable failure) {
    String alert =
        find(failure, SSLException.class).map(TlsFaults::alert).orElse("").toLowerCase(Locale.ROOT);
    return alert.contains("fatal alert")
        && (alert.contains("cert") || alert.contains("unknown_ca") || alert.contains("denied"));
  }

  private static String alert(SSLException told) {
    return String.valueOf(told.getMessage());
  }

  private static String day(X509Certificate certificate, boolean end) {
    return (end ? certificate.getNotAfter() : certificate.getNotBefore())
        .toInstant()
        .toString()
        .substring(0, 10);
  }

  /** The names a certificate is made out to (RFC 6125: the subject's alternatives, else its CN). */
  private static String names(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      if (certificate.getSubjectAlternativeNames() != null) {
        for (List<?> name : certificate.getSubjectAlternativeNames()) {
          names.add(String.valueOf(name.get(1)));
        }
      }
    } catch (CertificateParsingException e) {
      // Then it is told by its subject.
    }
    return names.isEmpty()
        ? certificate.getSubjectX500Principal().getName()
        : String.join(", ", names);
  }

  private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> kind) {
    @Nullable Throwable each = failure;
    for (int depth = 0; each != null && depth < 20; depth++) {
      if (kind.isInstance(each)) {
        return Optional.of(kind.cast(each));
      }
      each = each.getCause();
    }
    return Optional.empty();
  }
}
