package fucina.gateway.broker;

import static fucina.gateway.broker.SomeUsers.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.activemq.artemis.api.config.ActiveMQDefaultConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packets no honest client sends, against the messages kept for the gateway while it is away. */
class BrokerIntruderIT {
  private static final String VICTIM = "gateway-victim";
  private static final String SHARE = "$share/" + VICTIM + "/printer-1/#";

  @TempDir private Path dir;
  private EmbeddedBroker broker;

  @BeforeEach
  void keepMessagesForTheGateway() throws Exception {
    broker = new EmbeddedBroker(dir, "127.0.0.1", 0, SomeUsers.lab()).start();
    try (Foreign5 gateway = gateway()) {
      gateway.subscribe("printer-1/#", 1);
    }
    try (Foreign5 printer = Foreign5.connect(broker.url(), "printer-1", PASSWORD)) {
      for (int i = 0; i < 10; i++) {
        assertThat(printer.publish("printer-1/n", "" + i, 1, false)).isZero();
      }
    }
  }

  @AfterEach
  void theGatewayGetsThemAllAlsoAfterARestart() throws Exception {
    broker.close();
    broker = new EmbeddedBroker(dir, "127.0.0.1", 0, SomeUsers.lab()).start();
    try (Foreign5 gateway = gateway()) {
      await().until(() -> gateway.heard.size() >= 10);
    }
    broker.close();
  }

  private Foreign5 gateway() throws Exception {
    return Foreign5.connect(broker.url(), "gateway", PASSWORD, VICTIM, Foreign5.persistent());
  }

  @Test
  void aSubscriptionBehindARefusedConnectTouchesNothing() throws Exception {
    attack(connect("watch", "a wrong password", "mosq-1"), subscribe(SHARE));
    attack(connect("nobody", "x", "mosq-2"), subscribe(SHARE));
    attack(connect("gateway", "x", "mosq-3"), subscribe(SHARE));
  }

  @Test
  void aRefusedConnectUnderAnothersNameTouchesNothing() throws Exception {
    attack(connect("watch", "a wrong password", VICTIM));
    attack(connect("gateway", "a wrong password", VICTIM));
    attack(connect("nobody", "x", VICTIM));
    attack(connect("watch", PASSWORD, VICTIM));
    attack(connect(ActiveMQDefaultConfiguration.getDefaultClusterUser(), "x", VICTIM));
    attack(
        connect(
            ActiveMQDefaultConfiguration.getDefaultClusterUser(),
            ActiveMQDefaultConfiguration.getDefaultClusterPassword(),
            VICTIM));
  }

  @Test
  void aSubscriptionThatDoesNotWaitForItsConnectTouchesNothing() throws Exception {
    attack(connect("watch", PASSWORD, "mosq-1"), subscribe(SHARE));
    attack(connect("printer-2", PASSWORD, "mosq-2"), subscribe(SHARE));
  }

  @Test
  void aSecondConnectTakesNobodysSession() throws Exception {
    attack(
        connect("watch", PASSWORD, "mosq-1"),
        connect("watch", PASSWORD, VICTIM),
        subscribe("printer-1/#"));
    attack(connect("watch", PASSWORD, VICTIM), subscribe("printer-1/#"));
  }

  @Test
  void whoHangsUpWhileItIsLookedAtEndsNobodysSession() throws Exception {
    // What matters is a moment of the broker's: most of these miss it.
    for (int knock = 0; knock < 200; knock++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), broker.port())) {
        socket.setSoLinger(true, 0);
        socket.getOutputStream().write(bytes(connect("nobody", "x", VICTIM)));
      }
    }
  }

  @Test
  void anUnsubscribeOfWhatIsAnothersTouchesNothing() throws Exception {
    attack(connect("watch", PASSWORD, "mosq-1"), unsubscribe(SHARE));
  }

  /** Sends all at once, and waits until the broker hangs up or has had its time. */
  private void attack(MqttMessage... packets) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), broker.port())) {
      socket.setSoTimeout(3_000);
      socket.getOutputStream().write(bytes(packets));
      assertThat(socket.getInputStream().readAllBytes().length).isLessThan(100);
    } catch (java.net.SocketTimeoutException | java.net.SocketException e) {
      System.out.println("the broker says no more: " + e.getMessage());
    }
  }

  private static byte[] bytes(MqttMessage... packets) throws IOException {
    EmbeddedChannel wire = new EmbeddedChannel(MqttEncoder.INSTANCE);
    try {
      wire.writeOutbound((Object[]) packets);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (ByteBuf part = wire.readOutbound(); part != null; part = wire.readOutbound()) {
        part.readBytes(bytes, part.readableBytes());
        part.release();
      }
      return bytes.toByteArray();
    } finally {
      wire.finishAndReleaseAll();
    }
  }

  private static MqttConnectMessage connect(String user, String password, String clientId) {
    return MqttMessageBuilders.connect()
        .protocolVersion(MqttVersion.MQTT_5)
        .clientId(clientId)
        .cleanSession(true)
        .keepAlive(30)
        .username(user)
        .password(password.getBytes(StandardCharsets.UTF_8))
        .properties(new MqttProperties())
        .build();
  }

  private static MqttMessage subscribe(String filter) {
    return MqttMessageBuilders.subscribe()
        .messageId(1)
        .addSubscription(MqttQoS.AT_LEAST_ONCE, filter)
        .build();
  }

  private static MqttMessage unsubscribe(String filter) {
    return MqttMessageBuilders.unsubscribe().messageId(2).addTopicFilter(filter).build();
  }
}
