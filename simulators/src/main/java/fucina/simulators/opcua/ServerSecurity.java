package fucina.simulators.opcua;

import fucina.simulators.machine.MachineUnavailable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import org.eclipse.milo.opcua.sdk.server.identity.UsernameIdentityValidator;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.security.CertificateManager;
import org.eclipse.milo.opcua.stack.core.security.CertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.CertificateStore;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.DefaultApplicationGroup;
import org.eclipse.milo.opcua.stack.core.security.DefaultCertificateManager;
import org.eclipse.milo.opcua.stack.core.security.DefaultServerCertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.FileBasedCertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.FileBasedTrustListManager;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateStore;
import org.eclipse.milo.opcua.stack.core.security.RsaSha256CertificateFactory;

/**
 * Who the server is and whom it lets in: its keys, the client certificates it trusts (files in
 * {@code trusted/certs}, noticed when one is added by hand), those it has turned away (files in
 * {@code rejected}), its one user.
 */
final class ServerSecurity implements AutoCloseable {
  private final OpcUaSettings settings;
  private final String applicationUri;
  private final ServerKeys keys;
  private final FileBasedTrustListManager trusted;
  private final CertificateQuarantine rejected;
  private final CertificateManager manager;

  private ServerSecurity(OpcUaSettings settings, String applicationUri, InstantSource clock)
      throws Exception {
    this.settings = settings;
    this.applicationUri = applicationUri;
    Files.createDirectories(settings.folder());
    this.keys = ServerKeys.in(settings.folder(), applicationUri, clock.instant());
    this.rejected = FileBasedCertificateQuarantine.create(settings.folder().resolve("rejected"));
    this.trusted = FileBasedTrustListManager.createAndInitialize(settings.folder());
    this.manager = new DefaultCertificateManager(rejected, group());
  }

  /**
   * What is kept in the machine's folder, made where it is missing.
   *
   * @throws MachineUnavailable if the folder cannot be used
   */
  static ServerSecurity open(OpcUaSettings settings, String machine, InstantSource clock) {
    try {
      return new ServerSecurity(settings, "urn:fucina:simulator:" + machine, clock);
    } catch (Exception e) {
      throw new MachineUnavailable(
          "cannot use the folder " + settings.folder() + " of " + machine, e);
    }
  }

  private DefaultApplicationGroup group() throws Exception {
    CertificateStore store = new MemoryCertificateStore();
    X509Certificate[] chain = {keys.certificate()};
    store.set(
        NodeIds.RsaSha256ApplicationCertificateType,
        new CertificateStore.Entry(keys.keyPair().getPrivate(), chain));
    CertificateValidator validator =
        settings.trustAll()
            ? new CertificateValidator.InsecureCertificateValidator()
            : new DefaultServerCertificateValidator(trusted, rejected);
    return DefaultApplicationGroup.createAndInitialize(trusted, store, renewal(chain), validator);
  }

  private RsaSha256CertificateFactory renewal(X509Certificate[] chain) {
    return new RsaSha256CertificateFactory() {
      @Override
      protected KeyPair createRsaSha256KeyPair() {
        return keys.keyPair();
      }

      @Override
      protected X509Certificate[] createRsaSha256CertificateChain(KeyPair pair) {
        return chain.clone();
      }
    };
  }

  String applicationUri() {
    return applicationUri;
  }

  X509Certificate certificate() {
    return keys.certificate();
  }

  CertificateManager manager() {
    return manager;
  }

  void trust(X509Certificate certificate) {
    trusted.addTrustedCertificate(certificate);
    rejected.removeRejectedCertificate(certificate);
  }

  /** The one user with the one password; no anonymous session. */
  UsernameIdentityValidator users() {
    return new UsernameIdentityValidator(
        challenge ->
            same(settings.username(), challenge.getUsername())
                & same(settings.password(), challenge.getPassword()));
  }

  private static boolean same(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    try {
      trusted.close();
    } catch (IOException e) {
      throw new MachineUnavailable("the trust list of " + settings.folder() + " did not close", e);
    }
  }
}
