package fucina.gateway.link.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.link.FakeIntake;
import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.Notebook;
import fucina.gateway.link.SomeProfiles;
import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Protocol;
import fucina.profiles.Signal;
import fucina.profiles.SignalAddress.MqttTopic;
import fucina.profiles.SignalAddress.TimeUnit;
import fucina.profiles.SignalAddress.Timestamp;
import fucina.profiles.Value;
import fucina.profiles.ValueType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MissingMessagesTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir private Path folder;
  private final FakeIntake intake = new FakeIntake();
  private Instant now = NOON;

  private static Signal signal(String name, String topic, Optional<String> sequence) {
    return SomeProfiles.signal(
        name,
        ValueType.NUMBER,
        new MqttTopic(
            topic, "/v", 1, 0, Optional.of(new Timestamp("/t", TimeUnit.MS)), Map.of(), sequence));
  }

  private MissingMessages started(Optional<Instant> stored, Signal... signals) {
    return new MissingMessages(
        new LinkSettings(
            "press-1",
            SomeProfiles.of(Protocol.MQTT, List.of(signals), List.of()),
            "mqtt://127.0.0.1:1883",
            "",
            Optional.empty(),
            Optional.empty(),
            Map.of()),
        new Notebook(folder.resolve("notes")),
        stored,
        intake,
        () -> now);
  }

  /** A message of so many seconds after noon, whose values are stored at once. */
  private void told(MissingMessages missing, int second, int number, int qos) {
    Instant time = NOON.plusSeconds(second);
    MqttArrival message =
        new MqttArrival(
            "t",
            ("{\"v\":1,\"seq\":" + number + "}").getBytes(StandardCharsets.UTF_8),
            false,
            now,
            Optional.empty(),
            Optional.empty(),
            qos > 0);
    Optional<Long> counted = missing.number(message);
    Reading reading = new Reading("press-1", "a", time, time, Value.of(1), Quality.GOOD);
    missing.heard(message, counted, List.of(reading));
    missing.settled("t", counted);
  }

  private static Gap gap(String signal, int from, int to, String reason) {
    return new Gap(
        "press-1",
        signal,
        NOON.plusSeconds(from),
        NOON.plusSeconds(to).plus(reason.equals(Gap.SEQUENCE) ? 1 : 0, ChronoUnit.MICROS),
        reason);
  }

  @Test
  void whatASensorSentOnceWhileTheGatewayRestartedIsAGapFromTheNewestStoredValueOn() {
    Signal plain = signal("a", "t", Optional.empty());
    told(started(Optional.empty(), plain), 1, 1, 0);
    assertThat(intake.gaps()).isEmpty();
    told(started(Optional.of(NOON.plusSeconds(1)), plain), 60, 9, 0);
    assertThat(intake.gaps()).containsExactly(gap("", 1, 60, Gap.LINK_LOST));
  }

  @Test
  void whatTheBrokerKeptWhileTheGatewayRestartedIsNone() {
    Signal plain = signal("a", "t", Optional.empty());
    told(started(Optional.empty(), plain), 1, 1, 1);
    told(started(Optional.of(NOON.plusSeconds(1)), plain), 60, 9, 1);
    assertThat(intake.gaps()).isEmpty();
  }

  @Test
  void aNumberLeftOutIsAGapOfTheMachineWhereItHasNoOtherTopic() {
    MissingMessages missing = started(Optional.empty(), signal("a", "t", Optional.of("/seq")));
    told(missing, 1, 1, 1);
    told(missing, 4, 4, 1);
    missing.tick();
    assertThat(intake.gaps()).as("one may still have been overtaken").isEmpty();
    now = NOON.plus(TopicCount.PATIENCE);
    missing.tick();
    missing.tick();
    assertThat(intake.gaps()).containsExactly(gap("", 1, 4, Gap.SEQUENCE));
  }

  @Test
  void aNumberLeftOutIsAGapOfTheSignalsOfItsTopicWhereThereAreOthers() {
    MissingMessages missing =
        started(
            Optional.empty(),
            signal("a", "t", Optional.of("/seq")),
            signal("b", "t", Optional.empty()),
            signal("c", "elsewhere", Optional.empty()));
    told(missing, 1, 1, 1);
    told(missing, 4, 4, 1);
    now = NOON.plus(TopicCount.PATIENCE);
    missing.tick();
    assertThat(intake.gaps())
        .containsExactlyInAnyOrder(gap("a", 1, 4, Gap.SEQUENCE), gap("b", 1, 4, Gap.SEQUENCE));
  }

  @Test
  void theCountGoesOnOverARestartAndShowsWhatTheBrokerLostMeanwhile() {
    Signal counted = signal("a", "t", Optional.of("/seq"));
    told(started(Optional.empty(), counted), 1, 7, 1);
    MissingMessages again = started(Optional.empty(), counted);
    told(again, 2, 8, 1);
    MissingMessages third = started(Optional.empty(), counted);
    told(third, 9, 12, 1);
    now = NOON.plus(TopicCount.PATIENCE);
    third.tick();
    assertThat(intake.gaps()).containsExactly(gap("", 2, 9, Gap.SEQUENCE));
  }

  @Test
  void aMarkThatCannotBeReadIsNone() throws Exception {
    Signal counted = signal("a", "t", Optional.of("/seq"));
    told(started(Optional.empty(), counted), 1, 7, 1);
    try (Stream<Path> marks = Files.list(folder.resolve("counts"))) {
      Files.write(marks.findFirst().orElseThrow(), new byte[] {1, 2, 3});
    }
    MissingMessages again = started(Optional.empty(), counted);
    told(again, 9, 12, 1);
    now = NOON.plus(TopicCount.PATIENCE);
    again.tick();
    assertThat(intake.gaps()).isEmpty();
  }

  @Test
  void aMessageWithoutANumberIsNotCounted() {
    MissingMessages missing = started(Optional.empty(), signal("a", "t", Optional.of("/seq")));
    assertThat(missing.number(payload("{\"v\":1}"))).isEmpty();
    assertThat(missing.number(payload("{\"seq\":\"many\"}"))).isEmpty();
    assertThat(missing.number(payload("{\"seq\":1.5}"))).isEmpty();
    assertThat(missing.number(payload("no json"))).isEmpty();
    assertThat(missing.number(payload("{\"seq\":\"12\"}"))).contains(12L);
    assertThat(missing.number(payload("{\"seq\":4e2}"))).contains(400L);
  }

  private MqttArrival payload(String text) {
    return new MqttArrival("t", text.getBytes(StandardCharsets.UTF_8), false, now);
  }
}
