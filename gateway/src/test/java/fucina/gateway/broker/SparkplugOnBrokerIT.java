package fucina.gateway.broker;

import static fucina.gateway.broker.SomeUsers.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fucina.gateway.Patience;
import fucina.simulators.machine.Fault;
import fucina.simulators.mqtt.BrokerAccess;
import fucina.simulators.sparkplug.SparkplugLine;
import fucina.simulators.sparkplug.SparkplugSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.awaitility.core.ConditionFactory;
import org.eclipse.tahu.message.SparkplugBPayloadDecoder;
import org.eclipse.tahu.message.SparkplugBPayloadEncoder;
import org.eclipse.tahu.message.model.Metric;
import org.eclipse.tahu.message.model.Metric.MetricBuilder;
import org.eclipse.tahu.message.model.MetricDataType;
import org.eclipse.tahu.message.model.SparkplugBPayload;
import org.eclipse.tahu.message.model.SparkplugBPayload.SparkplugBPayloadBuilder;
import org.eclipse.tahu.model.MetricDataTypeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulated Sparkplug line on the real broker, as a host application hears it. */
class SparkplugOnBrokerIT {
  private static final String ROOT = "spBv1.0/made/";
  private static final String NBIRTH = ROOT + "NBIRTH/cell-2";
  private static final String NDEATH = ROOT + "NDEATH/cell-2";
  private static final String DBIRTH = ROOT + "DBIRTH/cell-2/line-2";
  private static final String DDATA = ROOT + "DDATA/cell-2/line-2";
  private static final String STATE = "Status/StateCurrent";

  @TempDir private Path dir;
  private EmbeddedBroker broker;
  private Foreign5 host;
  private SparkplugLine line;

  @BeforeEach
  void start() throws Exception {
    broker = new EmbeddedBroker(dir.resolve("broker"), "127.0.0.1", 0, SomeUsers.lab()).start();
    host = Foreign5.connect(broker.url(), "gateway", PASSWORD);
    host.subscribe(ROOT + "#", 1);
    line =
        new SparkplugLine(
            SparkplugSettings.demo(
                new BrokerAccess(broker.url(), "cell-2", PASSWORD),
                Optional.of(dir.resolve("line"))),
            InstantSource.system(),
            5);
    line.start();
  }

  @AfterEach
  void stop() throws Exception {
    line.close();
    host.close();
    broker.close();
  }

  private static ConditionFactory soon() {
    return await();
  }

  private static SparkplugBPayload read(Foreign5.Heard message) {
    try {
      return new SparkplugBPayloadDecoder()
          .buildFromByteArray(message.payload(), new MetricDataTypeMap());
    } catch (Exception e) {
      throw new AssertionError("no Sparkplug on " + message.topic(), e);
    }
  }

  private List<SparkplugBPayload> on(String topic) {
    return host.heard.stream()
        .filter(message -> message.topic().equals(topic))
        .map(SparkplugOnBrokerIT::read)
        .toList();
  }

  private static Optional<Object> value(SparkplugBPayload payload, String metric) {
    return payload.getMetrics().stream()
        .filter(each -> each.getName().equals(metric))
        .map(Metric::getValue)
        .findFirst();
  }

  /** What was said last of a metric, at birth or since. */
  private Optional<Object> last(String metric) {
    return host.heard.stream()
        .filter(message -> message.topic().equals(DBIRTH) || message.topic().equals(DDATA))
        .map(SparkplugOnBrokerIT::read)
        .flatMap(payload -> value(payload, metric).stream())
        .reduce((one, next) -> next);
  }

  private void tell(String topic, String metric) throws Exception {
    SparkplugBPayload payload =
        new SparkplugBPayloadBuilder()
            .setTimestamp(new Date())
            .addMetric(new MetricBuilder(metric, MetricDataType.Boolean, true).createMetric())
            .createPayload();
    host.publish(topic, new SparkplugBPayloadEncoder().getBytes(payload, false), 0, false);
  }

  private void command(String name) throws Exception {
    tell(ROOT + "DCMD/cell-2/line-2", "Command/" + name);
  }

  private void state(boolean online, long timestamp) throws Exception {
    host.publish(
        "spBv1.0/STATE/fucina",
        "{\"online\":" + online + ",\"timestamp\":" + timestamp + "}",
        1,
        true);
  }

  @Test
  void itIsBornWithEveryMetricAndItsSequenceHasNoHole() {
    soon().until(() -> on(DDATA).size() >= 4);
    SparkplugBPayload node = on(NBIRTH).get(0);
    SparkplugBPayload device = on(DBIRTH).get(0);
    assertThat(node.getSeq()).isZero();
    assertThat(value(node, "bdSeq")).contains(0L);
    assertThat(value(node, "Node Control/Rebirth")).contains(false);
    assertThat(device.getSeq()).isEqualTo(1);
    assertThat(device.getMetrics())
        .extracting(Metric::getName)
        .contains(
            STATE,
            "Status/CurMachSpeed",
            "Status/EquipmentStarved",
            "Status/EquipmentBlocked",
            "Status/RemoteEnabled",
            "Safety/EmergencyStop",
            "Admin/ProdProcessedCount",
            "Admin/ProdDefectiveCount",
            "Utilities/AirPressure",
            "Energy/ActivePower",
            "Energy/ImportHp",
            "Command/Reset",
            "Command/Start",
            "Command/Stop",
            "Command/Hold",
            "Command/Unhold");
    assertThat(value(device, STATE)).contains(2);
    List<SparkplugBPayload> data = on(DDATA);
    for (int i = 0; i < data.size(); i++) {
      assertThat(data.get(i).getSeq()).isEqualTo(i + 2);
    }
    assertThat(host.heard).allSatisfy(message -> assertThat(message.retained()).isFalse());
  }

  @Test
  void commandsMoveItThroughPackMlAndAWrongOneIsAnsweredSo() throws Exception {
    soon().until(() -> last(STATE).equals(Optional.of(2)));
    command("Start");
    soon().until(() -> last("Command/Status").equals(Optional.of(1)));
    command("Reset");
    soon().until(() -> last(STATE).equals(Optional.of(4)));
    assertThat(last("Command/Status")).contains(0);
    command("Start");
    soon().until(() -> last(STATE).equals(Optional.of(6)));
    command("Hold");
    soon().until(() -> last(STATE).equals(Optional.of(11)));
    command("Unhold");
    soon().until(() -> last(STATE).equals(Optional.of(6)));
    command("Stop");
    soon().until(() -> last(STATE).equals(Optional.of(2)));
  }

  @Test
  void askedForARebirthItTellsEverythingAgain() throws Exception {
    soon().until(() -> !on(DBIRTH).isEmpty());
    tell(ROOT + "NCMD/cell-2", "Node Control/Rebirth");
    soon().until(() -> on(DBIRTH).size() == 2);
    assertThat(on(NBIRTH)).extracting(SparkplugBPayload::getSeq).containsExactly(0L, 0L);
    assertThat(value(on(NBIRTH).get(1), "bdSeq")).contains(0L);
    host.publish(ROOT + "NCMD/cell-2", "no Sparkplug", 0, false);
    host.publish(ROOT + "DCMD/cell-2/line-2", "no Sparkplug", 0, false);
    int before = on(DDATA).size();
    soon().until(() -> on(DDATA).size() > before + 1);
  }

  /** Whose lives these births or deaths belong to, in the order heard. */
  private List<Long> lives(String topic) {
    return on(topic).stream().map(said -> (Long) value(said, "bdSeq").orElseThrow()).toList();
  }

  @Test
  void goneItIsDeclaredDeadAndItsNextLifeHasTheNextNumber() {
    soon().until(() -> !on(DBIRTH).isEmpty());
    line.suffer(new Fault.Offline(true));
    soon().until(() -> lives(NDEATH).containsAll(lives(NBIRTH)));
    int before = on(DBIRTH).size();
    line.suffer(new Fault.Offline(false));
    soon().until(() -> on(DBIRTH).size() > before);
    line.close();
    soon().until(() -> lives(NDEATH).containsAll(lives(NBIRTH)));
    // On a busy machine the broker may have lost it once more in between.
    assertThat(lives(NBIRTH))
        .hasSizeGreaterThan(1)
        .isEqualTo(LongStream.range(0, lives(NBIRTH).size()).boxed().toList());
  }

  @Test
  void itStopsByItselfWhenItsHostGoesOfflineAndAnOldWordCountsForNothing() throws Exception {
    state(true, 1_000);
    soon().until(() -> last(STATE).equals(Optional.of(2)));
    command("Reset");
    soon().until(() -> last(STATE).equals(Optional.of(4)));
    command("Start");
    soon().until(() -> last(STATE).equals(Optional.of(6)));
    state(false, 999);
    Patience.holds(
        Duration.ofSeconds(4),
        () -> last(STATE).filter(List.of(5, 6, 13, 14)::contains).isPresent());
    state(false, 1_001);
    soon().until(() -> last(STATE).equals(Optional.of(2)));
  }

  @Test
  void leftOutNumbersLostDevicesAndDeafEarsAreHeard() throws Exception {
    soon().until(() -> on(DDATA).size() >= 2);
    line.suffer(new Fault.MissedSeq(3));
    soon().until(() -> jumps() == 1);
    line.suffer(new Fault.NoRebirth(true));
    tell(ROOT + "NCMD/cell-2", "Node Control/Rebirth");
    line.suffer(new Fault.EnergyLost(true));
    soon()
        .until(
            () ->
                host.heard.stream()
                    .filter(message -> message.topic().equals(DDATA))
                    .flatMap(message -> read(message).getMetrics().stream())
                    .anyMatch(
                        metric ->
                            metric.getName().equals("Energy/ImportHp")
                                && Boolean.TRUE.equals(metric.getIsNull())));
    assertThat(on(NBIRTH)).hasSize(1);
    line.suffer(new Fault.EnergyLost(false));
    line.suffer(new Fault.DeviceLost(true));
    soon().until(() -> on(ROOT + "DDEATH/cell-2/line-2").size() == 1);
    line.suffer(new Fault.DeviceLost(false));
    soon().until(() -> on(DBIRTH).size() == 2);
    line.suffer(new Fault.NoRebirth(false));
    tell(ROOT + "NCMD/cell-2", "Node Control/Rebirth");
    soon().until(() -> on(NBIRTH).size() == 2);
  }

  /** How often the sequence of the data has a hole. */
  private long jumps() {
    List<SparkplugBPayload> data = on(DDATA);
    long holes = 0;
    for (int i = 1; i < data.size(); i++) {
      holes += data.get(i).getSeq() == data.get(i - 1).getSeq() + 1 ? 0 : 1;
    }
    return holes;
  }
}
