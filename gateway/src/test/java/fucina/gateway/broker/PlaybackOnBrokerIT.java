package fucina.gateway.broker;

import static fucina.gateway.broker.SomeUsers.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fucina.simulators.machine.Fault;
import fucina.simulators.mqtt.BrokerAccess;
import fucina.simulators.replay.MqttPlayback;
import fucina.simulators.replay.Playback;
import fucina.simulators.replay.Recording;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recording played on the real broker: what it says it told is what others hear. */
class PlaybackOnBrokerIT {
  private static final int SPEED = 40;

  @TempDir Path dir;

  @Test
  void whatABrokenConnectionLostIsToldAgain() throws Exception {
    try (EmbeddedBroker broker = new EmbeddedBroker(dir, "127.0.0.1", 0, SomeUsers.lab()).start();
        Foreign5 listener = Foreign5.connect(broker.url(), "gateway", PASSWORD);
        MqttPlayback played = numbered(broker.url())) {
      listener.subscribe("sensors/numbered/recording", 1);
      played.start();
      for (int cut = 1; cut <= 5; cut++) {
        int heard = listener.heard.size();
        await().until(() -> listener.heard.size() > heard + SPEED);
        played.suffer(new Fault.Offline(true));
        played.suffer(new Fault.Offline(false));
      }
      int heard = listener.heard.size();
      await().until(() -> listener.heard.size() > heard + SPEED);
      played.suffer(new Fault.Frozen(true));
      await()
          .untilAsserted(
              () -> assertThat(numbers(listener)).containsExactlyElementsOf(told(played)));
    }
  }

  private static MqttPlayback numbered(String broker) {
    Playback playback = new Playback(Recording.numbered(1), Instant.now(), SPEED, true);
    return new MqttPlayback(
        "numbered",
        "sensors/numbered",
        new BrokerAccess(broker, "numbered", "sensor", PASSWORD),
        playback,
        InstantSource.system(),
        7);
  }

  private static Set<Long> told(MqttPlayback played) {
    var told = played.told().orElseThrow();
    return LongStream.rangeClosed(1, told.last())
        .filter(n -> told.skipped().stream().noneMatch(s -> n >= s.from() && n <= s.to()))
        .boxed()
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<Long> numbers(Foreign5 listener) {
    return listener.heard.stream()
        .map(message -> (long) (double) new JsonObject(message.text()).getDouble("value000"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
