package fucina.gateway.broker;

import static fucina.gateway.broker.SomeUsers.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the broker acknowledged is on the disk, whatever happens to its process. */
class BrokerDurabilityIT {
  private static final String SESSION = "gateway-durability";

  @TempDir private Path dir;

  private EmbeddedBroker broker() {
    return new EmbeddedBroker(dir, "127.0.0.1", 0, SomeUsers.lab()).start();
  }

  private static Foreign5 persistent(String url) throws MqttException {
    return Foreign5.connect(url, "gateway", PASSWORD, SESSION, Foreign5.persistent());
  }

  @Test
  void aRestartKeepsWhatAPersistentSessionHasNotReadYet() throws Exception {
    try (EmbeddedBroker broker = broker()) {
      try (Foreign5 gateway = persistent(broker.url())) {
        gateway.subscribe("printer-1/#", 1);
      }
      try (Foreign5 printer = Foreign5.connect(broker.url(), "printer-1", PASSWORD)) {
        for (int i = 0; i < 100; i++) {
          assertThat(printer.publish("printer-1/n", "" + i, 1, i == 99)).isZero();
        }
      }
    }
    try (EmbeddedBroker broker = broker();
        Foreign5 gateway = persistent(broker.url());
        Foreign5 watch = Foreign5.connect(broker.url(), "watch", PASSWORD)) {
      await().until(() -> gateway.heard.size() >= 100);
      assertThat(gateway.heard)
          .extracting(Foreign5.Heard::text)
          .containsExactlyElementsOf(numbers(100));
      watch.subscribe("printer-1/n", 1);
      await().until(() -> !watch.heard.isEmpty());
      assertThat(watch.heard).extracting(Foreign5.Heard::retained).containsExactly(true);
    }
  }

  @Test
  void nothingAcknowledgedIsLostWhenTheProcessIsKilledUnderLoad() throws Exception {
    long seed = System.nanoTime();
    int killAfter = 300 + new Random(seed).nextInt(1_500);
    Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    try (BrokerProcess first = BrokerProcess.start(dir)) {
      try (Foreign5 gateway = persistent(first.url())) {
        gateway.subscribe("printer-1/#", 1);
      }
      Foreign5 printer = Foreign5.connect(first.url(), "printer-1", PASSWORD);
      Semaphore window = new Semaphore(50);
      for (int i = 0; acknowledged.size() < killAfter; i++) {
        String text = "" + i;
        assertThat(window.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
        printer.publish(
            "printer-1/n",
            text,
            () -> {
              acknowledged.add(text);
              window.release();
            });
      }
      first.kill();
      printer.vanish();
      System.out.println(
          "killed with " + acknowledged.size() + " messages acknowledged, seed " + seed);
    }
    try (BrokerProcess second = BrokerProcess.start(dir);
        Foreign5 gateway = persistent(second.url())) {
      await()
          .untilAsserted(
              () ->
                  assertThat(gateway.heard)
                      .extracting(Foreign5.Heard::text)
                      .containsAll(acknowledged));
    }
  }

  @Test
  void aWatcherWhoIsAwayHoldsBackOnlyTheNewestAndTheGatewayGetsAll() throws Exception {
    try (EmbeddedBroker broker =
        new EmbeddedBroker(dir, "127.0.0.1", 0, SomeUsers.lab(), 50).start()) {
      try (Foreign5 watch =
              Foreign5.connect(broker.url(), "watch", PASSWORD, "w", Foreign5.persistent());
          Foreign5 gateway = persistent(broker.url())) {
        watch.subscribe("printer-1/#", 1);
        gateway.subscribe("printer-1/#", 1);
      }
      try (Foreign5 printer = Foreign5.connect(broker.url(), "printer-1", PASSWORD)) {
        for (int i = 0; i < 200; i++) {
          assertThat(printer.publish("printer-1/n", "" + i, 1, false)).isZero();
        }
      }
      try (Foreign5 gateway = persistent(broker.url());
          Foreign5 watch =
              Foreign5.connect(broker.url(), "watch", PASSWORD, "w", Foreign5.persistent())) {
        await().until(() -> gateway.heard.size() >= 200);
        await().until(() -> watch.heard.stream().anyMatch(h -> h.text().equals("199")));
        assertThat(watch.heard).hasSizeBetween(45, 55);
      }
    }
  }

  @Test
  void anOldClientsLastingSessionSurvivesARestartAndItsPassingOneDoesNot() throws Exception {
    try (EmbeddedBroker broker = broker()) {
      try (Foreign3 lasting = Foreign3.connect(broker.url(), "gateway", PASSWORD, SESSION, false);
          Foreign3 passing = Foreign3.connect(broker.url(), "gateway", PASSWORD)) {
        lasting.subscribe("printer-1/#", 1);
        passing.subscribe("printer-1/#", 1);
      }
      try (Foreign5 printer = Foreign5.connect(broker.url(), "printer-1", PASSWORD)) {
        assertThat(printer.publish("printer-1/n", "kept", 1, false)).isZero();
      }
    }
    try (EmbeddedBroker broker = broker()) {
      assertThat(broker.subscriptions()).isEqualTo(1);
      try (Foreign3 lasting = Foreign3.connect(broker.url(), "gateway", PASSWORD, SESSION, false)) {
        await().until(() -> !lasting.heard.isEmpty());
        assertThat(lasting.heard).extracting(Foreign5.Heard::text).containsExactly("kept");
      }
    }
  }

  @Test
  void aPassingSessionLeavesNothingBehindAKill() throws Exception {
    try (BrokerProcess first = BrokerProcess.start(dir)) {
      Foreign5 watch =
          Foreign5.connect(first.url(), "watch", PASSWORD, "some-watcher", Foreign5.options());
      watch.subscribe("#", 1);
      try (Foreign5 printer = Foreign5.connect(first.url(), "printer-1", PASSWORD)) {
        printer.publish("printer-1/n", "before", 1, false);
      }
      first.kill();
      watch.vanish();
    }
    try (EmbeddedBroker broker = broker()) {
      assertThat(broker.subscriptions()).isZero();
      try (Foreign5 printer = Foreign5.connect(broker.url(), "printer-1", PASSWORD)) {
        assertThat(printer.publish("printer-1/n", "after", 1, false)).isIn(0, 16);
      }
      var resumed = Foreign5.options();
      resumed.setCleanStart(false);
      try (Foreign5 watch =
          Foreign5.connect(broker.url(), "watch", PASSWORD, "some-watcher", resumed)) {
        watch.subscribe("sensors/#", 1);
        try (Foreign5 sensor = Foreign5.connect(broker.url(), "sensor", PASSWORD)) {
          sensor.publish("sensors/x", "now", 1, false);
        }
        await().until(() -> !watch.heard.isEmpty());
        assertThat(watch.heard).extracting(Foreign5.Heard::text).containsExactly("now");
      }
    }
  }

  @Test
  @Timeout(180)
  void aTakenPortIsSaidInOneSentence() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      EmbeddedBroker broker =
          new EmbeddedBroker(dir, "127.0.0.1", taken.getLocalPort(), SomeUsers.lab());
      assertThatThrownBy(broker::start)
          .isInstanceOf(BrokerStartException.class)
          .hasMessageContaining("127.0.0.1:" + taken.getLocalPort());
    }
    broker().close();
  }

  @Test
  @Timeout(180)
  void aFolderInUseIsSaidInOneSentenceAndTheFirstGoesOn() throws Exception {
    try (BrokerProcess first = BrokerProcess.start(dir)) {
      assertThatThrownBy(this::broker)
          .isInstanceOf(BrokerStartException.class)
          .hasMessageContaining(dir.toString());
      try (Foreign5 watch = Foreign5.connect(first.url(), "watch", PASSWORD)) {
        assertThat(watch.connected()).isTrue();
      }
    }
  }

  private static List<String> numbers(int count) {
    List<String> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add("" + i);
    }
    return numbers;
  }
}
