package fucina.gateway.link.mqtt;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/** Decides on trust as the trust manager behind it does, and remembers what it saw. */
final class Witness extends X509ExtendedTrustManager {
  private final X509ExtendedTrustManager trust;
  private final Keys keys;
  private volatile Optional<X509Certificate> shown = Optional.empty();

  /** Who we are. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Identity(X509Certificate[] chain, PrivateKey key) {
    @Override
    public String toString() {
      return chain[0].getSubjectX500Principal().getName();
    }
  }

  Witness(X509ExtendedTrustManager trust, Optional<Identity> own) {
    this.trust = trust;
    this.keys = new Keys(own);
  }

  X509KeyManager keys() {
    return keys;
  }

  Optional<X509Certificate> shown() {
    return shown;
  }

  boolean missedOurs() {
    return keys.asked && keys.own.isEmpty();
  }

  boolean showedOurs() {
    return keys.asked && keys.own.isPresent();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    shown = Optional.of(chain[0]);
    trust.checkServerTrusted(chain, type, socket);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    shown = Optional.of(chain[0]);
    trust.checkServerTrusted(chain, type, engine);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    shown = Optional.of(chain[0]);
    trust.checkServerTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    trust.checkClientTrusted(chain, type, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    trust.checkClientTrusted(chain, type, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    trust.checkClientTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return trust.getAcceptedIssuers();
  }

  /** Shows the one certificate we have, whoever asks; our key decides which algorithm fits. */
  private static final class Keys extends X509ExtendedKeyManager {
    private static final String OURS = "ours";
    private final Optional<Identity> own;
    private volatile boolean asked;

    Keys(Optional<Identity> own) {
      this.own = own;
    }

    private @Nullable String alias(String[] types) {
      asked = true;
      return own.filter(known -> fits(known, types)).map(known -> OURS).orElse(null);
    }

    private static boolean fits(Identity known, String[] types) {
      String algorithm = known.key().getAlgorithm();
      for (String type : types) {
        if (type.startsWith(algorithm) || type.equals("EdDSA") && algorithm.startsWith("Ed")) {
          return true;
        }
      }
      return false;
    }

    @Override
    public @Nullable String chooseClientAlias(
        String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return alias(types);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
        String[] types, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
      return alias(types);
    }

    @Override
    public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
      return own.map(known -> new String[] {OURS}).orElse(null);
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
      return null;
    }

    @Override
    public @Nullable String chooseServerAlias(
        String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
      return own.map(Identity::chain).orElse(null);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
      return own.map(Identity::key).orElse(null);
    }
  }
}
