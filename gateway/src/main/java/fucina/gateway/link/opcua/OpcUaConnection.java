package fucina.gateway.link.opcua;

import fucina.gateway.link.CertificateTerm;
import fucina.gateway.link.LinkFault;
import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.LinkState;
import fucina.gateway.link.MachineEvents;
import fucina.gateway.link.SignalStatus;
import fucina.gateway.link.opcua.Monitoring.Group;
import fucina.gateway.link.opcua.OpcUaConnector.Opened;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Command;
import fucina.profiles.CommandAddress;
import fucina.profiles.Event;
import fucina.profiles.Event.Source.OpcUaEvents;
import fucina.profiles.NodeAddress;
import fucina.profiles.Profile;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.milo.opcua.sdk.client.SessionActivityListener;
import org.eclipse.milo.opcua.sdk.client.UaSession;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;

/**
 * One session and its subscriptions, from opening to its end; it is never used again after a break
 * that Milo could not mend. Its own methods are called by the link's thread, and may wait for the
 * server.
 */
final class OpcUaConnection implements AutoCloseable {
  private final Opened opened;
  private final Profile profile;
  private final Addresses addresses;
  private final OpcUaDecoder decoder;
  private final Calls calls;
  private final Monitoring monitoring;
  private final SignalWatch signalWatch;
  private final OpcUaCommands commands;
  private volatile Optional<UaSession> session;
  private final AtomicBoolean resumed = new AtomicBoolean();
  private volatile Optional<String> broken = Optional.empty();
  private Optional<History> history = Optional.empty();
  private Optional<OpcUaSubscription> alarms = Optional.empty();
  private final MachineEvents events;
  private final Optional<X509Certificate> certificate;

  private OpcUaConnection(
      Opened opened,
      UaSession session,
      LinkSettings settings,
      OpcUaDecoder decoder,
      MachineEvents events) {
    this.opened = opened;
    this.events = events;
    this.profile = settings.profile();
    this.decoder = decoder;
    this.session = Optional.of(session);
    this.certificate = opened.certificate();
    this.calls = Calls.on(opened.client());
    this.addresses = new Addresses(opened.client(), calls, settings::filled);
    this.monitoring = new Monitoring(opened, calls, addresses, profile.signals(), decoder);
    this.signalWatch = new SignalWatch(monitoring, calls, decoder);
    decoder.skew().forget();
    this.commands = new OpcUaCommands(opened, () -> this.session, addresses);
  }

  /** Takes over a session that has just been opened; subscribes to nothing yet. */
  static OpcUaConnection over(
      Opened opened, LinkSettings settings, OpcUaDecoder decoder, MachineEvents events)
      throws UaException {
    OpcUaConnection made =
        new OpcUaConnection(opened, opened.client().getSession(), settings, decoder, events);
    opened.client().addSessionActivityListener(made.watch());
    return made;
  }

  private SessionActivityListener watch() {
    return new SessionActivityListener() {
      @Override
      public void onSessionActive(UaSession active) {
        session = Optional.of(active);
        resumed.set(true);
      }

      @Override
      public void onSessionInactive(UaSession inactive) {
        session = Optional.empty();
      }
    };
  }

  /** One subscription per publishing interval, each with its signals. */
  void subscribe() throws UaException {
    history = Optional.of(new History(opened.client(), serverStarted()));
    addresses.learn(asked());
    monitoring.begin(why -> broken = Optional.of(why));
    List<OpcUaEvents> wanted =
        profile.events().stream()
            .map(Event::source)
            .filter(OpcUaEvents.class::isInstance)
            .map(OpcUaEvents.class::cast)
            .toList();
    alarms =
        new EventWatch(decoder, events, why -> broken = Optional.of(why))
            .open(opened.client(), addresses, wanted);
  }

  /** The nodes of the commands, the watchdog and the lock. */
  private List<NodeAddress> asked() {
    List<NodeAddress> asked = new ArrayList<>();
    profile.watchdog().ifPresent(asked::add);
    profile.lock().ifPresent(asked::add);
    for (Event event : profile.events()) {
      if (event.source() instanceof OpcUaEvents told) {
        asked.add(told.notifier());
        told.eventType().ifPresent(asked::add);
      }
    }
    for (Command command : profile.commands()) {
      if (command.address() instanceof CommandAddress.OpcUaMethod method) {
        asked.add(method.object());
        asked.add(method.method());
      } else if (command.address() instanceof CommandAddress.OpcUaWrite write) {
        asked.add(write.node());
      }
    }
    return asked;
  }

  private Optional<Instant> serverStarted() throws UaException {
    Optional<DateTime> started = time(NodeIds.Server_ServerStatus_StartTime);
    return started.filter(time -> !time.isNull()).map(DateTime::getJavaInstant);
  }

  private Optional<DateTime> time(NodeId node) throws UaException {
    ReadValueId what =
        new ReadValueId(node, AttributeId.Value.uid(), null, QualifiedName.NULL_VALUE);
    DataValue value = calls.read(List.of(what)).get(0);
    return value.value().value() instanceof DateTime time ? Optional.of(time) : Optional.empty();
  }

  /** Tries again what was set aside; looks after notifications that were lost. */
  void tend() throws UaException {
    monitoring.tend();
    signalWatch.resolve();
    for (Group group : monitoring.groups()) {
      if (group.delivery().takeLost()) {
        signalWatch.reread(group);
      }
    }
  }

  /** Holds what the subscriptions told against what the server has. */
  void compare() throws UaException {
    signalWatch.compare();
  }

  /** The machine's LockingServices; empty where its profile names none, or the server has none. */
  Optional<LockServices> lockServices() throws UaException {
    Optional<NodeId> lock = profile.lock().flatMap(addresses::find);
    return lock.isPresent()
        ? Optional.of(LockMethods.of(opened.client(), calls, lock.get(), this::sessionId))
        : Optional.empty();
  }

  private Object sessionId() {
    return session.<Object>map(UaSession::getSessionId).orElse("");
  }

  /** Whether the session was resumed since the last time this was asked. */
  boolean takeResumed() {
    return resumed.getAndSet(false);
  }

  /** Makes good what was missed, as far as one turn goes. */
  void makeGood(MissedValues missed) {
    history.ifPresent(kept -> missed.makeGood(monitoring, kept));
  }

  /** How each signal fares. */
  List<SignalStatus> signals() {
    return monitoring.statuses();
  }

  /** What a technician should know while it stands: what is missing, what comes to its end. */
  Optional<LinkFault> remarks() {
    Optional<String> term =
        certificate.flatMap(
            shown ->
                CertificateTerm.remark(
                    "The machine's certificate", shown, decoder.clock().instant()));
    Optional<LinkFault> missing = MissingSignals.of(signals());
    return term.map(
            ends ->
                missing
                    .map(lacks -> new LinkFault(lacks.state(), lacks.sentence() + " " + ends))
                    .orElseGet(() -> new LinkFault(LinkState.ONLINE, ends)))
        .or(() -> missing);
  }

  /**
   * Looks at the clock that stamps the machine's values: the server's, less the skew its values
   * show. A machine known to be off is not judged before its values have shown theirs.
   */
  void measureClock() throws UaException {
    Optional<Duration> skew = decoder.skew().current();
    if (skew.isEmpty() && decoder.machineClock().off()) {
      return;
    }
    Instant asked = decoder.clock().instant();
    Optional<DateTime> now = time(NodeIds.Server_ServerStatus_CurrentTime);
    Instant answered = decoder.clock().instant();
    if (now.isPresent()) {
      Instant source = now.get().getJavaInstant().minus(skew.orElse(Duration.ZERO));
      decoder.machineClock().measured(source, asked, answered);
    }
  }

  /** Whether the session is there at this moment. */
  boolean active() {
    return session.isPresent();
  }

  /** Why this connection cannot go on; empty while it can. */
  Optional<String> broken() {
    return broken.or(
        () ->
            monitoring.groups().stream()
                .filter(group -> active())
                .filter(
                    group ->
                        group.delivery().silentFor(Subscriptions.patience(group.subscription())))
                .map(group -> "the server has sent neither values nor keep-alives")
                .findFirst());
  }

  /** Until when every signal that the server has is known to be whole; empty where one is not. */
  Optional<Instant> whole() {
    List<Optional<Instant>> each =
        monitoring.items().stream()
            .filter(SignalItem::created)
            .map(monitoring::wholeUntil)
            .toList();
    return each.contains(Optional.<Instant>empty())
        ? Optional.empty()
        : each.stream().flatMap(Optional::stream).min(Comparator.naturalOrder());
  }

  /** Notes from when on each signal is not known to be whole, as this connection is over. */
  void interrupted() {
    for (SignalItem item : monitoring.items()) {
      String name = item.signal().name();
      Optional<Instant> last = decoder.last().last(name).map(Reading::time);
      monitoring
          .wholeUntil(item)
          .map(whole -> last.filter(time -> time.isAfter(whole)).orElse(whole))
          .or(() -> last)
          .or(() -> item.behind().map(any -> monitoring.groupOf(item).delivery().opened()))
          .ifPresent(from -> decoder.continuity().interrupted(name, from, "link-lost"));
    }
  }

  OpcUaCommands commands() {
    return commands;
  }

  /** Ends the session, and the subscriptions with it. */
  @Override
  public void close() {
    session = Optional.empty();
    List<OpcUaSubscription> all = new ArrayList<>();
    monitoring.groups().forEach(group -> all.add(group.subscription()));
    alarms.ifPresent(all::add);
    all.forEach(subscription -> subscription.setSubscriptionListener(null));
    monitoring.groups().forEach(group -> group.delivery().end());
    interrupted();
    opened.close();
    all.forEach(OpcUaSubscription::reset);
  }
}
