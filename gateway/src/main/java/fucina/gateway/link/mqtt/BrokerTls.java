package fucina.gateway.link.mqtt;

import fucina.gateway.link.LinkFault;
import fucina.gateway.link.LinkState;
import fucina.gateway.link.MqttTerms;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The TLS of one connect: whom we trust, who we say we are, and what was seen on the way, so that a
 * failure can be told in words. Files are read anew each time.
 */
final class BrokerTls {
  private final SSLContext context;
  private final Witness witness;

  private BrokerTls(SSLContext context, Witness witness) {
    this.context = context;
    this.witness = witness;
  }

  /**
   * Makes it, for a broker that is spoken to under TLS.
   *
   * @param folder where the files lie that the terms name
   * @throws LinkFault if a certificate or key cannot be read
   */
  static Optional<BrokerTls> of(BrokerAddress broker, Optional<Path> folder) throws LinkFault {
    if (!broker.tls()) {
      return Optional.empty();
    }
    Pem pem = new Pem(folder);
    MqttTerms terms = broker.terms();
    try {
      Witness witness = new Witness(trust(terms.ca(), pem), own(terms, pem));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {witness.keys()}, new TrustManager[] {witness}, null);
      return Optional.of(new BrokerTls(context, witness));
    } catch (GeneralSecurityException | IOException e) {
      throw new LinkFault(
          LinkState.MISCONFIGURED, "Certificates for the broker cannot be used: " + e + ".", e);
    }
  }

  private static X509ExtendedTrustManager trust(Optional<String> ca, Pem pem)
      throws GeneralSecurityException, IOException, LinkFault {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    if (ca.isEmpty()) {
      factory.init((KeyStore) null);
    } else {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int i = 0;
      for (X509Certificate each : pem.certificates("CA", ca.get())) {
        store.setCertificateEntry("ca-" + i++, each);
      }
      factory.init(store);
    }
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager found) {
        return found;
      }
    }
    throw new GeneralSecurityException("this Java has no X.509 trust");
  }

  private static Optional<Witness.Identity> own(MqttTerms terms, Pem pem) throws LinkFault {
    if (terms.certificate().isEmpty() || terms.key().isEmpty()) {
      return Optional.empty();
    }
    List<X509Certificate> chain = pem.certificates("certificate", terms.certificate().get());
    return Optional.of(
        new Witness.Identity(
            chain.toArray(new X509Certificate[0]), pem.key("key", terms.key().get())));
  }

  SSLSocketFactory sockets() {
    return context.getSocketFactory();
  }

  /** The certificate the broker showed; empty where it came to none. */
  Optional<X509Certificate> shown() {
    return witness.shown();
  }

  /** Whether the broker asked for a certificate of ours, and we had none. */
  boolean missedOurs() {
    return witness.missedOurs();
  }

  /** Whether the broker asked for a certificate of ours, and got it. */
  boolean showedOurs() {
    return witness.showedOurs();
  }
}
