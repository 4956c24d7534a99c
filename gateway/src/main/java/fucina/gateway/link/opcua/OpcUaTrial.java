package fucina.gateway.link.opcua;

import fucina.gateway.link.Fingerprint;
import fucina.gateway.link.LinkFault;
import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.LinkState;
import fucina.gateway.link.Trial;
import fucina.gateway.link.TrialReport;
import fucina.gateway.link.TrialReport.Outcome;
import fucina.gateway.link.TrialReport.SignalTrial;
import fucina.gateway.link.TrustedCertificates;
import fucina.gateway.link.opcua.OpcUaConnector.Opened;
import fucina.profiles.Signal;
import fucina.profiles.SignalAddress.OpcUaNode;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.structured.EUInformation;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;

/** Opens a session as a link would, reads every signal once and ends it. */
final class OpcUaTrial implements Trial {
  private static final Duration AT_MOST = Duration.ofSeconds(20);

  private final OpcUaConnector connector;
  private final OwnCertificates certificates;

  OpcUaTrial(OpcUaConnector connector, OwnCertificates certificates) {
    this.connector = connector;
    this.certificates = certificates;
  }

  @Override
  public TrialReport run(
      LinkSettings settings, Duration listening, boolean next, Predicate<String> ours)
      throws InterruptedException {
    Optional<OwnCertificate> shown =
        next ? certificates.coming() : Optional.of(certificates.inUse());
    if (shown.isEmpty()) {
      return TrialReport.failed(
          new LinkFault(
              LinkState.MISCONFIGURED,
              "There is no next certificate of ours to try: make one with POST"
                  + " /certificates/own/renewal."),
          Optional.empty());
    }
    AtomicReference<String> untrusted = new AtomicReference<>("");
    OpcUaConnector trying =
        new OpcUaConnector(
            shown::get,
            connector.cells(),
            connector.applicationUri(),
            noting(connector.trust(), untrusted),
            connector.executor(),
            connector.clock());
    try (Opened opened = trying.open(settings, 1)) {
      return report(settings, opened);
    } catch (LinkFault fault) {
      return TrialReport.failed(
          fault, Optional.ofNullable(untrusted.get()).filter(print -> !print.isEmpty()));
    }
  }

  /** The same trust, remembering which certificate was shown in vain. */
  private static TrustedCertificates noting(
      TrustedCertificates trust, AtomicReference<String> untrusted) {
    return new TrustedCertificates() {
      @Override
      public boolean trusted(String machine, X509Certificate certificate) {
        return trust.trusted(machine, certificate);
      }

      @Override
      public boolean rejected(String machine, X509Certificate certificate) {
        return trust.rejected(machine, certificate);
      }

      @Override
      public void presented(String machine, X509Certificate certificate) {
        trust.presented(machine, certificate);
        if (!trust.trusted(machine, certificate)) {
          untrusted.set(Fingerprint.sha256(certificate));
        }
      }
    };
  }

  private TrialReport report(LinkSettings settings, Opened opened)
      throws LinkFault, InterruptedException {
    Inquiry inquiry = new Inquiry(opened.client(), AT_MOST);
    List<SignalTrial> signals = new ArrayList<>();
    try {
      opened.client().readNamespaceTable();
      Addresses addresses =
          new Addresses(opened.client(), Calls.on(opened.client()), settings::filled);
      addresses.learn(
          settings.profile().signals().stream()
              .map(Signal::address)
              .filter(OpcUaNode.class::isInstance)
              .map(address -> ((OpcUaNode) address).node())
              .toList());
      Structures structures = structures(settings, opened);
      List<SoughtSignal> sought =
          settings.profile().signals().stream()
              .map(signal -> new SoughtSignal(signal, addresses.place(signal)))
              .toList();
      read(sought, inquiry);
      sought.forEach(each -> signals.add(each.result(addresses, structures)));
    } catch (UaException e) {
      throw OpcUaFaults.fault(e, settings.endpoint(), connector.own().certificate());
    }
    boolean none =
        !signals.isEmpty() && signals.stream().allMatch(s -> s.outcome() == Outcome.MISSING);
    long odd = signals.stream().filter(s -> !s.well()).count();
    String detail =
        none
            ? "The server has none of the profile's signals: is this the right profile, or is it"
                + " another machine's server?"
            : odd > 0 ? odd + " of " + signals.size() + " signals are not well." : "";
    return new TrialReport(
        none ? LinkState.MISCONFIGURED : LinkState.ONLINE,
        (detail + " " + mismatch(opened)).strip(),
        Optional.empty(),
        signals,
        List.of());
  }

  /** A certificate made for another server, in words (OPC 10000-4 §6.1.3); else empty. */
  private static String mismatch(Opened opened) {
    var endpoint = opened.client().getConfig().getEndpoint();
    try {
      String said = String.valueOf(endpoint.getServer().getApplicationUri());
      Optional<String> certified =
          CertificateUtil.getSanUri(
              CertificateUtil.decodeCertificate(endpoint.getServerCertificate().bytesOrEmpty()));
      return certified.filter(uri -> !uri.equals(said)).isPresent()
          ? "The server calls itself "
              + said
              + ", but its certificate is made for "
              + certified.get()
              + ": have the machine make a new one."
          : "";
    } catch (UaException | RuntimeException e) {
      // Without security a server need not show a certificate.
      return "";
    }
  }

  /** How the server's structures are laid out, where a signal is a field of one. */
  private static Structures structures(LinkSettings settings, Opened opened) throws UaException {
    Structures structures = new Structures(opened.client());
    boolean fields =
        settings.profile().signals().stream()
            .anyMatch(s -> s.address() instanceof OpcUaNode node && !node.field().isEmpty());
    if (fields) {
      structures.learn();
    }
    return structures;
  }

  private static void read(List<SoughtSignal> sought, Inquiry inquiry)
      throws UaException, InterruptedException {
    List<SoughtSignal> there = sought.stream().filter(each -> each.place().isPresent()).toList();
    List<NodeId> nodes = there.stream().map(each -> each.place().orElseThrow().node()).toList();
    long begun = System.nanoTime();
    List<DataValue> values =
        inquiry.read(
            nodes.stream().map(node -> Inquiry.attribute(node, AttributeId.Value)).toList());
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    List<Optional<EUInformation>> units = Units.of(nodes, inquiry);
    for (int i = 0; i < there.size() && i < values.size(); i++) {
      SoughtSignal each = there.get(i);
      each.got(values.get(i), i < units.size() ? units.get(i) : Optional.empty(), took);
    }
  }
}
