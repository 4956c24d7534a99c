package fucina.gateway.link.opcua;

import fucina.gateway.link.Cells;
import fucina.gateway.link.DeadLetters;
import fucina.gateway.link.GatewayCertificates;
import fucina.gateway.link.LastKnown;
import fucina.gateway.link.LinkFactory;
import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.LinkStatus;
import fucina.gateway.link.MachineClock;
import fucina.gateway.link.MachineEvents;
import fucina.gateway.link.MachineLink;
import fucina.gateway.link.NodeBrowser;
import fucina.gateway.link.Notebook;
import fucina.gateway.link.StatusBoard;
import fucina.gateway.link.StoredReadings;
import fucina.gateway.link.Trial;
import fucina.gateway.link.TrustedCertificates;
import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.Intake;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Signal;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** Makes links to OPC UA servers. */
public final class OpcUaLinks implements LinkFactory, AutoCloseable {
  private static final long IDLE_SECONDS = 10;

  private final OwnCertificates certificates;
  private final OpcUaConnector connector;
  private final OpcUaBrowser browser;
  private volatile StoredReadings stored = StoredReadings.NONE;
  private final Notebook notebook;
  private final DeadLetters deadLetters;
  private final MachineEvents events = new MachineEvents();
  private final InstantSource clock;
  private final ExecutorService executor;

  /**
   * Reads the gateway's own key and certificate from the folder, making them the first time.
   *
   * @param pki folder of the own key and certificate
   * @param applicationUri the gateway's application URI, the same in its certificate
   * @param trust which servers are trusted
   * @param notebook where clock offsets are kept
   * @param deadLetters where values go that are not of their signal's type
   */
  public OpcUaLinks(
      Path pki,
      String applicationUri,
      TrustedCertificates trust,
      Notebook notebook,
      DeadLetters deadLetters,
      InstantSource clock) {
    this(pki, applicationUri, trust, notebook, deadLetters, clock, Cells.ANY);
  }

  /**
   * As above, for machines inside the cells only.
   *
   * @param cells where machines may be addressed
   */
  public OpcUaLinks(
      Path pki,
      String applicationUri,
      TrustedCertificates trust,
      Notebook notebook,
      DeadLetters deadLetters,
      InstantSource clock,
      Cells cells) {
    this.notebook = notebook;
    this.deadLetters = deadLetters;
    this.clock = clock;
    // Grows only while Milo itself waits inside a callback. What a closing client still wants to do
    // after the end is dropped without a word.
    this.executor =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            OpcUaLinks::thread,
            new ThreadPoolExecutor.DiscardPolicy());
    // RSA-PSS and OAEP with SHA-256, which Aes256_Sha256_RsaPss needs, the JDK has under no name
    // that Milo asks for.
    if (java.security.Security.getProvider(BouncyCastleProvider.PROVIDER_NAME) == null) {
      java.security.Security.addProvider(new BouncyCastleProvider());
    }
    this.certificates = new OwnCertificates(pki, applicationUri);
    this.connector =
        new OpcUaConnector(certificates::inUse, cells, applicationUri, trust, executor, clock);
    this.browser = new OpcUaBrowser(connector);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "opcua callbacks");
    thread.setDaemon(true);
    return thread;
  }

  OpcUaConnector connector() {
    return connector;
  }

  /** Tries machines out with the links' own connector. */
  public Trial trial() {
    return new OpcUaTrial(connector, certificates);
  }

  /** Looks at machines' servers. */
  public NodeBrowser browser() {
    return browser;
  }

  /** The gateway's certificates: the one in use and the one to come. */
  public GatewayCertificates certificates() {
    return certificates;
  }

  /** What machines over OPC UA report by themselves. */
  public MachineEvents events() {
    return events;
  }

  /** The gateway's own certificate, which machines must trust. */
  public X509Certificate ownCertificate() {
    return connector.own().certificate();
  }

  @Override
  public void stored(StoredReadings readings) {
    stored = readings;
  }

  @Override
  public MachineLink link(LinkSettings settings, Intake intake, Consumer<LinkStatus> onStatus) {
    String machine = settings.machine();
    LastKnown last = new LastKnown(machine);
    Owed owed = new Owed(machine, notebook);
    // What is owed is read again from there on; of a signal with newer readings only, from those.
    stored.newest(machine).forEach(last::restore);
    Optional<Instant> since = owed.since();
    since
        .map(until -> stored.until(machine, names(settings.profile().signals()), until))
        .orElse(List.of())
        .forEach(last::restore);
    Continuity continuity = new Continuity(owed);
    interrupted(settings.profile().signals(), last, owed, continuity);
    OpcUaDecoder decoder =
        new OpcUaDecoder(
            machine,
            last,
            new MachineClock(machine, notebook),
            deadLetters,
            intake,
            clock,
            new SourceSkew(),
            continuity);
    return new OpcUaLink(settings, connector, decoder, new StatusBoard(clock, onStatus), events);
  }

  private static List<String> names(List<Signal> signals) {
    return signals.stream().map(Signal::name).toList();
  }

  /**
   * While the gateway was not there nothing was heard. The signals of one publishing interval come
   * together, so each is whole until the newest of them, or until values are owed; one of another
   * interval may lag behind, but not behind what was noted as whole for all.
   */
  private void interrupted(List<Signal> signals, LastKnown last, Owed owed, Continuity continuity) {
    Map<Duration, Instant> whole = new HashMap<>();
    Optional<Instant> noted = owed.whole().filter(time -> time.isBefore(clock.instant()));
    for (Signal signal : signals) {
      noted.ifPresent(
          time -> whole.merge(Rates.publishing(signal), time, (a, b) -> a.isAfter(b) ? a : b));
      last.last(signal.name())
          .map(Reading::time)
          .filter(time -> time.isBefore(clock.instant()))
          .ifPresent(
              time -> whole.merge(Rates.publishing(signal), time, (a, b) -> a.isAfter(b) ? a : b));
    }
    for (Signal signal : signals) {
      Optional.ofNullable(whole.get(Rates.publishing(signal)))
          .filter(any -> last.last(signal.name()).isPresent())
          .map(until -> owed.since().filter(at -> owes(at, last, signal, until)).orElse(until))
          .ifPresent(until -> continuity.interrupted(signal.name(), until, Gap.LINK_LOST));
    }
  }

  /** Whether what is owed begins before a signal's values would be whole. */
  private static boolean owes(Instant since, LastKnown last, Signal signal, Instant until) {
    return since.isBefore(until)
        && last.last(signal.name()).filter(one -> !one.time().isAfter(since)).isPresent();
  }

  /** Ends what all links shared; the links themselves are closed before. */
  @Override
  public void close() {
    browser.close();
    executor.shutdown();
  }
}
