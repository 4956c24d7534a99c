package fucina.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class StateRuleTest {
  private static final StateRule RULE =
      Catalogue.builtIn().profile("robot-arm-6axis").flatMap(Profile::states).orElseThrow();

  private static Function<String, Optional<Value>> values(Map<String, Value> values) {
    return signal -> Optional.ofNullable(values.get(signal));
  }

  @Test
  void theMachinesOwnWordIsMapped() {
    assertThat(RULE.state(values(Map.of("task.state", Value.of("Executing")))))
        .isEqualTo(MachineState.RUNNING);
    assertThat(RULE.state(values(Map.of("task.state", Value.of("Ready")))))
        .isEqualTo(MachineState.READY);
  }

  @Test
  void anEmergencyStopOutranksTheMachinesOwnWord() {
    assertThat(
            RULE.state(
                values(
                    Map.of(
                        "task.state", Value.of("Executing"),
                        "robot.emergencyStop", Value.of(true)))))
        .isEqualTo(MachineState.FAULT);
    assertThat(RULE.state(values(Map.of("robot.protectiveStop", Value.of(true)))))
        .isEqualTo(MachineState.FAULT);
  }

  @Test
  void aMachineWithoutAUsableStateIsOffline() {
    assertThat(RULE.state(signal -> Optional.empty())).isEqualTo(MachineState.OFFLINE);
    assertThat(RULE.state(values(Map.of("robot.emergencyStop", Value.of(false)))))
        .isEqualTo(MachineState.OFFLINE);
  }

  @Test
  void aWordNobodyMappedIsAFault() {
    assertThat(RULE.state(values(Map.of("task.state", Value.of("Dancing")))))
        .isEqualTo(MachineState.FAULT);
  }

  @Test
  void aConditionHoldsForItsValuesOnly() {
    Command start =
        Catalogue.builtIn()
            .profile("robot-arm-6axis")
            .flatMap(p -> p.command("start"))
            .orElseThrow();
    Command.Precondition mode = start.preconditions().get(0);

    assertThat(mode.isSatisfiedBy(Value.of(4))).isTrue();
    assertThat(mode.isSatisfiedBy(Value.of(3))).isFalse();
    assertThat(mode.isSatisfiedBy(Value.of(Double.NaN))).isFalse();
    assertThat(mode.isSatisfiedBy(Value.of("4"))).isFalse();
    assertThat(start.confirmation().orElseThrow().isProvenBy(Value.of("Executing"))).isTrue();
    assertThat(start.confirmation().orElseThrow().isProvenBy(Value.of("Ready"))).isFalse();
  }

  @Test
  void zeroIsZeroWithEitherSign() {
    assertThat(Value.of(0.0).sameAs(Value.of(-0.0))).isTrue();
  }
}
