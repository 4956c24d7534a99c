package fucina.simulators;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.simulators.machine.Fault;
import fucina.simulators.machine.SimulatedMachine;
import fucina.simulators.machine.Told;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LabWordsTest {
  private final List<String> suffered = new ArrayList<>();
  private final LabWords words =
      new LabWords(
          List.of(
              new Machine("panel-1", Optional.of(Told.NOTHING.with(1).with(2).with(5))),
              new Machine("panel-2", Optional.of(Told.NOTHING.with(1))),
              new Machine("robot-1", Optional.empty())));

  @Test
  void aFaultIsOfOneMachineOrOfAll() {
    assertThat(words.answer("panel-2 freeze on")).isEqualTo("done");
    assertThat(suffered).containsExactly("panel-2");
    assertThat(words.answer(" all freeze on ")).isEqualTo("robot-1 cannot do that now\ndone");
    assertThat(suffered).containsExactly("panel-2", "panel-1", "panel-2");
  }

  @Test
  void whatWasToldIsSaidWithWhatWasNot() {
    assertThat(words.answer("told")).isEqualTo("panel-1 5 skipped 3-4\npanel-2 1\ndone");
  }

  @Test
  void whatMeansNothingIsAnsweredWithWhatCanBeTyped() {
    assertThat(words.answer("panel-9 freeze on")).isEqualTo(LabWords.HELP);
    assertThat(words.answer("panel-1 melt")).isEqualTo(LabWords.HELP);
    assertThat(words.answer("freeze")).isEqualTo(LabWords.HELP);
    assertThat(suffered).isEmpty();
  }

  private final class Machine implements SimulatedMachine {
    private final String id;
    private final Optional<Told> told;

    private Machine(String id, Optional<Told> told) {
      this.id = id;
      this.told = told;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public String endpoint() {
      return "nowhere";
    }

    @Override
    public void start() {}

    @Override
    public boolean suffer(Fault fault) {
      return !id.equals("robot-1") && suffered.add(id);
    }

    @Override
    public Optional<Told> told() {
      return told;
    }

    @Override
    public void close() {}
  }
}
