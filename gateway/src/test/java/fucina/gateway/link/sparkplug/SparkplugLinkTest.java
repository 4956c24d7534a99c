package fucina.gateway.link.sparkplug;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.link.DeadLetters;
import fucina.gateway.link.FakeIntake;
import fucina.gateway.link.LastKnown;
import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.LinkState;
import fucina.gateway.link.MachineClock;
import fucina.gateway.link.Notebook;
import fucina.gateway.link.SomeProfiles;
import fucina.gateway.link.StatusBoard;
import fucina.gateway.link.mqtt.MqttConnections;
import fucina.gateway.link.sparkplug.SparkplugCodec.Payload;
import fucina.gateway.link.sparkplug.SparkplugCodec.Sample;
import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Protocol;
import fucina.profiles.SignalAddress.SparkplugMetric;
import fucina.profiles.Value;
import fucina.profiles.ValueType;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.tahu.message.model.MetricDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkplugLinkTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOON);

  @TempDir private Path folder;
  private final FakeIntake intake = new FakeIntake();

  private SparkplugLink link(LastKnown last) {
    Notebook notebook = new Notebook(folder.resolve("notes"));
    DeadLetters deadLetters = new DeadLetters(CLOCK);
    return new SparkplugLink(
        new LinkSettings(
            "line-2",
            SomeProfiles.of(
                Protocol.SPARKPLUG,
                List.of(
                    SomeProfiles.signal("speed", ValueType.NUMBER, new SparkplugMetric("Speed"))),
                List.of()),
            "mqtt://127.0.0.1:1883",
            "",
            Optional.empty(),
            Optional.empty(),
            Map.of("GROUP", "made", "NODE", "cell-2", "DEVICE", "line-2")),
        new SparkplugLinks(
            new MqttConnections("gateway", Optional.empty(), CLOCK),
            "fucina",
            notebook,
            deadLetters,
            CLOCK),
        intake,
        new StatusBoard(CLOCK, status -> {}),
        last,
        new MachineClock("line-2", notebook),
        deadLetters);
  }

  private static Payload payload(Instant at, double speed) {
    return new Payload(
        Optional.of(at),
        Optional.empty(),
        List.of(
            new Sample(
                Optional.of("Speed"),
                Optional.empty(),
                Optional.of(at),
                Optional.of(speed),
                Optional.of(MetricDataType.Double),
                Quality.GOOD,
                false)));
  }

  @Test
  void whatALineSentWhileTheGatewayRestartedIsAGapUntilItsBirth() {
    LastKnown last = new LastKnown("line-2");
    last.restore(new Reading("line-2", "speed", NOON, NOON, Value.of(1), Quality.GOOD));
    Instant back = NOON.plusSeconds(60);
    link(last).born(payload(back, 2), back);
    assertThat(intake.gaps()).containsExactly(new Gap("line-2", "", NOON, back, Gap.LINK_LOST));
  }

  @Test
  void aLineThatIsHeardForTheFirstTimeMissedNothing() {
    link(new LastKnown("line-2")).born(payload(NOON, 2), NOON);
    assertThat(intake.gaps()).isEmpty();
  }

  @Test
  void whatComesBeforeABirthIsOneGapHoweverMuchItIs() {
    LastKnown last = new LastKnown("line-2");
    last.restore(new Reading("line-2", "speed", NOON, NOON, Value.of(1), Quality.GOOD));
    SparkplugLink link = link(last);
    for (int second = 50; second < 60; second++) {
      link.missed(NOON.plusSeconds(second));
    }
    Instant back = NOON.plusSeconds(60);
    link.born(payload(back, 2), back);
    assertThat(intake.gaps()).containsExactly(new Gap("line-2", "", NOON, back, Gap.LINK_LOST));
  }

  @Test
  void whatWaitedForALostMessageAtABreakLiesBehindTheBeginningOfTheGap() {
    SparkplugLink link = link(new LastKnown("line-2"));
    link.born(payload(NOON, 2), NOON);
    link.interrupted();
    link.data(payload(NOON.plusSeconds(2), 4), NOON.plusSeconds(2));
    link.died(NOON.plusSeconds(3), "It is gone.");
    Instant back = NOON.plusSeconds(60);
    link.born(payload(back, 5), back);
    assertThat(intake.gaps()).containsExactly(new Gap("line-2", "", NOON, back, Gap.LINK_LOST));
  }

  @Test
  void aGapBeginsAtTheTimeOfTheLastValueNotAtItsArrival() {
    SparkplugLink link = link(new LastKnown("line-2"));
    Instant arrived = NOON.plusMillis(900);
    link.born(payload(NOON, 2), arrived);
    link.broker(false, LinkState.UNREACHABLE, "The broker was lost.");
    Instant back = NOON.plusSeconds(60);
    link.born(payload(back, 3), back);
    assertThat(intake.gaps()).containsExactly(new Gap("line-2", "", NOON, back, Gap.LINK_LOST));
  }
}
