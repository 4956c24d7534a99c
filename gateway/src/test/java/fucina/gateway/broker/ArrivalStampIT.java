package fucina.gateway.broker;

import static fucina.gateway.broker.SomeUsers.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fucina.gateway.Patience;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a message came to the broker, as its subscribers are told. */
class ArrivalStampIT {
  private static final String ARRIVED = EmbeddedBroker.ARRIVED;

  @TempDir private Path dir;

  private EmbeddedBroker broker() {
    return new EmbeddedBroker(dir, "127.0.0.1", 0, SomeUsers.lab()).start();
  }

  private static Foreign5 gateway(EmbeddedBroker broker) throws MqttException {
    return Foreign5.connect(
        broker.url(), "gateway", PASSWORD, "gateway-stamps", Foreign5.persistent());
  }

  private static List<Long> stamps(Foreign5 client, int count) {
    await().atMost(Patience.LONG).until(() -> client.heard.size() >= count);
    assertThat(client.heard).allSatisfy(each -> assertThat(each.said(ARRIVED)).hasSize(1));
    return client.heard.stream().map(each -> Long.parseLong(each.said(ARRIVED).get(0))).toList();
  }

  private static long micros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  @Test
  void aMessageReadAfterARestartSaysWhenItCame() throws Exception {
    long before = micros();
    byte[] large = new byte[600_000];
    try (EmbeddedBroker broker = broker()) {
      try (Foreign5 gateway = gateway(broker)) {
        gateway.subscribe("printer-1/#", 1);
      }
      try (Foreign5 printer = Foreign5.connect(broker.url(), "printer-1", PASSWORD);
          Foreign3 old = Foreign3.connect(broker.url(), "printer-1", PASSWORD)) {
        printer.publish("printer-1/n", "of 5", 1, true);
        old.publish("printer-1/n", "of 3.1.1", 1);
        printer.publish("printer-1/n", large, 1, false);
      }
    }
    long closed = micros();
    try (EmbeddedBroker broker = broker();
        Foreign5 gateway = gateway(broker);
        Foreign5 watch = Foreign5.connect(broker.url(), "watch", PASSWORD)) {
      assertThat(stamps(gateway, 3))
          .isSorted()
          .allSatisfy(at -> assertThat(at).isBetween(before, closed));
      assertThat(gateway.heard).anySatisfy(each -> assertThat(each.payload()).isEqualTo(large));
      watch.subscribe("printer-1/n", 1);
      assertThat(stamps(watch, 1).get(0)).as("a kept value").isBetween(before, closed);
    }
  }

  @Test
  void noPublisherForgesIt() throws Exception {
    try (EmbeddedBroker broker = broker();
        Foreign5 gateway = gateway(broker);
        Foreign5 printer = Foreign5.connect(broker.url(), "printer-1", PASSWORD)) {
      gateway.subscribe("printer-1/#", 1);
      long before = micros();
      UserProperty forged = new UserProperty(ARRIVED, "1000000000000000");
      UserProperty dotted = new UserProperty("0." + ARRIVED, "kept");
      UserProperty own = new UserProperty("own", "kept");
      for (List<UserProperty> said :
          List.of(List.of(own), List.of(forged), List.of(own, forged, dotted), List.of(dotted))) {
        printer.publish("printer-1/n", "1", said);
      }
      assertThat(stamps(gateway, 4)).allSatisfy(at -> assertThat(at).isBetween(before, micros()));
      assertThat(gateway.heard)
          .anySatisfy(each -> assertThat(each.said("own")).containsExactly("kept"));
      printer.publish("printer-1/n", "1", List.of(forged, forged));
      await().atMost(Patience.LONG).until(() -> gateway.heard.size() == 5);
      assertThat(gateway.heard)
          .last()
          .satisfies(each -> assertThat(each.said(ARRIVED)).doesNotContain("1000000000000000"));
    }
  }

  @Test
  void noTwoMessagesSayTheSame() throws Exception {
    try (EmbeddedBroker broker = broker();
        Foreign5 gateway = gateway(broker);
        Foreign5 printer = Foreign5.connect(broker.url(), "printer-1", PASSWORD);
        Foreign5 other = Foreign5.connect(broker.url(), "printer-2", PASSWORD)) {
      gateway.subscribe("#", 1);
      for (int i = 0; i < 500; i++) {
        printer.publish("printer-1/n", "1", () -> {});
        other.publish("printer-2/n", "1", () -> {});
      }
      assertThat(stamps(gateway, 1_000)).doesNotHaveDuplicates();
    }
  }

  @Test
  void aLastWillIsStampedWhenItIsSent() throws Exception {
    try (EmbeddedBroker broker = broker();
        Foreign5 gateway = gateway(broker)) {
      gateway.subscribe("printer-1/#", 1);
      var options = Foreign5.options();
      options.setWill(
          "printer-1/gone",
          new org.eclipse.paho.mqttv5.common.MqttMessage(new byte[] {'x'}, 1, false, null));
      Foreign5 printer =
          Foreign5.connect(broker.url(), "printer-1", PASSWORD, "printer-1-dying", options);
      long before = micros();
      printer.vanish();
      assertThat(stamps(gateway, 1).get(0)).isGreaterThanOrEqualTo(before);
    }
  }
}
