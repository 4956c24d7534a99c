package fucina.simulators.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FaultWordsTest {
  @Test
  void everyKindOfFaultCanBeWritten() {
    Set<String> written =
        everyLine()
            .map(line -> FaultWords.parse(line).orElseThrow().getClass().getSimpleName())
            .collect(Collectors.toSet());
    assertThat(Fault.class.getPermittedSubclasses())
        .extracting(Class::getSimpleName)
        .containsExactlyInAnyOrderElementsOf(written);
  }

  @ParameterizedTest
  @MethodSource("everyLine")
  void everyLineMeansSomething(String line) {
    assertThat(FaultWords.parse(line)).isPresent();
    assertThat(FaultWords.HELP).contains(line.split(" ")[0]);
  }

  static Stream<String> everyLine() {
    return Stream.of(
        "estop on",
        "protective off",
        "mode 4",
        "remote off",
        "offline on",
        "freeze on",
        "hot-motor 3 95.5",
        "hot-heater nozzle 310",
        "hot-heater bed off",
        "no-temperature on",
        "off-path on",
        "locked on",
        "answer 4",
        "sampling 5000",
        "restart",
        "restart shuffled",
        "lose sessions",
        "lose subscriptions",
        "quality bad",
        "slow 800",
        "hang on",
        "no-layers on",
        "duplicates on",
        "swap on",
        "late 1500",
        "refuse on",
        "reply-late 6000",
        "no-reply on",
        "starve on",
        "block on",
        "reset-counters",
        "skip-seq 3",
        "no-rebirth on",
        "device-lost on",
        "energy-jump -250",
        "energy-lost on",
        "camera-freeze on",
        "camera-gone on",
        "energy-float on");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hot-motor 9 95",
        "hot-motor 1",
        "hot-motor 1 hot",
        "hot-heater lid 99",
        "hot-heater nozzle",
        "answer 5",
        "mode -1",
        "skip-seq 0",
        "slow -1",
        "slow soon",
        "restart now",
        "lose hope",
        "quality fine",
        "energy-jump NaN",
        "reset-counters now",
        "estop on off"
      })
  void aLineThatMeansNothingIsNoFault(String line) {
    assertThat(FaultWords.parse(line)).isEmpty();
  }

  @Test
  void whatIsSwitchedOnCanBeSwitchedOffAgain() {
    assertThat(FaultWords.end("estop on")).contains(new Fault.EmergencyStop(false));
    assertThat(FaultWords.end("restart")).isEmpty();
    assertThat(FaultWords.parse("hot-motor 2 off"))
        .contains(new Fault.HotMotor(2, OptionalDouble.empty()));
    assertThat(FaultWords.parse("slow 250")).contains(new Fault.SlowServer(Duration.ofMillis(250)));
  }
}
