package fucina.gateway.loss;

import static org.awaitility.Awaitility.await;

import fucina.gateway.QuietPort;
import fucina.gateway.link.Wire;
import fucina.gateway.scale.LabProcess;
import fucina.gateway.scale.LabProcess.Told;
import fucina.gateway.scale.StoredNumbers;
import fucina.gateway.scale.StoredNumbers.Count;
import fucina.gateway.scale.StoredNumbers.Life;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A simulated machine on OPC UA in a process of its own, every value numbered. What it told is
 * asked of it before it is killed; what was on its way then is lost with it.
 */
final class OpcUaSource implements NumberedSource {
  static final int SIGNALS = 4;
  private static final int RATE = 5;
  private static final Duration TO_SETTLE = Duration.ofSeconds(30);

  private final String machine;
  private final boolean history;
  private final Path jar;
  private final Path folder;
  private final int port = QuietPort.any();
  private final Wire wire = new Wire(port);
  private final List<Instant> began = new ArrayList<>();
  private final List<Told> told = new ArrayList<>();
  private LabProcess lab;
  private int before;

  /**
   * Starts it.
   *
   * @param history whether its server keeps what it told
   */
  OpcUaSource(String machine, boolean history, Path jar, Path folder) throws Exception {
    this.machine = machine;
    this.history = history;
    this.jar = jar;
    this.folder = folder;
    this.lab = started();
  }

  private LabProcess started() throws Exception {
    began.add(Instant.now());
    return LabProcess.start(
        jar,
        folder,
        List.of(
            "machines:",
            "  - { kind: panel, id: "
                + machine
                + ", port: "
                + port
                + ", signals: "
                + SIGNALS
                + ", rate: "
                + RATE
                + ", values: numbered, history: "
                + (history ? "kept" : "none")
                + " }"),
        port);
  }

  /** The line between it and the gateway. */
  Wire wire() {
    return wire;
  }

  /** The profile it needs. */
  List<String> profiles() throws Exception {
    return lab.profiles();
  }

  /** The body with which it is registered behind its line. */
  JsonObject registration() throws Exception {
    JsonObject body = lab.registrations().get(0);
    JsonObject connection = body.getJsonObject("connection");
    connection.put(
        "endpoint", connection.getString("endpoint").replace(":" + port, ":" + wire.port()));
    return body;
  }

  /** As {@code kill -9} does it, in the midst of telling. */
  void kill() throws Exception {
    lab.freeze();
    told.add(now());
    lab.kill();
  }

  /** Starts it anew: it counts from one again. */
  void startAgain() throws Exception {
    lab = started();
  }

  private Told now() throws Exception {
    return Objects.requireNonNull(lab.told().get(machine), machine);
  }

  @Override
  public String machine() {
    return machine;
  }

  @Override
  public String words() {
    return "OPC UA, " + (history ? "history kept, never killed" : "no history");
  }

  @Override
  public boolean whole() {
    return history;
  }

  @Override
  public void begin() throws Exception {
    lab.freeze();
    before = now().last();
    began.set(0, Instant.now());
    lab.thaw();
  }

  @Override
  public long published() {
    long all = 0;
    for (int life = 0; life < told.size(); life++) {
      Told counted = life == 0 ? counting(told.get(0)) : told.get(life);
      all += (long) SIGNALS * (counted.last() - counted.skipped().size());
    }
    return all;
  }

  @Override
  public void finish() throws Exception {
    lab.freeze();
    told.add(now());
  }

  @Override
  public Count count(StoredNumbers stored) throws Exception {
    Told last = told.get(told.size() - 1);
    try {
      await().atMost(TO_SETTLE).until(() -> stored.caughtUp(machine, last));
    } catch (ConditionTimeoutException e) {
      // What has not come by then is counted as missing.
    }
    Count all = Count.NOTHING;
    for (int life = 0; life < told.size(); life++) {
      Instant to = life + 1 < began.size() ? began.get(life + 1) : Instant.now().plusSeconds(60);
      all =
          all.plus(
              stored.of(
                  machine,
                  life == 0 ? counting(told.get(0)) : told.get(life),
                  new Life(began.get(life), to, true)));
    }
    return all;
  }

  /** Without what was told before it counted. */
  private Told counting(Told first) {
    Set<Integer> skipped = new TreeSet<>(first.skipped());
    for (int number = 1; number <= before; number++) {
      skipped.add(number);
    }
    return new Told(first.last(), skipped);
  }

  @Override
  public void close() throws InterruptedException, ExecutionException {
    wire.close();
    lab.close();
  }
}
