package fucina.gateway.link.opcua;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.types.structured.ApplicationDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;

/**
 * What a technician should know of a server's certificate before trusting it (OPC 10000-4 §6.1.3).
 * Machines' certificates are often wrong in these ways and still the machine's: who has compared
 * the fingerprint may trust them all the same.
 */
final class CertificateDoubts {
  private CertificateDoubts() {}

  /** The doubts as sentences, each after a blank; empty where there are none. */
  static String of(
      X509Certificate certificate, EndpointDescription endpoint, String address, Instant now) {
    StringBuilder doubts = new StringBuilder();
    if (now.isAfter(certificate.getNotAfter().toInstant())) {
      doubts.append(" It expired on ").append(certificate.getNotAfter().toInstant()).append('.');
    }
    if (now.isBefore(certificate.getNotBefore().toInstant())) {
      doubts
          .append(" It is not valid before ")
          .append(certificate.getNotBefore().toInstant())
          .append(": is the machine's clock right?");
    }
    String told =
        Optional.ofNullable(endpoint.getServer())
            .map(ApplicationDescription::getApplicationUri)
            .orElse("");
    String named = CertificateUtil.getSanUri(certificate).orElse("");
    if (!named.equals(told)) {
      doubts
          .append(" It is made for the application ")
          .append(named.isEmpty() ? "(none)" : named)
          .append(", but the server calls itself ")
          .append(told.isEmpty() ? "(nothing)" : told)
          .append('.');
    }
    String host = Optional.ofNullable(EndpointUtil.getHost(address)).orElse("");
    List<String> names = hosts(certificate);
    if (names.stream().noneMatch(host::equalsIgnoreCase)) {
      doubts
          .append(" It names ")
          .append(names.isEmpty() ? "no host" : String.join(", ", names))
          .append(", not ")
          .append(host)
          .append('.');
    }
    return doubts.toString();
  }

  private static List<String> hosts(X509Certificate certificate) {
    List<String> hosts = new java.util.ArrayList<>(CertificateUtil.getSanDnsNames(certificate));
    hosts.addAll(CertificateUtil.getSanIpAddresses(certificate));
    return hosts;
  }
}
