package fucina.gateway.link.mqtt;

import fucina.gateway.link.Cells;
import fucina.gateway.link.MqttTerms;
import fucina.gateway.link.mqtt.BrokerAddress.Will;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The connections to MQTT brokers: one per broker and user, shared by all its machines. */
public final class MqttConnections implements AutoCloseable {
  private final String clientId;
  private final Optional<Path> certificates;
  private final InstantSource clock;
  private final Cells cells;
  private final Optional<BrokerStamp> stamp;
  private final Map<BrokerAddress, MqttConnection> connections = new HashMap<>();
  private volatile boolean expecting;

  /**
   * Makes the keeper of no connections yet.
   *
   * @param clientId what our client ids begin with; must stay the same across restarts and differ
   *     between processes, as the broker keeps what we missed under it
   * @param certificates the folder where the PEM files lie that registrations name
   */
  public MqttConnections(String clientId, Optional<Path> certificates, InstantSource clock) {
    this(clientId, certificates, clock, Cells.ANY);
  }

  /**
   * As above, for brokers inside the cells only.
   *
   * @param cells where machines' brokers may be addressed
   */
  public MqttConnections(
      String clientId, Optional<Path> certificates, InstantSource clock, Cells cells) {
    this(clientId, certificates, clock, cells, Optional.empty());
  }

  /**
   * As above, where one of the brokers says when messages came to it.
   *
   * @param stamp where it says so
   */
  public MqttConnections(
      String clientId,
      Optional<Path> certificates,
      InstantSource clock,
      Cells cells,
      Optional<BrokerStamp> stamp) {
    this.cells = cells;
    this.stamp = stamp;
    this.clientId = clientId;
    this.certificates = certificates;
    this.clock = clock;
  }

  /**
   * What a connection is made with beside its address.
   *
   * @param certificates the folder of the PEM files that its terms name
   * @param will the last will; empty for none
   * @param cells where it may connect to
   * @param stamp where a broker says when messages came to it
   * @param expecting whether more listeners are to come
   */
  record Setup(
      Optional<Path> certificates,
      Optional<Will> will,
      Cells cells,
      Optional<BrokerStamp> stamp,
      BooleanSupplier expecting) {
    /** One to which no more listeners are to come. */
    Setup(
        Optional<Path> certificates,
        Optional<Will> will,
        Cells cells,
        Optional<BrokerStamp> stamp) {
      this(certificates, will, cells, stamp, () -> false);
    }
  }

  /**
   * While more listeners are to come, as at a start, messages for which there is none wait for
   * them, however long that takes: given up, they would be acknowledged and lost.
   */
  public void expecting(boolean more) {
    expecting = more;
  }

  /** Listens on the connection of this broker and user, which is opened for the first listener. */
  public synchronized MqttConnection listen(
      BrokerAddress broker, Optional<Will> will, MqttListener listener) {
    MqttConnection connection = connections.get(broker);
    if (connection == null) {
      connection =
          new MqttConnection(
              broker,
              idFor(broker),
              new Setup(certificates, will, cells, stamp, () -> expecting),
              clock);
      connections.put(broker, connection);
      connection.start();
    }
    connection.add(listener);
    return connection;
  }

  /** Listens no more; the last one to go closes the connection. */
  public void leave(BrokerAddress broker, MqttListener listener) {
    MqttConnection connection;
    synchronized (this) {
      connection = connections.get(broker);
      if (connection == null) {
        return;
      }
      connection.remove(listener);
      if (!connection.idle()) {
        return;
      }
      connections.remove(broker);
    }
    connection.close();
  }

  /** Messages that came and are not durable yet, on all connections. */
  public synchronized int unacknowledged() {
    return connections.values().stream().mapToInt(MqttConnection::unacknowledged).sum();
  }

  /**
   * The same for the same broker and user for ever, as the broker's session hangs on it; begins
   * with the user's name, as many brokers let a user take no other.
   */
  private String idFor(BrokerAddress broker) {
    String what =
        broker.endpoint()
            + "|"
            + broker.username().orElse("")
            + "|"
            + broker.kind()
            + (broker.terms().version() == MqttTerms.Version.V5 ? "" : "|3")
            + broker.terms().shareGroup().map(group -> "|" + group).orElse("");
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(what.getBytes(StandardCharsets.UTF_8));
      String owner =
          broker.username().map(name -> name.replaceAll("[^A-Za-z0-9_.-]", "") + "-").orElse("");
      return owner + clientId + "-" + HexFormat.of().formatHex(digest, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ends all connections; what comes meanwhile stays with the brokers. */
  @Override
  public void close() {
    List<MqttConnection> all;
    synchronized (this) {
      all = new ArrayList<>(connections.values());
      connections.clear();
    }
    all.parallelStream().forEach(MqttConnection::close);
  }
}
