package fucina.gateway.link.mqtt;

import fucina.gateway.link.LinkFault;
import fucina.gateway.link.LinkState;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Reads certificates and keys from PEM texts (RFC 7468), or from files of a folder.
 *
 * @param folder where names of files are looked up; an absolute one is taken as it is
 */
record Pem(Optional<Path> folder) {
  private static final String BEGIN = "-----BEGIN ";
  private static final int AT_MOST = 256 * 1024;

  /**
   * Certificates, in their order.
   *
   * @param what what they are for, in words
   */
  List<X509Certificate> certificates(String what, String textOrFile) throws LinkFault {
    String text = textOrFile.startsWith(BEGIN) ? textOrFile : file(what, textOrFile);
    try {
      List<X509Certificate> found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (!found.isEmpty()) {
        return found;
      }
    } catch (CertificateException e) {
      throw unfit(what, name(textOrFile) + " holds no certificate in PEM form", e);
    }
    throw unfit(what, name(textOrFile) + " holds no certificate in PEM form", null);
  }

  /** A private key: PKCS #8, not encrypted; RSA, EC or Ed25519. */
  PrivateKey key(String what, String file) throws LinkFault {
    String text = file(what, file);
    String begin = BEGIN + "PRIVATE KEY-----";
    int from = text.indexOf(begin);
    int to = text.indexOf("-----END PRIVATE KEY-----");
    if (from < 0 || to < from) {
      throw unfit(
          what,
          file
              + " holds no unencrypted PKCS #8 key (\"BEGIN PRIVATE KEY\"); openssl pkcs8 -topk8"
              + " -nocrypt makes one of any other",
          null);
    }
    PKCS8EncodedKeySpec spec;
    try {
      spec =
          new PKCS8EncodedKeySpec(
              Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to).trim()));
    } catch (IllegalArgumentException e) {
      throw unfit(what, "the key in " + file + " is not Base64", e);
    }
    for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException e) {
        // Then it is of another algorithm.
      } catch (GeneralSecurityException e) {
        throw unfit(what, "this Java knows no " + algorithm, e);
      }
    }
    throw unfit(what, "the key in " + file + " is neither RSA nor EC nor Ed25519", null);
  }

  private String file(String what, String name) throws LinkFault {
    Path path = folder.map(home -> home.resolve(name)).orElseGet(() -> Path.of(name));
    try {
      if (Files.size(path) > AT_MOST) {
        throw unfit(what, path + " is too large to be PEM", null);
      }
      return Files.readString(path, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw unfit(what, "the gateway cannot read " + path, e);
    }
  }

  private static String name(String textOrFile) {
    return textOrFile.startsWith(BEGIN) ? "it" : textOrFile;
  }

  private static LinkFault unfit(
      String what, String why, @org.jspecify.annotations.Nullable Exception cause) {
    String sentence = "The " + what + " for the broker cannot be used: " + why + ".";
    return cause == null
        ? new LinkFault(LinkState.MISCONFIGURED, sentence)
        : new LinkFault(LinkState.MISCONFIGURED, sentence, cause);
  }
}
