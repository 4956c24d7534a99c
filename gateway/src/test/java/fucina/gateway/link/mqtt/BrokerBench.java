package fucina.gateway.link.mqtt;

import fucina.gateway.broker.BrokerPassword;
import fucina.gateway.broker.BrokerUser;
import fucina.gateway.broker.BrokerUsers;
import fucina.gateway.broker.EmbeddedBroker;
import fucina.gateway.link.Wire;
import java.nio.file.Path;

/** The embedded broker on a port of its own that it keeps through a restart, behind a line. */
public final class BrokerBench implements AutoCloseable {
  public static final String PASSWORD = "a password of the tests";

  private final Path folder;
  private final int port;
  private final Wire wire;
  private final BrokerUsers users;
  private EmbeddedBroker broker;

  public BrokerBench(Path folder) {
    this.folder = folder.resolve("broker");
    BrokerPassword password = BrokerPassword.of(PASSWORD);
    this.users =
        new BrokerUsers(
            BrokerUser.everywhere("gateway", password),
            BrokerUser.below("printer-1", "printer-1", password),
            BrokerUser.edgeNode("made", "cell-2", "cell-2", password),
            BrokerUser.watching("watch", password),
            BrokerUser.below("sensors", "sensor", password));
    this.broker = start(0);
    this.port = broker.port();
    this.wire = new Wire(port);
  }

  private EmbeddedBroker start(int port) {
    return new EmbeddedBroker(folder, "127.0.0.1", port, users).start();
  }

  public void restart() {
    broker.close();
    broker = start(port);
  }

  /** Where machines connect. */
  public String direct() {
    return "mqtt://127.0.0.1:" + port;
  }

  /** Where the link connects. */
  public String throughWire() {
    return "mqtt://127.0.0.1:" + wire.port();
  }

  public Wire wire() {
    return wire;
  }

  @Override
  public void close() {
    wire.close();
    broker.close();
  }
}
