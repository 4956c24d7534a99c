package fucina.gateway.broker;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQDisconnectedException;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ServiceRegistry;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The MQTT broker in this process: MQTT 5 and 3.1.1 on one address. What it acknowledges (PUBACK)
 * for a subscriber with a persistent session is on the disk. No anonymous client; a user reaches
 * what {@link BrokerUser} grants: a refused publish of MQTT 5 is answered with reason code 135, a
 * refused subscription likewise (SUBACK 135, or 128 in 3.1.1), a refused publish of 3.1.1 ends the
 * connection. For a user other than the gateway at most 20,000 messages wait, the newest. Each
 * message carries its arrival ({@link #ARRIVED}).
 */
public final class EmbeddedBroker implements AutoCloseable {
  /**
   * The user property (MQTT 5) of every message that says when it came to this broker, in
   * microseconds since 1970; no publisher can forge it.
   */
  public static final String ARRIVED = "fucina-arrived";

  private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);

  /** Some 20 MB of the messages a machine sends. */
  private static final int MOST_WAITING = 20_000;

  private final Path dir;
  private final String host;
  private final int port;
  private final BrokerUsers users;
  private final int mostWaiting;
  private final Consumer<String> cut = this::cut;
  private volatile BiConsumer<String, Integer> tooLarge = (topic, bytes) -> {};
  private Optional<ActiveMQServer> server = Optional.empty();
  private Optional<StalledDelivery> delivery = Optional.empty();
  private Optional<BrokerFolder> folder = Optional.empty();

  /**
   * A broker that does nothing until started.
   *
   * @param dir its folder, made if missing; one process at a time
   * @param host the address it listens on
   * @param port the port, or 0 for a free one
   * @param users who may connect; may change while it runs
   */
  public EmbeddedBroker(Path dir, String host, int port, BrokerUsers users) {
    this(dir, host, port, users, MOST_WAITING);
  }

  EmbeddedBroker(Path dir, String host, int port, BrokerUsers users, int mostWaiting) {
    this.dir = dir;
    this.host = host;
    this.port = port;
    this.users = users;
    this.mostWaiting = mostWaiting;
  }

  /**
   * Starts; returns when clients can connect.
   *
   * @throws BrokerStartException with one sentence, if the port or the folder is taken
   */
  public synchronized EmbeddedBroker start() {
    if (server.isPresent()) {
      throw new IllegalStateException("the broker is already running");
    }
    checkPort();
    BrokerFolder taken = takeFolder();
    try {
      server = Optional.of(startServer());
      delivery = server.map(StalledDelivery::new);
      folder = Optional.of(taken);
    } finally {
      if (server.isEmpty()) {
        release(taken);
      }
    }
    users.onChange(cut);
    log.info("MQTT broker ready on {}", url());
    return this;
  }

  /** Artemis would only log a taken port, at length. */
  private void checkPort() {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw new BrokerStartException(
          "The MQTT broker cannot listen on " + host + ":" + port + ": " + e.getMessage(), e);
    }
  }

  private BrokerFolder takeFolder() {
    try {
      return BrokerFolder.take(dir)
          .orElseThrow(
              () ->
                  new BrokerStartException(
                      "The MQTT broker's folder " + dir + " is in use by another process"));
    } catch (IOException e) {
      throw new BrokerStartException(
          "The MQTT broker's folder " + dir + " cannot be used: " + e.getMessage(), e);
    }
  }

  private ActiveMQServer startServer() {
    ClientSessions sessions = new ClientSessions(users, mostWaiting);
    ActiveMQServer fresh =
        new ActiveMQServerImpl(
            ArtemisConfiguration.of(dir, host, port), new ArtemisSecurity(users, sessions));
    guard(fresh, sessions);
    List<Exception> failures = new CopyOnWriteArrayList<>();
    fresh.registerActivationFailureListener(failures::add);
    try {
      fresh.start(); // returns when activated, or when that has failed
      if (failures.isEmpty()) {
        sessions.sweep(); // before the first client comes
        fresh.getRemotingService().getAcceptor(ArtemisConfiguration.ACCEPTOR).start();
      }
    } catch (Exception e) {
      failures.add(e);
    }
    if (!failures.isEmpty()) {
      stop(fresh);
      throw new BrokerStartException(
          "The MQTT broker cannot start: " + failures.get(0).getMessage(), failures.get(0));
    }
    return fresh;
  }

  private void guard(ActiveMQServer fresh, ClientSessions sessions) {
    Threshold threshold = new Threshold();
    SessionTerms terms = new SessionTerms();
    ServiceRegistry registry = fresh.getServiceRegistry();
    registry.addIncomingInterceptor(threshold.incoming());
    registry.addIncomingInterceptor(
        new PacketRules((by, topic, bytes) -> tooLarge(fresh, by, topic, bytes)));
    registry.addIncomingInterceptor(terms);
    registry.addOutgoingInterceptor(threshold.outgoing());
    registry.addOutgoingInterceptor(terms);
    sessions.guard(fresh);
    fresh.registerBrokerPlugin(new ArrivalStamp(InstantSource.system()));
  }

  /**
   * Wants to be told of each payload over 1 MiB by a user who may publish on its topic: topic and
   * bytes. Its sender is disconnected. Called on the broker's threads, so it must not wait.
   */
  public void onTooLarge(BiConsumer<String, Integer> listener) {
    tooLarge = listener;
  }

  private void tooLarge(ActiveMQServer running, RemotingConnection by, String topic, int bytes) {
    boolean theirs =
        running.getSessions().stream()
            .filter(session -> by.equals(session.getRemotingConnection()))
            .flatMap(session -> Optional.ofNullable(session.getUsername()).stream())
            .flatMap(user -> users.find(user).stream())
            .anyMatch(user -> user.mayPublish(topic));
    if (theirs) {
      tooLarge.accept(topic, bytes);
    }
  }

  /** Ends the connections of a user who changed. */
  private synchronized void cut(String user) {
    server.ifPresent(
        running ->
            running.getSessions().stream()
                .filter(session -> user.equals(session.getUsername()))
                .forEach(
                    session ->
                        session
                            .getRemotingConnection()
                            .asyncFail(new ActiveMQDisconnectedException("the user changed"))));
  }

  /** The port it listens on. */
  public synchronized int port() {
    return server
        .map(each -> each.getRemotingService().getAcceptor(ArtemisConfiguration.ACCEPTOR))
        .map(acceptor -> ((NettyAcceptor) acceptor).getActualPort())
        .orElseThrow(() -> new IllegalStateException("the broker is not running"));
  }

  /** How many subscriptions it holds, of clients connected or away. */
  public synchronized long subscriptions() {
    return server.map(ClientSessions::subscriptions).orElse(0L);
  }

  /** Where we find it ourselves, as {@code mqtt://127.0.0.1:1883}. */
  public String url() {
    boolean everyAddress = host.equals("0.0.0.0") || host.equals("::");
    return "mqtt://" + (everyAddress ? "127.0.0.1" : host) + ":" + port();
  }

  /** Ends all connections, with the clients' wills, and the journal; returns when done. */
  @Override
  public synchronized void close() {
    users.forget(cut);
    delivery.ifPresent(StalledDelivery::close);
    delivery = Optional.empty();
    server.ifPresent(EmbeddedBroker::stop);
    server = Optional.empty();
    folder.ifPresent(EmbeddedBroker::release);
    folder = Optional.empty();
  }

  private static void release(BrokerFolder folder) {
    try {
      folder.close();
    } catch (IOException e) {
      log.warn("The MQTT broker's folder is not released: {}", e.getMessage());
    }
  }

  private static void stop(ActiveMQServer running) {
    FarewellToClients.of(running);
    try {
      running.stop();
    } catch (Exception e) {
      log.warn("The MQTT broker did not stop cleanly: {}", e.getMessage());
    }
  }
}
