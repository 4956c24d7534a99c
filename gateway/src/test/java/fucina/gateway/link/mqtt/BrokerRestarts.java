package fucina.gateway.link.mqtt;

import static org.awaitility.Awaitility.await;

import fucina.gateway.link.FakeIntake;
import fucina.gateway.link.MqttTerms.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.paho.mqttv5.common.MqttException;

/** How soon values flow again after a broker was killed and started again. */
public final class BrokerRestarts {
  private BrokerRestarts() {}

  /**
   * Kills mosquitto under a link, again and again.
   *
   * @param folder for all files
   * @return from its start to the first value, the shortest first
   */
  public static List<Duration> measure(Path folder, int rounds) throws Exception {
    try (MosquittoBench bench = new MosquittoBench(folder)) {
      Mosquitto broker = bench.open();
      FakeIntake intake = new FakeIntake();
      bench.started(
          "gw",
          MosquittoBench.profile(),
          broker.url(),
          Optional.empty(),
          MosquittoBench.terms(Version.V5, Optional.empty()),
          intake);
      return times(broker, intake, rounds);
    }
  }

  /** As above, for a link that is there. */
  static List<Duration> times(Mosquitto broker, FakeIntake intake, int rounds) throws Exception {
    List<Duration> took = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      broker.kill();
      broker.start();
      long back = System.nanoTime();
      int n = round;
      await()
          .atMost(MosquittoBench.PATIENCE.multipliedBy(3))
          .pollInterval(Duration.ofMillis(100))
          .until(
              () -> {
                tell(broker, n);
                return MosquittoBench.numbers(intake).contains(n);
              });
      took.add(Duration.ofMillis((System.nanoTime() - back) / 1_000_000));
    }
    return took.stream().sorted().toList();
  }

  /** A sender that does not get through this time is none of the link's business. */
  private static void tell(Mosquitto broker, int n) {
    try {
      MosquittoBench.send(broker, "m/n", MosquittoBench.number(n), false);
    } catch (MqttException e) {
      System.out.println("the sender did not get through: " + e.getMessage());
    }
  }
}
