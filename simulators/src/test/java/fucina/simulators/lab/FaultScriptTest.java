package fucina.simulators.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fucina.simulators.machine.Fault;
import fucina.simulators.machine.SimulatedMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FaultScriptTest {
  private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

  @TempDir Path folder;
  private final List<Fault> suffered = new ArrayList<>();
  private final List<String> told = new ArrayList<>();

  @Test
  void stepsComeInOrderOfTimeAndWhatLastsEndsByItself() throws IOException {
    FaultScript script =
        script(
            """
            seed: 5
            steps:
              - { at: 20s, machine: robot-1, fault: protective on }
              - { at: 1m30s, machine: robot-1, fault: hot-motor 2 95 }
              - { at: 500ms, machine: robot-1, fault: estop on, for: 10s }
            """);
    assertThat(script.steps())
        .extracting(FaultScript.Step::at)
        .containsExactly(
            Duration.ofMillis(500),
            Duration.ofMillis(10_500),
            Duration.ofSeconds(20),
            Duration.ofSeconds(90));
    assertThat(script.steps().get(1).fault()).isEqualTo(new Fault.EmergencyStop(false));
  }

  @Test
  void theSameSeedDrawsTheSameInstantsAndAnotherOneOthers() throws IOException {
    String steps = "steps: [ { at: 20s..40s, machine: robot-1, fault: estop on } ]";
    Duration drawn = script("seed: 5\n" + steps).steps().get(0).at();
    assertThat(script("seed: 5\n" + steps).steps().get(0).at()).isEqualTo(drawn);
    assertThat(script("seed: 6\n" + steps).steps().get(0).at()).isNotEqualTo(drawn);
    assertThat(drawn).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(40));
  }

  @Test
  void itHappensInTheMachinesTimeAgainAndAgainAndIsTold() throws IOException {
    FaultScript script =
        script(
            """
            repeat: 60s
            steps:
              - { at: 5s, machine: robot-1, fault: estop on, for: 10s }
              - { at: 20s, machine: robot-1, fault: starve on }
            """);
    try (FaultPlay play = new FaultPlay(script, List.of(new Robot()), () -> START, told::add)) {
      play.advance(START.plusSeconds(4));
      assertThat(suffered).isEmpty();
      play.advance(START.plusSeconds(19));
      assertThat(suffered)
          .containsExactly(new Fault.EmergencyStop(true), new Fault.EmergencyStop(false));
      play.advance(START.plusSeconds(60));
      play.advance(START.plusSeconds(75));
      assertThat(suffered).hasSize(4);
      assertThat(told).anyMatch(line -> line.contains("starve on: it has no such fault now"));
    }
  }

  @Test
  void aMachineThatIsNotThereIsNamed() throws IOException {
    FaultScript script = script("steps: [ { at: 5s, machine: robot-9, fault: estop on } ]");
    assertThatThrownBy(() -> new FaultPlay(script, List.of(new Robot()), () -> START, told::add))
        .isInstanceOf(FlawedFile.class)
        .hasMessageContaining("robot-9");
  }

  @Test
  void aFileThatIsNotThereIsNamedWhole() {
    Path missing = Path.of("missing.yaml");
    assertThatThrownBy(() -> FaultScript.read(missing, 1))
        .isInstanceOf(FlawedFile.class)
        .hasMessage("cannot read " + missing.toAbsolutePath() + ": there is no such file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          steps: [ { at: soon, machine: m, fault: estop on } ]                 | :1: at must be a length
          steps: [ { at: 40s..20s, machine: m, fault: estop on } ]             | from the earlier to the later
          steps: [ { at: 5s, machine: m, fault: explode } ]                    | "explode" is none; known are
          steps: [ { at: 5s, machine: m } ]                                    | fault is missing
          steps: [ { at: 5s, machine: m, fault: restart, for: 5s } ]           | for goes only with
          steps: [ { at: 5s, machine: m, fault: estop on, when: now } ]        | when is not known here
          seed: x                                                              | seed must be a whole number
          seed: 5                                                              | steps must be 1 to
          [ 1 ]                                                                | expected keys and values
          'steps: [ { at: 5s, machine: m, fault: estop on } ] \nrepeat: 3s'    | repeat must be longer
          """)
  void aFlawIsNamedWithItsLineAndWhatWouldBeRight(String text, String flaw) {
    assertThatThrownBy(() -> script(text.replace("\\n", "\n")))
        .isInstanceOf(FlawedFile.class)
        .hasMessageContaining(flaw);
  }

  @Test
  void aFastClockLetsADayPassInAnHourAndAHalf() {
    List<Instant> real = new ArrayList<>(List.of(START));
    FastClock clock = new FastClock(() -> real.get(0), 16);
    real.set(0, START.plus(Duration.ofMinutes(90)));
    assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofHours(24)));
    assertThatThrownBy(() -> new FastClock(() -> START, 100))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private FaultScript script(String text) throws IOException {
    return FaultScript.read(Files.writeString(folder.resolve("faults.yaml"), text), 1);
  }

  private final class Robot implements SimulatedMachine {
    @Override
    public String id() {
      return "robot-1";
    }

    @Override
    public String endpoint() {
      return "nowhere";
    }

    @Override
    public void start() {}

    @Override
    public boolean suffer(Fault fault) {
      return fault instanceof Fault.EmergencyStop && suffered.add(fault);
    }

    @Override
    public void close() {}
  }
}
