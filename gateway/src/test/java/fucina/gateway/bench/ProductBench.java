package fucina.gateway.bench;

import fucina.gateway.DemoProcess;
import fucina.gateway.JarProcess;
import fucina.gateway.bench.BareMqtt.Manner;
import fucina.gateway.bench.OpcUaIngest.Measured;
import fucina.gateway.journey.LabClient;
import fucina.gateway.link.mqtt.Mosquitto;
import fucina.gateway.store.questdb.StoreCommits;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/** The packaged product in a process of its own, beside bare clients in this one. */
public final class ProductBench {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final int RUNS = 3;
  private static final int WATCHERS = 60;
  private static final int SOON_MILLIS = 8;
  private static final int LATE_MILLIS = 40;

  private final Path root;
  private final Path folder;
  private final BenchTable table;
  private final boolean longer;

  /**
   * A bench that has not begun.
   *
   * @param root of the project, with its jars built
   * @param folder for all data
   */
  public ProductBench(Path root, Path folder, BenchTable table, boolean longer) {
    this.root = root;
    this.folder = folder;
    this.table = table;
    this.longer = longer;
  }

  /** Measures all. */
  public void run() throws Exception {
    DemoProcess demo = new DemoProcess(root.resolve("gateway"), folder);
    long begun = System.nanoTime();
    try (JarProcess first = demo.start()) {
      table.alone("first start of the demo, keys and databases made", since(begun), "", true);
      LabClient technician = LabClient.signedIn(demo.url(), "technician");
      mqtt(technician, demo);
      live(technician, demo);
      opcua(technician, demo);
      double bookings =
          Bookings.aSecond(LabClient.signedIn(demo.url(), "sme"), longer ? 5_000 : 500);
      table.alone("bookings through HTTP, 16 clients", each(bookings), "", true);
    }
    begun = System.nanoTime();
    try (JarProcess again = demo.start()) {
      table.alone("start of the demo on kept data", since(begun), "", true);
    }
    store();
  }

  /** Measures what comes over MQTT alone. */
  public void mqtt() throws Exception {
    DemoProcess demo = new DemoProcess(root.resolve("gateway"), folder);
    try (JarProcess process = demo.start()) {
      mqtt(LabClient.signedIn(demo.url(), "technician"), demo);
    }
  }

  /** Measures what comes over OPC UA alone. */
  public void opcua() throws Exception {
    DemoProcess demo = new DemoProcess(root.resolve("gateway"), folder);
    try (JarProcess process = demo.start()) {
      opcua(LabClient.signedIn(demo.url(), "technician"), demo);
    }
  }

  private void mqtt(LabClient technician, DemoProcess demo) throws Exception {
    BareMqtt embedded = new BareMqtt("tcp://127.0.0.1:" + demo.mqttPort(), Optional.of("sensor"));
    mqtt("embedded broker", "artemis", technician, embedded, "");
    for (Manner manner : List.of(Manner.KEPT, Manner.KEPT_AND_BY_HAND)) {
      table.beside(
          "what bounds it: the bare subscriber at the embedded broker, 200 bytes, " + manner.words,
          String.format(
              Locale.ROOT,
              "%,.0f/s",
              MqttIngest.bare(embedded.in(manner), longer ? 200_000 : 20_000)),
          "");
    }
    mosquitto(technician);
  }

  private void opcua(LabClient technician, DemoProcess demo) throws Exception {
    opcua(technician, demo, 20);
    opcua(technician, demo, 40);
  }

  private void mosquitto(LabClient technician) throws Exception {
    try (Mosquitto broker = Mosquitto.inMemory(folder.resolve("mosquitto"))) {
      mqtt(
          "mosquitto",
          "mosquitto",
          technician,
          new BareMqtt("tcp://127.0.0.1:" + broker.port(), Optional.empty()),
          broker.url());
    } catch (TestAbortedException e) {
      table.note("Left out: mosquitto (" + e.getMessage() + ").");
    }
  }

  private void mqtt(String words, String name, LabClient technician, BareMqtt mqtt, String broker)
      throws Exception {
    MqttIngest ingest = new MqttIngest(technician, mqtt, broker, name);
    table.compared(
        "MQTT QoS 1 from " + words + ", 200 bytes with one value: messages received | stored",
        ingest.single(
            longer ? 200_000 : 20_000,
            root.resolve("gateway/src/test/resources/profiles/counter.yaml")),
        0.9);
    table.reached(
        "MQTT QoS 1 from " + words + ", 100 values a message: values received | stored",
        ingest.batched(longer ? 50_000 : 10_000),
        300_000);
  }

  private void live(LabClient technician, DemoProcess demo) throws Exception {
    BareMqtt mqtt = new BareMqtt("tcp://127.0.0.1:" + demo.mqttPort(), Optional.of("sensor"));
    SensorMachine machine = SensorMachine.numbered(technician, mqtt, "watched", 100);
    machine.register("", 100);
    List<LabClient> people =
        Stream.of("technician", "coordinator", "admin")
            .map(person -> LabClient.signedIn(demo.url(), person))
            .toList();
    try (LiveFanOut one = new LiveFanOut(1, longer ? 60 : 15)) {
      LiveFanOut.Reached reached = one.fucina(demo.url(), people, machine);
      table.alone(
          "live, 1,000 values/s from device to one WebSocket, commit among it",
          reached.toString(),
          "p50 ≤ " + SOON_MILLIS + " ms, p99 ≤ " + LATE_MILLIS + " ms",
          reached.median() <= SOON_MILLIS && reached.slowest() <= LATE_MILLIS);
    }
    try (LiveFanOut fanOut = new LiveFanOut(WATCHERS, longer ? 60 : 15)) {
      table.beside(
          "live, 100 signals at 10 Hz to 60 watchers (60,000 values/s): bare WebSocket server |"
              + " device to watcher, commit among it",
          fanOut.raw().toString(),
          fanOut.fucina(demo.url(), people, machine).toString());
    }
  }

  private void opcua(LabClient technician, DemoProcess demo, int servers) throws Exception {
    Measured measured =
        new OpcUaIngest(root, folder.resolve("opcua-" + servers))
            .measure(technician, servers, () -> committed(demo));
    String what =
        String.format(
            Locale.ROOT,
            "OPC UA SignAndEncrypt, %,d signals at 10 Hz (%d servers of %d): values",
            servers * OpcUaIngest.SIGNALS,
            servers,
            OpcUaIngest.SIGNALS);
    table.compared(what + " received | stored", measured.rates(), 0.9);
    table.note(
        String.format(
            Locale.ROOT,
            "%s told at the sources meanwhile: %,.0f/s and %,.0f/s.",
            what,
            measured.told().raw(),
            measured.told().fucina()));
  }

  private static double committed(DemoProcess demo) throws IOException, InterruptedException {
    return HTTP.send(
            HttpRequest.newBuilder(URI.create(demo.managementUrl() + "/metrics")).build(),
            BodyHandlers.ofString())
        .body()
        .lines()
        .filter(line -> line.startsWith("fucina_readings_committed_total"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private void store() throws Exception {
    int rows = longer ? 10_000_000 : 2_000_000;
    Path raw = folder.resolve("raw-store");
    Path grouped = folder.resolve("grouped-store");
    table.compared(
        "QuestDB, commits synced: rows written | readings acknowledged",
        Rates.inTurn(
            RUNS, () -> StoreCommits.raw(raw, rows), () -> StoreCommits.grouped(grouped, rows)),
        0.9);
  }

  private static String each(double rate) {
    return String.format(Locale.ROOT, "%,.0f/s", rate);
  }

  private static String since(long begun) {
    return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - begun) / 1e9);
  }
}
