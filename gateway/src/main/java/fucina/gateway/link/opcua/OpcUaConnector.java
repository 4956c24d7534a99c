package fucina.gateway.link.opcua;

import fucina.gateway.link.Cells;
import fucina.gateway.link.Fingerprint;
import fucina.gateway.link.LinkFault;
import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.LinkState;
import fucina.gateway.link.TrustedCertificates;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.eclipse.milo.opcua.sdk.client.DiscoveryClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfig;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.channel.EncodingLimits;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;

/**
 * Opens sessions: finds the endpoint, looks at the server's certificate, signs in. Every step has a
 * deadline, and a failed attempt leaves nothing behind.
 *
 * @param certificates which of the gateway's certificates to show
 * @param cells where machines may be addressed
 * @param applicationUri the gateway's application URI
 * @param trust which servers are trusted
 * @param executor runs Milo's callbacks
 * @param clock our clock
 */
record OpcUaConnector(
    Supplier<OwnCertificate> certificates,
    Cells cells,
    String applicationUri,
    TrustedCertificates trust,
    ExecutorService executor,
    InstantSource clock) {
  private static final int REQUEST_MILLIS = 10_000;

  /**
   * Far more than a signal holds: a message that is larger ends the connection with all signals in
   * it, while a value that is too long for its signal costs only that signal.
   */
  private static final int MESSAGE_BYTES = 32 << 20;

  private static final EncodingLimits LIMITS =
      new EncodingLimits(
          EncodingLimits.DEFAULT_MAX_CHUNK_SIZE,
          2 * MESSAGE_BYTES / EncodingLimits.DEFAULT_MAX_CHUNK_SIZE,
          MESSAGE_BYTES,
          EncodingLimits.DEFAULT_MAX_RECURSION_DEPTH);

  private static final int SESSION_MILLIS = 60_000;
  private static final int KEEP_ALIVE_MILLIS = 2_000;

  /** The certificate shown from now on. */
  OwnCertificate own() {
    return certificates.get();
  }

  /**
   * Opens a session.
   *
   * @param publishes how many publish requests may wait at the server at once
   */
  Opened open(LinkSettings settings, int publishes) throws LinkFault, InterruptedException {
    Security security = Security.parse(settings.security());
    OwnCertificate own = own();
    if (security.none() && !settings.insecure()) {
      throw new LinkFault(
          LinkState.MISCONFIGURED,
          "An unprotected connection (None) must be allowed for this machine first: anybody in its"
              + " network could read along and command it.");
    }
    List<EndpointDescription> offered = discover(settings.endpoint());
    EndpointDescription endpoint = security.choose(offered, settings.endpoint());
    if (!security.none()) {
      demandTrust(settings, endpoint);
    }
    OpcUaClientConfig config =
        OpcUaClientConfig.builder()
            .setEndpoint(endpoint)
            .setApplicationName(LocalizedText.english(OwnCertificate.NAME))
            .setApplicationUri(applicationUri)
            .setProductUri("urn:fucina:gateway")
            .setSessionName(() -> "Fucina link of " + settings.machine())
            .setKeyPair(own.key())
            .setCertificate(own.certificate())
            .setCertificateChain(own.chain())
            .setCertificateValidator(new PinnedTrust(trust, settings.machine()))
            .setIdentityProvider(new Identities(trust).of(settings, endpoint))
            .setRequestTimeout(Unsigned.uint(REQUEST_MILLIS))
            .setSessionTimeout(Unsigned.uint(SESSION_MILLIS))
            .setKeepAliveInterval(Unsigned.uint(KEEP_ALIVE_MILLIS))
            .setKeepAliveTimeout(Unsigned.uint(KEEP_ALIVE_MILLIS))
            .setEncodingLimits(LIMITS)
            .setMaxPendingPublishRequests(Unsigned.uint(publishes))
            .build();
    return connect(config, settings.endpoint(), own);
  }

  private Opened connect(OpcUaClientConfig config, String endpoint, OwnCertificate own)
      throws LinkFault, InterruptedException {
    PromptTransport transport = PromptTransport.make(executor, cells);
    Opened opened = new Opened(new OpcUaClient(config, transport), transport);
    try {
      await(opened.client().connectAsync());
      return opened;
    } catch (ExecutionException | TimeoutException e) {
      opened.close();
      throw OpcUaFaults.afterDiscovery(e, endpoint, own.certificate());
    } catch (InterruptedException e) {
      opened.close();
      throw e;
    }
  }

  private List<EndpointDescription> discover(String endpoint)
      throws LinkFault, InterruptedException {
    FirstHeard heard = new FirstHeard();
    try {
      return await(
          DiscoveryClient.getEndpoints(
              endpoint,
              config -> {
                PromptTransport.configure(config, executor, cells);
                config.setChannelPipelineCustomizer(pipeline -> pipeline.addFirst(heard));
              }));
    } catch (ExecutionException | TimeoutException e) {
      throw OpcUaFaults.noServer(e, endpoint, heard)
          .orElseGet(() -> OpcUaFaults.fault(e, endpoint, own().certificate()));
    }
  }

  private static <T> T await(CompletableFuture<T> answer)
      throws ExecutionException, TimeoutException, InterruptedException {
    return answer.get(REQUEST_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Stops before a certificate nobody has trusted, and says what there is to doubt about it. */
  private void demandTrust(LinkSettings settings, EndpointDescription endpoint) throws LinkFault {
    X509Certificate certificate;
    try {
      certificate =
          CertificateUtil.decodeCertificates(endpoint.getServerCertificate().bytesOrEmpty()).get(0);
    } catch (UaException | IndexOutOfBoundsException e) {
      throw new LinkFault(
          LinkState.MISCONFIGURED, "The machine's server shows no readable certificate.", e);
    }
    if (!trust.trusted(settings.machine(), certificate)) {
      trust.presented(settings.machine(), certificate);
    }
    if (!trust.trusted(settings.machine(), certificate)) {
      String print = Fingerprint.sha256(certificate);
      throw new LinkFault(
          LinkState.CERTIFICATE_UNTRUSTED,
          (trust.rejected(settings.machine(), certificate)
                  ? "The machine's server shows the certificate that was rejected here (SHA-256 "
                      + print
                      + "): trust it after all, or have the machine show another."
                  : "The machine's server shows a certificate that nobody here has trusted: compare"
                      + " SHA-256 "
                      + print
                      + " with the machine's own panel, then trust or reject it.")
              + CertificateDoubts.of(certificate, endpoint, settings.endpoint(), clock.instant()));
    }
  }

  /**
   * An open session.
   *
   * @param client Milo's client
   * @param transport what it sends on
   */
  record Opened(OpcUaClient client, PromptTransport transport) implements AutoCloseable {
    private static final int CLOSE_MILLIS = 2_000;

    /** What the server showed; empty where it is spoken to without security. */
    Optional<X509Certificate> certificate() {
      EndpointDescription endpoint = client.getConfig().getEndpoint();
      if (endpoint.getSecurityMode() == MessageSecurityMode.None) {
        return Optional.empty();
      }
      try {
        return CertificateUtil.decodeCertificates(endpoint.getServerCertificate().bytesOrEmpty())
            .stream()
            .findFirst();
      } catch (UaException e) {
        return Optional.empty();
      }
    }

    /** Closes the session where the server still answers, and the connection in any case. */
    @Override
    public void close() {
      CompletableFuture<OpcUaClient> gone = client.disconnectAsync();
      try {
        gone.get(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException | TimeoutException e) {
        // The server does not answer: it drops the session by its own time-out.
        transport.latest().ifPresent(channel -> channel.close());
      }
    }
  }
}
