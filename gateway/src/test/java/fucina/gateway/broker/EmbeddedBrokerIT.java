package fucina.gateway.broker;

import static fucina.gateway.broker.SomeUsers.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import fucina.gateway.Patience;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.management.ObjectName;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what on the broker, as clients see it that nobody here wrote. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedBrokerIT {
  private static final String REQUEST = "printer-1/moonraker/api/request";
  private static final int NOT_AUTHORISED = 135;

  private EmbeddedBroker broker;

  @BeforeAll
  void start(@TempDir Path dir) {
    broker = new EmbeddedBroker(dir, "127.0.0.1", 0, SomeUsers.lab()).start();
  }

  @AfterAll
  void stop() {
    broker.close();
  }

  private Foreign5 client(String user) throws MqttException {
    return Foreign5.connect(broker.url(), user, PASSWORD);
  }

  @Test
  void nobodyComesInWithoutAName() {
    assertThatThrownBy(() -> Foreign5.connect(broker.url(), "", ""))
        .isInstanceOf(MqttException.class);
    assertThatThrownBy(() -> Foreign3.connect(broker.url(), "", ""))
        .isInstanceOf(org.eclipse.paho.client.mqttv3.MqttException.class);
  }

  @Test
  void aWrongPasswordIsRefused() {
    assertThatThrownBy(() -> Foreign5.connect(broker.url(), "gateway", "not this one"))
        .isInstanceOfSatisfying(
            MqttException.class, e -> assertThat(e.getReasonCode()).isEqualTo(134));
    assertThatThrownBy(() -> Foreign3.connect(broker.url(), "gateway", "not this one"))
        .isInstanceOf(org.eclipse.paho.client.mqttv3.MqttException.class);
  }

  @Test
  void aForeignClientsCommandIsRefusedAndReachesNobody() throws Exception {
    try (Foreign5 printer = client("printer-1");
        Foreign5 gateway = client("gateway")) {
      assertThat(printer.subscribe("printer-1/moonraker/#", 1)).isEqualTo(1);

      for (String stranger : List.of("watch", "printer-2", "sensor", "cell-2")) {
        for (int qos = 0; qos <= 2; qos++) {
          try (Foreign5 client = client(stranger)) { // a new one each time: Paho leaves on QoS 2
            int answer = client.publish(REQUEST, "by " + stranger, qos, qos == 1);
            assertThat(answer).isEqualTo(qos == 0 ? 0 : NOT_AUTHORISED);
          }
        }
      }
      assertThat(gateway.publish(REQUEST, "by the gateway", 1, false)).isZero();
      await().until(() -> !printer.heard.isEmpty());
      assertThat(printer.heard).extracting(Foreign5.Heard::text).containsExactly("by the gateway");
    }
  }

  @Test
  void aForeignClientOf311WhoTriesIsDisconnectedAndReachesNobody() throws Exception {
    try (Foreign5 printer = client("printer-1");
        Foreign3 watch = Foreign3.connect(broker.url(), "watch", PASSWORD);
        Foreign3 gateway = Foreign3.connect(broker.url(), "gateway", PASSWORD)) {
      printer.subscribe("printer-1/moonraker/#", 1);

      assertThatThrownBy(() -> watch.publish(REQUEST, "by watch", 1))
          .isInstanceOf(org.eclipse.paho.client.mqttv3.MqttException.class);
      await().until(() -> !watch.connected());

      gateway.publish(REQUEST, "by the gateway", 1);
      await().until(() -> !printer.heard.isEmpty());
      assertThat(printer.heard).extracting(Foreign5.Heard::text).containsExactly("by the gateway");
    }
  }

  @Test
  void aMachineReadsItsOwnTopicsOnly() throws Exception {
    try (Foreign5 printer = client("printer-1");
        Foreign3 old = Foreign3.connect(broker.url(), "printer-1", PASSWORD)) {
      assertThat(printer.subscribe("printer-1/moonraker/api/request", 1)).isEqualTo(1);
      for (String foreign :
          new String[] {
            "#", "+/#", "printer-2/#", "printer-2/x", "+/moonraker/#", "spBv1.0/#", "$SYS/#"
          }) {
        assertThat(printer.subscribe(foreign, 1)).as(foreign).isEqualTo(NOT_AUTHORISED);
        assertThat(old.subscribe(foreign, 1)).as(foreign).isEqualTo(128);
      }
    }
  }

  @Test
  void whoeverMaySubscribeMayUnsubscribeAndLeavesNothingBehind() throws Exception {
    // On a broker of its own: elsewhere the last test's clients may still be going.
    try (EmbeddedBroker own =
            new EmbeddedBroker(freshDir(), "127.0.0.1", 0, SomeUsers.lab()).start();
        Foreign5 printer = Foreign5.connect(own.url(), "printer-1", PASSWORD);
        Foreign5 watch = Foreign5.connect(own.url(), "watch", PASSWORD);
        Foreign5 gateway = Foreign5.connect(own.url(), "gateway", PASSWORD)) {
      for (Foreign5 client : List.of(printer, watch, gateway)) {
        client.subscribe("printer-1/leaving/#", 1);
        client.subscribe("printer-1/leaving/x", 1);
      }
      assertThat(gateway.publish("printer-1/leaving/x", "kept", 1, true)).isZero();
      for (Foreign5 client : List.of(printer, watch, gateway)) {
        assertThat(client.unsubscribe("printer-1/leaving/#")).isZero();
        assertThat(client.unsubscribe("printer-1/leaving/x")).isZero();
        assertThat(client.unsubscribe("printer-1/leaving/x")).isEqualTo(17); // there was none
      }
      assertThat(own.subscriptions()).isZero();
      watch.heard.clear();
      watch.subscribe("printer-1/leaving/+", 1);
      await().until(() -> watch.heard.stream().anyMatch(h -> h.text().equals("kept")));
    }
  }

  @Test
  void watchReadsEverythingAndWritesNothing() throws Exception {
    try (Foreign5 watch = client("watch");
        Foreign5 printer = client("printer-1");
        Foreign5 sensor = client("sensor")) {
      assertThat(watch.subscribe("#", 1)).isEqualTo(1);
      assertThat(printer.publish("printer-1/x", "1", 1, false)).isZero();
      assertThat(sensor.publish("sensors/hall/t", "2", 1, false)).isZero();
      assertThat(sensor.publish("printer-1/x", "3", 1, false)).isEqualTo(NOT_AUTHORISED);
      assertThat(watch.publish("sensors/x", "4", 1, false)).isEqualTo(NOT_AUTHORISED);
      // Among what other tests left on the broker.
      await()
          .untilAsserted(
              () -> assertThat(watch.heard).extracting(Foreign5.Heard::text).contains("1", "2"));
      assertThat(watch.heard).extracting(Foreign5.Heard::text).doesNotContain("3", "4");
    }
  }

  @Test
  void aTopicWithDotsStarsAndSpacesStaysWhatItIs() throws Exception {
    try (Foreign5 watch = client("watch");
        Foreign5 sensor = client("sensor")) {
      watch.subscribe("sensors/#", 1);
      for (String topic :
          List.of("sensors/a.b/c", "sensors/a*b", "sensors/ä b/:/&/>", "sensors//x")) {
        assertThat(sensor.publish(topic, "x", 1, true)).isZero();
        await().until(() -> watch.heard.stream().anyMatch(h -> h.topic().equals(topic)));
      }
      assertThat(sensor.publish("sensors/" + "big", new byte[(1 << 20) + 1], 1, false)).isNotZero();
    }
  }

  @Test
  void anEdgeNodeSpeaksForItselfOnly() throws Exception {
    try (Foreign5 node = client("cell-2")) {
      assertThat(node.publish("spBv1.0/made/NBIRTH/cell-2", "b", 0, false)).isZero();
      assertThat(node.publish("spBv1.0/made/DDATA/cell-2/line-2", "b", 1, false)).isZero();
      assertThat(node.publish("spBv1.0/made/DDATA/cell-3/line-2", "b", 1, false))
          .isEqualTo(NOT_AUTHORISED);
      assertThat(node.publish("spBv1.0/made/DCMD/cell-2/line-2", "b", 1, false))
          .isEqualTo(NOT_AUTHORISED);
      assertThat(node.subscribe("spBv1.0/made/DCMD/cell-2/#", 1)).isEqualTo(1);
      assertThat(node.subscribe("spBv1.0/made/DCMD/cell-2/+", 1)).isEqualTo(1);
      assertThat(node.subscribe("spBv1.0/STATE/fucina", 1)).isEqualTo(1);
      assertThat(node.subscribe("spBv1.0/made/#", 1)).isEqualTo(NOT_AUTHORISED);
    }
  }

  @Test
  void theLastRetainedValueMeetsWhoComesLater() throws Exception {
    try (Foreign5 printer = client("printer-1")) {
      printer.publish("printer-1/kept/a", "old", 1, true);
      printer.publish("printer-1/kept/a", "new", 1, true);
      printer.publish("printer-1/kept/b", "other", 1, true);
      printer.publish("printer-1/kept/gone", "x", 1, true);
      printer.publish("printer-1/kept/gone", "", 1, true);
    }
    try (Foreign5 watch = client("watch")) {
      watch.subscribe("printer-1/kept/+", 1);
      await().until(() -> watch.heard.size() >= 2);
      assertThat(watch.heard)
          .extracting(Foreign5.Heard::topic, Foreign5.Heard::text, Foreign5.Heard::retained)
          .containsExactlyInAnyOrder(
              org.assertj.core.groups.Tuple.tuple("printer-1/kept/a", "new", true),
              org.assertj.core.groups.Tuple.tuple("printer-1/kept/b", "other", true));
    }
  }

  @Test
  void aWillIsSentForWhoVanishesAndNeverWhereTheyMayNotWrite() throws Exception {
    try (Foreign5 watch = client("watch")) {
      watch.subscribe("#", 1);
      will("printer-1", "printer-1/status").vanish();
      will("printer-2", "printer-1/status-forged").vanish();
      will("watch", REQUEST).vanish();
      will("printer-2", "printer-2/status").vanish();
      // Each goes on a connection of its own, in no order.
      await()
          .untilAsserted(
              () ->
                  assertThat(watch.heard)
                      .extracting(Foreign5.Heard::topic)
                      .contains("printer-1/status", "printer-2/status"));
      assertThat(watch.heard)
          .extracting(Foreign5.Heard::topic)
          .doesNotContain("printer-1/status-forged", REQUEST);
    }
  }

  private Foreign5 will(String user, String topic) throws MqttException {
    MqttConnectionOptions options = Foreign5.options();
    MqttMessage will = new MqttMessage("gone".getBytes(), 1, true, null);
    options.setWill(topic, will);
    return Foreign5.connect(
        broker.url(), user, PASSWORD, user + "-with-will-" + topic.hashCode(), options);
  }

  @Test
  void aWillIsSentAlsoWhereTheSessionOutlivesItsConnection() throws Exception {
    try (Foreign5 watch = client("watch")) {
      watch.subscribe("printer-1/#", 1);
      MqttConnectionOptions options = Foreign5.persistent();
      options.setWill("printer-1/lasting", new MqttMessage("gone".getBytes(), 1, false, null));
      Foreign5.connect(broker.url(), "printer-1", PASSWORD, "printer-1-lasting", options).vanish();
      await().until(() -> watch.heard.stream().anyMatch(h -> h.topic().endsWith("/lasting")));
    }
  }

  @Test
  void aSessionOfAMonthIsKeptAndItsClientToldHowLong() throws Exception {
    MqttConnectionOptions month = Foreign5.persistent();
    month.setSessionExpiryInterval(31 * 86_400L);
    try (Foreign5 gateway =
        Foreign5.connect(broker.url(), "gateway", PASSWORD, "gateway-month", month)) {
      gateway.subscribe("printer-1/month", 1);
      assertThat(gateway.sessionExpiry()).contains((long) SessionTerms.LONGEST_SECONDS);
      gateway.vanish();
    }
    try (Foreign5 printer = client("printer-1")) {
      Patience.holds(
          Duration.ofSeconds(2), // Artemis looks for ended sessions every 500 ms
          () -> printer.publish("printer-1/month", "kept", 1, false) == 0);
    }
    try (Foreign5 gateway =
        Foreign5.connect(broker.url(), "gateway", PASSWORD, "gateway-month", month)) {
      await().until(() -> !gateway.heard.isEmpty());
    }
  }

  @Test
  void aSessionIsNotTakenByAnothersClientId() throws Exception {
    try (Foreign5 gateway =
        Foreign5.connect(
            broker.url(), "gateway", PASSWORD, "gateway-printer-1", Foreign5.persistent())) {
      gateway.subscribe("printer-1/#", 1);
      assertThatThrownBy(
              () ->
                  Foreign5.connect(
                      broker.url(), "watch", PASSWORD, "gateway-printer-1", Foreign5.options()))
          .isInstanceOfSatisfying(
              MqttException.class, e -> assertThat(e.getReasonCode()).isEqualTo(133));
      assertThat(gateway.connected()).isTrue();
      try (Foreign5 watch = client("watch")) {
        assertThatThrownBy(() -> watch.subscribe("$share/gateway-printer-1/printer-1/#", 1))
            .as("a share named as the gateway's session would eat its messages")
            .isInstanceOf(MqttException.class);
      }
      assertThat(gateway.publish("printer-1/x", "still here", 1, false)).isZero();
      await().until(() -> gateway.heard.stream().anyMatch(h -> h.text().equals("still here")));
    }
  }

  @Test
  void artemisOwnNamesForQueuesAreNoTopics() throws Exception {
    for (String topic : List.of("printer-1/x::gateway-printer-1.y", "printer-1/a\\b")) {
      try (Foreign5 printer = client("printer-1")) {
        assertThatThrownBy(() -> printer.subscribe(topic, 1)).isInstanceOf(MqttException.class);
        await().until(() -> !printer.connected());
      }
      try (Foreign5 printer = client("printer-1")) {
        assertThat(printer.publish(topic, "x", 1, false)).as(topic).isNotZero();
      }
    }
    try (Foreign5 gateway = client("gateway")) {
      assertThat(gateway.publish("$sys/mqtt/sessions", "x", 1, false)).isEqualTo(NOT_AUTHORISED);
      assertThat(gateway.subscribe("$sys/mqtt/#", 1)).isEqualTo(NOT_AUTHORISED);
      assertThat(gateway.publish("activemq/management", "x", 1, false)).isZero();
    }
  }

  @Test
  void nothingOfItIsManagedFromOutside() throws Exception {
    assertThat(
            ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("org.apache.activemq.artemis:*"), null))
        .isEmpty();
  }

  @Test
  void aUserAddedLaterConnectsAndOneRemovedIsCutOff() throws Exception {
    BrokerUsers users = SomeUsers.lab();
    try (EmbeddedBroker other = new EmbeddedBroker(freshDir(), "127.0.0.1", 0, users).start()) {
      assertThatThrownBy(() -> Foreign5.connect(other.url(), "late", PASSWORD))
          .isInstanceOf(MqttException.class);
      users.put(BrokerUser.below("late", "late", BrokerPassword.of(PASSWORD)));
      try (Foreign5 late = Foreign5.connect(other.url(), "late", PASSWORD)) {
        assertThat(late.publish("late/x", "1", 1, false)).isZero();
        users.remove("late");
        await().until(() -> !late.connected());
      }
    }
  }

  @TempDir private Path scratch;

  private Path freshDir() {
    return scratch.resolve("other");
  }
}
