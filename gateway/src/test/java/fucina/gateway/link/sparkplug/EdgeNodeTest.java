package fucina.gateway.link.sparkplug;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.link.LinkState;
import fucina.gateway.link.mqtt.MqttArrival;
import fucina.gateway.link.mqtt.TopicFilters;
import fucina.gateway.link.sparkplug.SparkplugCodec.Payload;
import fucina.gateway.link.sparkplug.SparkplugCodec.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.tahu.message.SparkplugBPayloadEncoder;
import org.eclipse.tahu.message.model.Metric;
import org.eclipse.tahu.message.model.Metric.MetricBuilder;
import org.eclipse.tahu.message.model.MetricDataType;
import org.eclipse.tahu.message.model.SparkplugBPayload;
import org.eclipse.tahu.message.model.SparkplugBPayload.SparkplugBPayloadBuilder;
import org.eclipse.tahu.model.MetricDataTypeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EdgeNodeTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private Instant now = NOON;
  private final EdgeNode node = new EdgeNode("made", "cell-2", () -> now);
  private final Machine machine = new Machine();

  /** Notes what it is told. */
  private static final class Machine implements EdgeNode.Device {
    final List<String> told = new ArrayList<>();
    final MetricDataTypeMap types = new MetricDataTypeMap();
    boolean understands = true;

    private CompletableFuture<Void> tell(String what) {
      told.add(what);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> born(Payload birth, Instant arrived) {
      for (Sample sample : birth.samples()) {
        sample.alias().ifPresent(a -> types.addMetricDataType(a, sample.type().orElseThrow()));
      }
      return tell("born");
    }

    @Override
    public boolean understands(Payload data) {
      return understands;
    }

    @Override
    public CompletableFuture<Void> data(Payload data, Instant arrived) {
      return tell("data " + data.samples().stream().map(s -> s.value().orElse("null")).toList());
    }

    @Override
    public CompletableFuture<Void> died(Instant at, String sentence) {
      return tell("died");
    }

    @Override
    public MetricDataTypeMap types() {
      return types;
    }

    @Override
    public void missed(Instant arrived) {
      tell("missed");
    }

    @Override
    public void unreadable(String topic, String reason, byte[] payload) {
      tell("unreadable");
    }

    @Override
    public void broker(boolean there, LinkState state, String sentence) {
      tell("broker " + there);
    }
  }

  @BeforeEach
  void join() {
    node.add("line-2", machine);
  }

  private static Metric metric(String name, long alias, MetricDataType type, Object value)
      throws Exception {
    return new MetricBuilder(name, type, value)
        .alias(alias)
        .timestamp(Date.from(NOON))
        .createMetric();
  }

  private void arrives(String topic, long seq, Metric... metrics) throws Exception {
    comes(topic, seq, metrics).join();
  }

  private CompletableFuture<Void> comes(String topic, long seq, Metric... metrics)
      throws Exception {
    SparkplugBPayload payload =
        new SparkplugBPayloadBuilder(seq)
            .setTimestamp(Date.from(NOON))
            .addMetrics(List.of(metrics))
            .createPayload();
    byte[] bytes = new SparkplugBPayloadEncoder().getBytes(payload, false);
    return node.arrived(new MqttArrival("spBv1.0/made/" + topic, bytes, false, now));
  }

  private void birth(long seq) throws Exception {
    arrives("NBIRTH/cell-2", seq, metric("bdSeq", 1, MetricDataType.Int64, 7L));
    arrives("DBIRTH/cell-2/line-2", seq + 1, metric("Speed", 2, MetricDataType.Float, 1.5f));
  }

  @Test
  void allItSaysComesByOneFilterAndCommandsToItAreNotTakenForData() throws Exception {
    birth(0);
    arrives("DCMD/cell-2/line-2", 2, aliased(2, 9.5f));
    arrives("NCMD/cell-2", 2);
    arrives("DDATA/cell-2/line-2", 2, aliased(2, 2.5f));
    assertThat(machine.told).containsExactly("born", "data [2.5]");
    assertThat(node.filters())
        .singleElement()
        .satisfies(
            filter -> {
              assertThat(TopicFilters.matches(filter, "spBv1.0/made/NBIRTH/cell-2")).isTrue();
              assertThat(TopicFilters.matches(filter, "spBv1.0/made/DDATA/cell-2/line-2")).isTrue();
              assertThat(TopicFilters.matches(filter, "spBv1.0/made/DDATA/cell-3/line-2"))
                  .isFalse();
            });
  }

  @Test
  void dataInSequenceIsHandedOnAcrossTheTurnOfTheCount() throws Exception {
    birth(253);
    arrives("DDATA/cell-2/line-2", 255, aliased(2, 2.5f));
    arrives("DDATA/cell-2/line-2", 0, aliased(2, 3.5f));
    arrives("NDATA/cell-2", 1);
    arrives("DDATA/cell-2/line-2", 2, aliased(2, 4.5f));
    assertThat(machine.told).containsExactly("born", "data [2.5]", "data [3.5]", "data [4.5]");
  }

  private static Metric aliased(long alias, float value) throws Exception {
    return new MetricBuilder(alias, MetricDataType.Float, value).createMetric();
  }

  @Test
  void aLeapInTheSequenceIsToldAfterAMoment() throws Exception {
    birth(0);
    arrives("DDATA/cell-2/line-2", 2, aliased(2, 2.5f));
    CompletableFuture<Void> waits = comes("DDATA/cell-2/line-2", 4, aliased(2, 3.5f));
    node.tick();
    assertThat(waits).isNotDone();
    now = NOON.plus(ReorderWindow.PATIENCE);
    node.tick();
    assertThat(waits).isDone();
    arrives("DDATA/cell-2/line-2", 5, aliased(2, 4.5f));
    assertThat(machine.told)
        .containsExactly("born", "data [2.5]", "missed", "data [3.5]", "data [4.5]");
  }

  @Test
  void messagesThatOvertookEachOtherArePutInOrderAndNothingIsMissing() throws Exception {
    birth(253);
    CompletableFuture<Void> second = comes("DDATA/cell-2/line-2", 0, aliased(2, 2));
    CompletableFuture<Void> third = comes("NDATA/cell-2", 1);
    CompletableFuture<Void> fourth = comes("DDATA/cell-2/line-2", 2, aliased(2, 4));
    arrives("DDATA/cell-2/line-2", 255, aliased(2, 1));
    assertThat(second).isDone();
    assertThat(third).isDone();
    assertThat(fourth).isDone();
    now = NOON.plus(ReorderWindow.PATIENCE);
    node.tick();
    assertThat(machine.told).containsExactly("born", "data [1.0]", "data [2.0]", "data [4.0]");
  }

  @Test
  void whatWaitsForALostMessageIsHandledBeforeTheNextBirthAndAtADeath() throws Exception {
    birth(0);
    CompletableFuture<Void> waits = comes("DDATA/cell-2/line-2", 9, aliased(2, 9));
    birth(0);
    assertThat(waits).isDone();
    CompletableFuture<Void> again = comes("DDATA/cell-2/line-2", 7, aliased(2, 7));
    arrives("NDEATH/cell-2", 0, metric("bdSeq", 1, MetricDataType.Int64, 7L));
    assertThat(again).isDone();
    assertThat(machine.told)
        .as("what never came is told before what came after it")
        .containsExactly("born", "missed", "data [9.0]", "born", "missed", "data [7.0]", "died");
  }

  @Test
  void aDeathOfAnEarlierBirthIsPassedOver() throws Exception {
    birth(0);
    arrives("NDEATH/cell-2", 0, metric("bdSeq", 1, MetricDataType.Int64, 6L));
    assertThat(machine.told).containsExactly("born");
    arrives("NDEATH/cell-2", 0, metric("bdSeq", 1, MetricDataType.Int64, 7L));
    assertThat(machine.told).containsExactly("born", "died");
  }

  @Test
  void dataThatNamesNothingKnownIsMissing() throws Exception {
    birth(0);
    machine.understands = false;
    arrives("DDATA/cell-2/line-2", 2, aliased(9, 2.5f));
    assertThat(machine.told).contains("missed");
  }

  @Test
  void whatIsNoSparkplugIsPutAsideAndTheRestGoesOn() throws Exception {
    birth(0);
    byte[] json = "{\"value\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    node.arrived(new MqttArrival("spBv1.0/made/DDATA/cell-2/line-2", json, false, NOON)).join();
    arrives("DDATA/cell-2/line-2", 2, aliased(2, 2.5f));
    assertThat(machine.told).containsExactly("born", "unreadable", "data [2.5]");
  }
}
