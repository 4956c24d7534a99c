package fucina.gateway.link.opcua;

import fucina.gateway.link.LinkFault;
import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.LinkState;
import fucina.gateway.link.LinkStatus;
import fucina.gateway.link.LockHold;
import fucina.gateway.link.MachineEvents;
import fucina.gateway.link.MachineLink;
import fucina.gateway.link.SignalStatus;
import fucina.gateway.link.StatusBoard;
import fucina.profiles.Command;
import fucina.profiles.NodeAddress;
import fucina.profiles.Signal;
import fucina.profiles.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The link to one OPC UA server. One thread of its own opens the connection, watches it and opens a
 * new one after a break; values arrive and commands leave on Milo's threads.
 */
final class OpcUaLink implements MachineLink {
  private static final Logger LOG = LoggerFactory.getLogger(OpcUaLink.class);
  private static final Duration LOOK = Duration.ofMillis(250);

  /** How long Milo may try to resume the session before a new one is opened. */
  private static final Duration RESUME = Duration.ofSeconds(4);

  private final LinkSettings settings;
  private final OpcUaConnector connector;
  private final OpcUaDecoder decoder;
  private final StatusBoard board;
  private final MachineEvents events;
  private final Pace pace = new Pace();
  private final Thread thread;
  private volatile boolean closed;
  private volatile Optional<OpcUaConnection> current = Optional.empty();
  private final MissedValues missed;
  private final MachineLock lock;

  OpcUaLink(
      LinkSettings settings,
      OpcUaConnector connector,
      OpcUaDecoder decoder,
      StatusBoard board,
      MachineEvents events) {
    this.events = events;
    this.settings = settings;
    this.connector = connector;
    this.decoder = decoder;
    this.board = board;
    this.missed = new MissedValues(decoder);
    this.lock = new MachineLock(settings.machine(), connector.applicationUri(), decoder.clock());
    this.thread = new Thread(this::run, "opcua " + settings.machine());
    this.thread.setDaemon(true);
  }

  @Override
  public void start() {
    board.show(LinkState.CONNECTING, "");
    thread.start();
  }

  @Override
  public LinkStatus status() {
    return board.status();
  }

  @Override
  public List<SignalStatus> signals() {
    return current
        .map(OpcUaConnection::signals)
        .orElseGet(() -> settings.profile().signals().stream().map(this::unasked).toList());
  }

  @Override
  public Optional<Duration> clockOffset() {
    return Optional.of(decoder.machineClock().offset());
  }

  private SignalStatus unasked(Signal signal) {
    return new SignalStatus(
        signal.name(),
        SignalStatus.State.WAITING,
        "",
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Override
  public CompletableFuture<Answer> execute(
      Command command, Map<String, Value> arguments, String reference) {
    return current
        .map(connection -> execute(connection, command, arguments))
        .orElseGet(() -> CompletableFuture.completedFuture(notSent()));
  }

  /** Before a motion the watchdog is fed, so that it does not bite for a silence before it. */
  private CompletableFuture<Answer> execute(
      OpcUaConnection connection, Command command, Map<String, Value> arguments) {
    Optional<NodeAddress> watchdog =
        settings.profile().watchdog().filter(any -> command.kind() == Command.Kind.MOTION);
    return watchdog
        .map(node -> connection.commands().feed(node))
        .orElseGet(() -> CompletableFuture.completedFuture(new Answer.Accepted("")))
        .thenCompose(fed -> connection.commands().execute(command, arguments));
  }

  private Answer notSent() {
    LinkStatus now = board.status();
    return new Answer.NotSent(now.detail().isEmpty() ? "the link is down" : now.detail());
  }

  @Override
  public void holdLock(String context) {
    lock.want(context);
  }

  @Override
  public void releaseLock() {
    lock.release();
  }

  @Override
  public LockHold lock() {
    return settings.profile().lock().isEmpty() ? new LockHold.None() : lock.hold();
  }

  @Override
  public void feedWatchdog() {
    current.ifPresent(
        connection ->
            settings
                .profile()
                .watchdog()
                .ifPresent(node -> connection.commands().feedOrTell(node, settings.machine())));
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    board.show(LinkState.STOPPED, "");
  }

  private void run() {
    try {
      stayConnected();
    } finally {
      missed.giveUp();
    }
  }

  private void stayConnected() {
    while (!closed) {
      try {
        connectAndWatch();
      } catch (LinkFault fault) {
        LOG.debug("link of {}", settings.machine(), fault);
        pause(fault);
      } catch (InterruptedException e) {
        // Only close() interrupts, and the loop looks at it next.
      } catch (RuntimeException e) {
        LOG.error("link of {}", settings.machine(), e);
        pause(new LinkFault(LinkState.UNREACHABLE, "The link failed inside: " + e + ".", e));
      }
    }
  }

  private void connectAndWatch() throws LinkFault, InterruptedException {
    int intervals =
        (int) settings.profile().signals().stream().map(Rates::publishing).distinct().count();
    OpcUaConnector.Opened opened = connector.open(settings, intervals + 2);
    OpcUaConnection connection = null;
    try {
      connection = OpcUaConnection.over(opened, settings, decoder, events);
      connection.measureClock();
      connection.measureClock();
      connection.subscribe();
      Optional<LockServices> locking = connection.lockServices();
      locking.ifPresent(lock::begin);
      current = Optional.of(connection);
      pace.online(now());
      try {
        watch(connection, locking);
      } finally {
        lock.over(locking.filter(any -> closed));
      }
    } catch (UaException e) {
      interrupted(e);
      throw current.isPresent()
          ? anew(connection, e)
          : OpcUaFaults.fault(e, settings.endpoint(), connector.own().certificate());
    } finally {
      current = Optional.empty();
      if (connection == null) {
        opened.close();
      } else {
        connection.close();
      }
    }
  }

  /** The server was there a moment ago, so what failed is a symptom of a break. */
  private static LinkFault anew(@Nullable OpcUaConnection connection, UaException failure) {
    String why =
        Optional.ofNullable(connection)
            .flatMap(OpcUaConnection::broken)
            .orElse(
                "the server did not answer (" + OpcUaFaults.name(failure.getStatusCode()) + ")");
    return new LinkFault(LinkState.CONNECTING, "Connecting anew: " + why + ".", failure);
  }

  /** Milo turns an interruption into a fault of the call it waited for. */
  private void interrupted(UaException e) throws InterruptedException {
    if (closed || Thread.interrupted()) {
      throw new InterruptedException(e.getMessage());
    }
  }

  private void watch(OpcUaConnection connection, Optional<LockServices> locking)
      throws LinkFault, InterruptedException, UaException {
    Chores chores = new Chores(connection, decoder, missed);
    Optional<Instant> interruptedAt = Optional.empty();
    while (!closed) {
      if (connection.active()) {
        interruptedAt = Optional.empty();
        show(connection);
        locking.ifPresent(lock::tend);
        tend(chores, connection);
      } else {
        interruptedAt = interruptedAt.or(() -> Optional.of(now()));
        board.show(LinkState.CONNECTING, "The connection broke off and is being resumed.");
      }
      if (interruptedAt.filter(at -> now().isAfter(at.plus(RESUME))).isPresent()) {
        throw new LinkFault(
            LinkState.UNREACHABLE,
            "The connection to the machine at " + settings.endpoint() + " broke off.");
      }
      Optional<String> broken = connection.broken();
      if (broken.isPresent()) {
        throw new LinkFault(LinkState.CONNECTING, "Connecting anew: " + broken.get() + ".");
      }
      Thread.sleep(LOOK.toMillis());
    }
  }

  /** What fails while the connection breaks off is a symptom of that, which Milo may mend. */
  private static void tend(Chores chores, OpcUaConnection connection)
      throws UaException, InterruptedException {
    try {
      chores.whereDue();
    } catch (UaException e) {
      Thread.sleep(LOOK.toMillis());
      if (connection.active()) {
        throw e;
      }
    }
  }

  private void show(OpcUaConnection connection) {
    Optional<LinkFault> remarks = connection.remarks();
    board.show(
        remarks.map(LinkFault::state).orElse(LinkState.ONLINE),
        remarks.map(LinkFault::sentence).orElse(""));
  }

  private Instant now() {
    return decoder.clock().instant();
  }

  private void pause(LinkFault fault) {
    if (closed) {
      return;
    }
    board.show(fault.state(), fault.sentence());
    try {
      Thread.sleep(pace.after(fault, now()).toMillis());
    } catch (InterruptedException e) {
      // Only close() interrupts, and the loop looks at it next.
    }
  }
}
