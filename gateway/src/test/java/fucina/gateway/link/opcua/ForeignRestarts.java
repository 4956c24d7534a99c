package fucina.gateway.link.opcua;

import static org.awaitility.Awaitility.await;

import fucina.gateway.link.LinkState;
import fucina.gateway.link.MachineLink;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How soon values flow again after an OPC UA server of another stack was killed and started. */
public final class ForeignRestarts {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private ForeignRestarts() {}

  /**
   * Kills the server under a link, again and again.
   *
   * @param folder for all files
   * @return from its start to the first value of its new life, the shortest first
   */
  public static List<Duration> measure(Path folder, int rounds) throws Exception {
    try (ForeignBench bench = new ForeignBench(folder)) {
      bench.server.start("accept");
      try (MachineLink link = bench.start(bench.settings(ForeignBench.number("Counter")))) {
        await().atMost(PATIENCE).until(() -> link.status().state() != LinkState.CONNECTING);
        bench.trustServer();
        await().atMost(PATIENCE).until(() -> !bench.intake.of("Counter").isEmpty());
        return times(bench, "Counter", rounds).stream().map(Restart::took).sorted().toList();
      }
    }
  }

  /**
   * One death of the server.
   *
   * @param heard the last value before it
   * @param took from its start to the first value of its new life
   */
  record Restart(Instant heard, Duration took) {}

  /** As above, for a link that is there; every other life has its namespaces shuffled. */
  static List<Restart> times(ForeignBench bench, String signal, int rounds) throws Exception {
    List<Restart> all = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      bench.server.kill();
      Instant heard = bench.intake.last(signal).orElseThrow().time();
      bench.server.start(
          round % 2 == 0 ? new String[] {"accept", "shuffled"} : new String[] {"accept"});
      Instant back = Instant.now();
      await()
          .atMost(PATIENCE)
          .until(() -> bench.intake.lastIs(signal, r -> r.time().isAfter(back)));
      all.add(new Restart(heard, Duration.between(back, Instant.now())));
    }
    return all;
  }
}
