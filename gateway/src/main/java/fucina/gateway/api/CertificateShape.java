package fucina.gateway.api;

import fucina.gateway.link.CertificateTerm;
import fucina.gateway.link.Fingerprint;
import fucina.gateway.link.TrustFolder;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Certificates on the wire, and what is odd about them, in sentences. */
final class CertificateShape {
  private static final int DNS_NAME = 2;
  private static final int URI_NAME = 6;
  private static final int ADDRESS = 7;
  private static final int STRONG_BITS = 2048;

  private CertificateShape() {}

  /**
   * A machine's certificate.
   *
   * @param host where the machine that showed it is addressed; empty where that is not known
   */
  static JsonObject seen(TrustFolder.Entry entry, Optional<String> host, Instant now) {
    X509Certificate certificate = entry.certificate();
    return named(certificate)
        .put("fingerprint", entry.fingerprint())
        .put("issuer", certificate.getIssuerX500Principal().getName())
        .put(
            "selfSigned",
            certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal()))
        .put("hosts", new JsonArray(hosts(certificate)))
        .put("key", key(certificate.getPublicKey()))
        .put("machine", entry.everywhere() || entry.draftOf().isPresent() ? null : entry.machine())
        .put("triedAt", entry.triedAt().orElse(null))
        .put("firstSeen", Shapes.instant(entry.firstSeen()))
        .put("lastSeen", Shapes.instant(entry.lastSeen()))
        .put("state", Shapes.word(entry.decision()))
        .put("remarks", new JsonArray(remarks(certificate, host, now)));
  }

  /** One of our own. */
  static JsonObject own(X509Certificate certificate) {
    return named(certificate)
        .put("fingerprint", Fingerprint.sha256(certificate))
        .put("pem", pem(certificate));
  }

  private static JsonObject named(X509Certificate certificate) {
    return new JsonObject()
        .put("thumbprint", Fingerprint.sha1(certificate))
        .put("subject", certificate.getSubjectX500Principal().getName())
        .put("applicationUri", names(certificate, URI_NAME).stream().findFirst().orElse(null))
        .put("validFrom", Shapes.instant(certificate.getNotBefore().toInstant()))
        .put("validTo", Shapes.instant(certificate.getNotAfter().toInstant()));
  }

  private static List<String> remarks(
      X509Certificate certificate, Optional<String> host, Instant now) {
    List<String> remarks = new ArrayList<>();
    CertificateTerm.remark("It", certificate, now).ifPresent(remarks::add);
    if (certificate.getNotBefore().toInstant().isAfter(now)) {
      remarks.add(
          "It is valid only from "
              + Shapes.instant(certificate.getNotBefore().toInstant())
              + ": the machine's clock, or ours, is wrong.");
    }
    List<String> hosts = hosts(certificate);
    host.filter(name -> !hosts.isEmpty() && hosts.stream().noneMatch(name::equalsIgnoreCase))
        .ifPresent(
            name ->
                remarks.add(
                    "It names "
                        + String.join(", ", hosts)
                        + ", not "
                        + name
                        + ", where the machine is addressed: usual where the machine has a name of"
                        + " its own network; compare the fingerprint on its panel."));
    if (names(certificate, URI_NAME).isEmpty()) {
      remarks.add(
          "It names no application URI, which OPC UA asks for (OPC 10000-6 §6.2.2); compare the"
              + " fingerprint with special care.");
    }
    if (rsaBits(certificate.getPublicKey()).filter(bits -> bits < STRONG_BITS).isPresent()) {
      remarks.add(
          "Its key, "
              + key(certificate.getPublicKey())
              + ", is weak: have the machine make one of 2048 bits or more.");
    }
    if (certificate.getSigAlgName().toUpperCase(Locale.ROOT).startsWith("SHA1")) {
      remarks.add("It is signed with SHA-1, which is broken: have the machine make a new one.");
    }
    return remarks;
  }

  private static List<String> hosts(X509Certificate certificate) {
    List<String> hosts = new ArrayList<>(names(certificate, DNS_NAME));
    hosts.addAll(names(certificate, ADDRESS));
    return hosts;
  }

  /** The subject's alternative names of one kind (RFC 5280 §4.2.1.6). */
  private static List<String> names(X509Certificate certificate, int kind) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? List.of()
          : names.stream()
              .filter(name -> Integer.valueOf(kind).equals(name.get(0)))
              .map(name -> String.valueOf(name.get(1)))
              .toList();
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }

  private static String key(PublicKey key) {
    if (key instanceof ECPublicKey curve) {
      return "EC " + curve.getParams().getOrder().bitLength();
    }
    return key.getAlgorithm() + rsaBits(key).map(bits -> " " + bits).orElse("");
  }

  private static Optional<Integer> rsaBits(PublicKey key) {
    return key instanceof RSAPublicKey rsa
        ? Optional.of(rsa.getModulus().bitLength())
        : Optional.empty();
  }

  static String pem(X509Certificate certificate) {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(der(certificate))
        + "\n-----END CERTIFICATE-----\n";
  }

  static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("the certificate cannot be written", e);
    }
  }
}
