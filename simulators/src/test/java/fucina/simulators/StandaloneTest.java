package fucina.simulators;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.simulators.machine.Fault;
import fucina.simulators.machine.FaultWords;
import fucina.simulators.machine.SimulatedMachine;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StandaloneTest {
  private final List<Fault> suffered = new ArrayList<>();
  private final StringWriter said = new StringWriter();
  private final Standalone standalone = new Standalone(new Machine(), new PrintWriter(said, true));

  @Test
  void everyFaultCanBeTyped() throws Exception {
    type("estop on\nprotective off\n mode 1 \nremote off\noffline on\nfreeze on\n");

    assertThat(suffered)
        .containsExactly(
            new Fault.EmergencyStop(true),
            new Fault.ProtectiveStop(false),
            new Fault.OperatingMode(1),
            new Fault.RemoteControl(false),
            new Fault.Offline(true),
            new Fault.Frozen(true));
  }

  @Test
  void aLineThatMeansNothingIsAnsweredWithWhatCanBeTyped() throws Exception {
    type("estop\nmode 9\nmode x\nestop maybe\nformat c:\n\n");

    assertThat(suffered).isEmpty();
    assertThat(said.toString().lines()).hasSize(5).containsOnly(FaultWords.HELP);
  }

  @Test
  void quitEndsItAndTheEndOfTheInputDoesNot() throws Exception {
    assertThat(type("estop on\nquit\nestop off\n")).isTrue();
    assertThat(suffered).hasSize(1);
    assertThat(type("")).isFalse();
  }

  private boolean type(String lines) throws Exception {
    return standalone.listen(new BufferedReader(new StringReader(lines)));
  }

  private final class Machine implements SimulatedMachine {
    @Override
    public String id() {
      return "machine-1";
    }

    @Override
    public String endpoint() {
      return "nowhere";
    }

    @Override
    public void start() {}

    @Override
    public boolean suffer(Fault fault) {
      return suffered.add(fault);
    }

    @Override
    public void close() {}
  }
}
