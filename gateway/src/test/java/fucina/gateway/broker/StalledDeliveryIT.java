package fucina.gateway.broker;

import static fucina.gateway.broker.SomeUsers.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A receiver that takes few messages at once gets all of them, whatever it was subscribed to. */
class StalledDeliveryIT {
  private static final String CLIENT = "gateway-slow";

  @TempDir Path dir;
  private EmbeddedBroker broker;
  private Foreign5 sensor;

  @BeforeEach
  void start() throws Exception {
    broker = new EmbeddedBroker(dir, "127.0.0.1", 0, SomeUsers.lab()).start();
    sensor = Foreign5.connect(broker.url(), "sensor", PASSWORD);
  }

  @AfterEach
  void stop() throws Exception {
    sensor.close();
    broker.close();
  }

  private Foreign5 gateway(int receiveMaximum) throws Exception {
    MqttConnectionOptions options = Foreign5.persistent();
    options.setReceiveMaximum(receiveMaximum);
    return Foreign5.acknowledgingByHand(broker.url(), "gateway", PASSWORD, CLIENT, options);
  }

  private static List<String> texts(Foreign5 client) {
    return client.heard.stream().map(Foreign5.Heard::text).toList();
  }

  @Test
  void roomThatOneSubscriptionLeavesIsForTheOthersToo() throws Exception {
    try (Foreign5 gateway = gateway(2)) {
      gateway.subscribe("sensors/a", 1);
      gateway.subscribe("sensors/b", 1);
      sensor.publish("sensors/a", "a1", 1, false);
      sensor.publish("sensors/a", "a2", 1, false);
      await().until(() -> texts(gateway).size() == 2);
      sensor.publish("sensors/b", "b1", 1, false);
      for (Foreign5.Heard one : List.copyOf(gateway.heard)) {
        gateway.acknowledge(one);
      }
      await().until(() -> texts(gateway).contains("b1"));
      assertThat(texts(gateway)).containsExactly("a1", "a2", "b1");
    }
  }

  @Test
  void whatWaitedThroughManyBrokenConnectionsComesThroughTheNext() throws Exception {
    try (Foreign5 first = gateway(5)) {
      for (String topic : List.of("a", "b", "c")) {
        first.subscribe("sensors/" + topic, 1);
      }
    }
    for (int n = 0; n < 90; n++) {
      sensor.publish("sensors/" + "abc".charAt(n % 3), Integer.toString(n), 1, false);
    }
    for (int broken = 0; broken < 20; broken++) {
      Foreign5 gateway = gateway(5);
      await().until(() -> gateway.heard.size() >= 5);
      gateway.vanish();
    }
    TreeSet<Integer> heard = new TreeSet<>();
    try (Foreign5 gateway = gateway(5)) {
      int acknowledged = 0;
      while (heard.size() < 90) {
        int before = acknowledged;
        await().until(() -> gateway.heard.size() > before);
        List<Foreign5.Heard> all = List.copyOf(gateway.heard);
        for (Foreign5.Heard one : all.subList(before, all.size())) {
          heard.add(Integer.parseInt(one.text()));
          gateway.acknowledge(one);
        }
        acknowledged = all.size();
      }
    }
    assertThat(heard).containsExactlyElementsOf(IntStream.range(0, 90).boxed().toList());
  }
}
