package fucina.gateway.link.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.link.DeadLetter;
import fucina.gateway.link.DeadLetters;
import fucina.gateway.link.LastKnown;
import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.Notebook;
import fucina.gateway.link.SignalBoard;
import fucina.gateway.link.SignalStatus;
import fucina.gateway.link.SomeProfiles;
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
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MqttDecoderTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Map<String, Value> ON_OFF =
      Map.of("ON", Value.of(true), "OFF", Value.of(false));

  @TempDir private Path folder;
  private final DeadLetters deadLetters = new DeadLetters(Clock.systemUTC());
  private List<Signal> signals = List.of();
  private SignalBoard board = new SignalBoard(List.of(), "nothing yet");

  private MqttDecoder decoder(Signal... wanted) {
    signals = List.of(wanted);
    board = new SignalBoard(signals, "nothing yet");
    Notebook notebook = new Notebook(folder.resolve("notes"));
    LinkSettings settings =
        new LinkSettings(
            "m",
            SomeProfiles.of(Protocol.MQTT, signals, List.of()),
            "mqtt://b:1883",
            "",
            Optional.empty(),
            Optional.empty(),
            Map.of());
    return new MqttDecoder(
        settings, new LastKnown("m"), PayloadClock.of("m", notebook), deadLetters, board);
  }

  private static Signal at(String name, ValueType type, String pointer) {
    return SomeProfiles.signal(name, type, new MqttTopic("t", pointer, 1));
  }

  private static Signal stamped(TimeUnit unit) {
    return SomeProfiles.signal(
        "n",
        ValueType.NUMBER,
        new MqttTopic("t", "/v", 1, 0, Optional.of(new Timestamp("/ts", unit)), Map.of()));
  }

  private static MqttArrival fresh(String payload) {
    return new MqttArrival("t", payload.getBytes(StandardCharsets.UTF_8), false, NOON);
  }

  private String reason() {
    return deadLetters.recent("m").stream().map(DeadLetter::reason).findFirst().orElse("");
  }

  @Test
  void manyValuesOfOnePayloadAreReadAndOneThatIsWrongSpoilsNoOther() {
    MqttDecoder decoder =
        decoder(
            at("a", ValueType.NUMBER, "/sensors/0/value"),
            at("b", ValueType.STRING, "/state~1text"),
            at("c", ValueType.NUMBER, "/c"),
            at("d", ValueType.BOOLEAN, "/missing"));
    List<Reading> readings =
        decoder.decode(
            fresh("{\"sensors\":[{\"value\":7}],\"state/text\":\"idle\",\"c\":\"21.5\"}"));
    assertThat(readings)
        .extracting(Reading::signal, Reading::value, Reading::quality)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("a", Value.of(7), Quality.GOOD),
            org.assertj.core.groups.Tuple.tuple("b", Value.of("idle"), Quality.GOOD),
            org.assertj.core.groups.Tuple.tuple("c", Value.of(Double.NaN), Quality.BAD));
    assertThat(reason()).isEqualTo("c is a number, but the machine sent a text (\"21.5\")");
    assertThat(board.list())
        .extracting(SignalStatus::state)
        .containsExactly(
            SignalStatus.State.FLOWING,
            SignalStatus.State.FLOWING,
            SignalStatus.State.DOUBTFUL,
            SignalStatus.State.WAITING);
    assertThat(board.list().get(2).detail()).contains("21.5");
  }

  @Test
  void aPayloadWithoutThePlaceItsOnlySignalIsAtIsADeadLetter() {
    MqttDecoder decoder = decoder(at("a", ValueType.NUMBER, "/value"));
    decoder.decode(fresh("{\"value\": 1}"));
    assertThat(decoder.decode(fresh("{\"valeu\": 2}"))).isEmpty();
    decoder.decode(fresh("{\"valeu\": 3}"));
    assertThat(deadLetters.recent("m"))
        .singleElement()
        .satisfies(letter -> assertThat(letter.times()).isEqualTo(2))
        .satisfies(letter -> assertThat(letter.reason()).contains("/value").contains("for a"));
    assertThat(board.list().get(0).detail()).contains("/value");
  }

  @Test
  void onATopicOfManySignalsWhatHoldsNoneIsADeadLetterUntilOneIsFound() {
    MqttDecoder decoder =
        decoder(at("a", ValueType.NUMBER, "/print/a"), at("b", ValueType.NUMBER, "/print/b"));
    decoder.decode(fresh("{\"prnit\": {\"a\": 1}}"));
    assertThat(reason()).contains("/print/a, /print/b");
    assertThat(decoder.decode(fresh("{\"print\": {\"b\": 1}}"))).hasSize(1);
    assertThat(decoder.decode(fresh("{\"print\": {\"wifi\": 1}}"))).isEmpty();
    assertThat(deadLetters.count("m")).as("only what changed is sent").isEqualTo(1);
  }

  @Test
  void whatElseComesOnASignalsTopicIsNoDeadLetter() {
    MqttDecoder decoder = decoder(at("a", ValueType.NUMBER, "/value"));
    decoder.shared(java.util.Set.of("t"));
    assertThat(decoder.decode(fresh("{\"result\": \"ok\"}"))).isEmpty();
    assertThat(deadLetters.count("m")).isZero();
  }

  @Test
  void aBareNumberOrOneInJsonThatIsTooLongToBeExactIsUncertainAndSaysSo() {
    MqttDecoder json = decoder(at("n", ValueType.INTEGER, "/v"));
    assertThat(json.decode(fresh("{\"v\": 9007199254740993}")))
        .extracting(Reading::quality)
        .containsExactly(Quality.UNCERTAIN);
    assertThat(board.list().get(0).detail()).contains("2^53");
    assertThat(decoder(at("n", ValueType.NUMBER, "")).decode(fresh("+9007199254740993")))
        .extracting(Reading::quality)
        .containsExactly(Quality.UNCERTAIN);
  }

  @ParameterizedTest
  @CsvSource({"21.5,21.5", "+3,3", "-0.25,-0.25", "007,7", "' 4 ',4"})
  void aBareNumberIsANumberHoweverSmallDevicesWriteIt(String payload, double number) {
    MqttDecoder decoder = decoder(at("n", ValueType.NUMBER, ""));
    assertThat(decoder.decode(fresh(payload)))
        .singleElement()
        .extracting(Reading::value)
        .isEqualTo(Value.of(number));
  }

  @Test
  void notANumberIsBadWhereItIsBareAndADeadLetterInsideJson() {
    MqttDecoder bare = decoder(at("n", ValueType.NUMBER, ""));
    assertThat(bare.decode(fresh("NaN"))).extracting(Reading::quality).containsExactly(Quality.BAD);
    assertThat(bare.decode(fresh("-Infinity")))
        .extracting(Reading::quality)
        .containsExactly(Quality.BAD);
    MqttDecoder json = decoder(at("n", ValueType.NUMBER, "/v"));
    assertThat(json.decode(fresh("{\"v\": NaN}"))).isEmpty();
    assertThat(reason()).contains("no NaN").contains("null");
    assertThat(json.decode(fresh("{\"v\": null}")))
        .extracting(Reading::quality)
        .containsExactly(Quality.BAD);
  }

  @Test
  void tenThousandNewNamesInAMinuteAreNoSignalsAndLeaveNothingBehind() {
    MqttDecoder decoder = decoder(at("n", ValueType.NUMBER, "/v"));
    for (int i = 0; i < 100; i++) {
      StringBuilder payload = new StringBuilder("{\"v\":1");
      for (int n = 0; n < 100; n++) {
        payload.append(",\"new").append(100 * i + n).append("\":").append(n);
      }
      assertThat(decoder.decode(fresh(payload.append('}').toString())))
          .extracting(Reading::signal)
          .containsExactly("n");
    }
    assertThat(board.list()).hasSize(1);
    assertThat(deadLetters.recent("m")).isEmpty();
  }

  @Test
  void aTextOf64KibIsADeadLetterOfItsBeginningAndItsSignalBad() {
    MqttDecoder decoder = decoder(at("s", ValueType.STRING, "/v"), at("n", ValueType.NUMBER, "/n"));
    assertThat(decoder.decode(fresh("{\"v\":\"" + "x".repeat(65_536) + "\",\"n\":4}")))
        .extracting(Reading::signal, Reading::quality)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("s", Quality.BAD),
            org.assertj.core.groups.Tuple.tuple("n", Quality.GOOD));
    assertThat(reason()).isEqualTo("s is longer than 4096 characters");
    assertThat(deadLetters.recent("m").get(0).excerpt()).hasSizeLessThanOrEqualTo(200);
  }

  @Test
  void aTextMeansWhatTheProfileSaysAndNothingElse() {
    MqttDecoder decoder =
        decoder(
            SomeProfiles.signal(
                "pump", ValueType.BOOLEAN, new MqttTopic("t", "", 1, 0, Optional.empty(), ON_OFF)));
    assertThat(decoder.decode(fresh("ON")))
        .extracting(Reading::value)
        .containsExactly(Value.of(true));
    assertThat(decoder.decode(fresh("OFF")))
        .extracting(Reading::value)
        .containsExactly(Value.of(false));
    assertThat(decoder.decode(fresh("on")))
        .extracting(Reading::quality)
        .containsExactly(Quality.BAD);
    assertThat(reason()).isEqualTo("pump knows OFF, ON, but the machine sent \"on\"");
  }

  @Test
  void aNumberIsScaledAndShifted() {
    MqttDecoder decoder =
        decoder(
            SomeProfiles.signal(
                "t",
                ValueType.NUMBER,
                new MqttTopic("t", "/f", 0.5, -10, Optional.empty(), Map.of())));
    assertThat(decoder.decode(fresh("{\"f\": 50}")))
        .extracting(Reading::value)
        .containsExactly(Value.of(15));
  }

  @ParameterizedTest
  @CsvSource({
    "S, 1795348799.5",
    "MS, 1795348799500",
    "US, 1795348799500000",
    "ISO, '\"2026-11-22T12:59:59.5+01:00\"'",
    "MS, '\"1795348799500\"'"
  })
  void aStampInThePayloadIsTheTime(TimeUnit unit, String stamp) {
    Instant expected = Instant.parse("2026-11-22T11:59:59.500Z");
    assertThat(decoder(stamped(unit)).decode(fresh("{\"v\":1,\"ts\":" + stamp + "}")))
        .singleElement()
        .satisfies(reading -> assertThat(reading.sourceTime()).isEqualTo(expected))
        .satisfies(reading -> assertThat(reading.time()).isEqualTo(expected));
    assertThat(deadLetters.count("m")).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "S, 1795348799500, would lie in the year",
    "US, 1795348799, would lie in the year 1970",
    "ISO, 12, is not an instant",
    "MS, '\"yesterday\"', is not milliseconds",
    "S, 1e300, is not seconds",
    "S, true, is not seconds"
  })
  void aStampThatCannotBeIsToldOfAndTheArrivalCounts(TimeUnit unit, String stamp, String reason) {
    assertThat(decoder(stamped(unit)).decode(fresh("{\"v\":1,\"ts\":" + stamp + "}")))
        .singleElement()
        .extracting(Reading::time)
        .isEqualTo(NOON);
    assertThat(reason()).contains("/ts").contains(reason);
  }

  @Test
  void anOldValueTheBrokerKeptHasItsOwnTimeAndIsUncertain() {
    MqttArrival kept =
        new MqttArrival(
            "t", "{\"v\":1,\"ts\":1795262400}".getBytes(StandardCharsets.UTF_8), true, NOON);
    assertThat(decoder(stamped(TimeUnit.S)).decode(kept))
        .singleElement()
        .satisfies(r -> assertThat(r.quality()).isEqualTo(Quality.UNCERTAIN))
        .satisfies(r -> assertThat(r.time()).isEqualTo(Instant.parse("2026-11-21T12:00:00Z")));
    assertThat(board.list().get(0).detail()).contains("kept");
  }

  @Test
  void aMessageThatComesAgainAfterABreakHasTheTimeAtWhichItsBrokerGotIt() {
    MqttDecoder decoder = decoder(at("n", ValueType.NUMBER, "/v"));
    Instant got = NOON.minusSeconds(90).plusNanos(123_000);
    List<Reading> readings = new ArrayList<>();
    for (Instant delivered : List.of(got.plusMillis(2), NOON)) {
      readings.addAll(
          decoder.decode(
              new MqttArrival(
                  "t",
                  "{\"v\":1}".getBytes(StandardCharsets.UTF_8),
                  false,
                  delivered,
                  Optional.empty(),
                  Optional.of(got))));
    }
    assertThat(readings).hasSize(2);
    assertThat(readings.get(0).time()).isEqualTo(got);
    assertThat(readings.get(1)).isEqualTo(readings.get(0));
  }

  @Test
  void aPayloadOfFiveMebibytesIsRefusedAndItsBeginningKept() {
    byte[] large = new byte[5 * 1024 * 1024];
    java.util.Arrays.fill(large, (byte) 'x');
    MqttDecoder decoder = decoder(at("n", ValueType.NUMBER, "/v"));
    assertThat(decoder.decode(new MqttArrival("t", large, false, NOON))).isEmpty();
    DeadLetter letter = deadLetters.recent("m").get(0);
    assertThat(letter.reason()).contains("larger than 1024 KiB");
    assertThat(letter.size()).isEqualTo(large.length);
    assertThat(letter.excerpt()).hasSize(200);
  }
}
