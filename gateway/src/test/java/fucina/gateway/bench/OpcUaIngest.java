package fucina.gateway.bench;

import static org.awaitility.Awaitility.await;

import fucina.gateway.journey.LabClient;
import fucina.gateway.scale.LabProcess;
import fucina.gateway.scale.Registering;
import fucina.simulators.replay.ReplayProfile;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What of fast machines over OPC UA a bare client receives, and what of it is stored: servers in a
 * process of their own, SignAndEncrypt, every variable told ten times a second.
 */
final class OpcUaIngest {
  /** A profile of more would be larger than one may be. */
  static final int SIGNALS = 500;

  private static final int TIMES_A_SECOND = 10;
  private static final Duration WINDOW = Duration.ofSeconds(15);
  private static final Duration WARM = Duration.ofSeconds(5);

  private final Path root;
  private final Path folder;

  OpcUaIngest(Path root, Path folder) {
    this.root = root;
    this.folder = folder;
  }

  /** A count that only grows. */
  interface Counter {
    double now() throws Exception;
  }

  /**
   * What was measured.
   *
   * @param told values a second at the sources, while the bare client listened and while Fucina did
   * @param rates values a second received, and stored
   */
  record Measured(Rates told, Rates rates) {}

  /**
   * Measures both ways, one after the other.
   *
   * @param servers each of 500 variables
   * @param stored how many values the gateway has stored
   */
  Measured measure(LabClient technician, int servers, Counter stored) throws Exception {
    double idle = rate(stored);
    List<String> lines =
        List.of(
            "machines:",
            "  - { kind: panel, count: "
                + servers
                + ", id: \"fast-"
                + servers
                + "-{n}\", signals: "
                + SIGNALS
                + ", rate: "
                + TIMES_A_SECOND
                + ", values: numbered }",
            "");
    try (LabProcess lab =
        LabProcess.start(root.resolve("simulators/target/simulators.jar"), folder, lines, 0)) {
      Counter told = () -> SIGNALS * (double) lab.toldInAll();
      double[] raw = new double[2];
      try (BareMilo milo = new BareMilo()) {
        for (JsonObject body : lab.registrations()) {
          milo.subscribe(
              body.getJsonObject("connection").getString("endpoint"),
              LabProcess.PASSWORD,
              ReplayProfile.NAMESPACE,
              names(),
              1_000 / TIMES_A_SECOND);
        }
        raw = rates(told, milo::received);
      }
      new Registering(technician).all(lab);
      double[] fucina = rates(told, stored);
      return new Measured(new Rates(raw[0], fucina[0]), new Rates(raw[1], fucina[1] - idle));
    }
  }

  private static List<String> names() {
    return IntStream.range(0, SIGNALS)
        .mapToObj(n -> String.format(Locale.ROOT, ReplayProfile.ROOT + ".value%03d", n))
        .toList();
  }

  private static double rate(Counter counter) throws Exception {
    return rates(counter, counter)[0];
  }

  /** What two counts grew by a second, over the same window. */
  private static double[] rates(Counter one, Counter other) throws Exception {
    pass(WARM);
    long begun = System.nanoTime();
    double first = one.now();
    double second = other.now();
    pass(WINDOW);
    double oneMore = one.now() - first;
    double otherMore = other.now() - second;
    double seconds = (System.nanoTime() - begun) / 1e9;
    return new double[] {oneMore / seconds, otherMore / seconds};
  }

  private static void pass(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    await()
        .atMost(time.plusMinutes(1))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> System.nanoTime() >= end);
  }
}
