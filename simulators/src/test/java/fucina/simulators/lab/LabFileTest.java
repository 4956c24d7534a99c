package fucina.simulators.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fucina.simulators.lab.LabFile.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LabFileTest {
  @TempDir private Path folder;

  private LabFile read(String machine) throws IOException {
    return LabFile.read(
        Files.writeString(folder.resolve("lab.yaml"), "machines:\n  - { " + machine + " }\n"));
  }

  @Test
  void panelsAreCountedAndSayWhomTheySignInAs() throws IOException {
    List<Entry> entries =
        read("kind: panel, count: 2, id: \"m-{n}\", wire: mqtt, values: numbered, user: sensor,"
                + " prefix: \"sensors/{id}\"")
            .machines();
    assertThat(entries).extracting(Entry::id).containsExactly("m-1", "m-2");
    assertThat(entries).extracting(Entry::user).containsOnly("sensor");
    assertThat(entries.get(1).panel().prefix()).isEqualTo("sensors/m-2");
    assertThat(entries.get(1).panel().numbered()).isTrue();
    assertThat(entries.get(1).overMqtt()).isTrue();
  }

  @Test
  void leftOutAMachineSignsInAsItselfAndItsValuesSwing() throws IOException {
    Entry entry = read("kind: panel, id: panel-1").machines().get(0);
    assertThat(entry.user()).isEqualTo("panel-1");
    assertThat(entry.panel().prefix()).isEqualTo("panel-1");
    assertThat(entry.panel().numbered()).isFalse();
    assertThat(entry.overMqtt()).isFalse();
  }

  @Test
  void aWordThatIsNotKnownIsNamedWithItsLine() {
    assertThatThrownBy(() -> read("kind: panel, id: panel-1, values: random"))
        .isInstanceOf(FlawedFile.class)
        .hasMessageContaining("lab.yaml:2: values must be swinging or numbered, not random");
  }

  @Test
  void onlyOpcUaPanelsKeepTheirHistory() throws IOException {
    assertThat(read("kind: panel, id: p, history: kept").machines().get(0).panel().history())
        .isTrue();
    assertThat(read("kind: panel, id: p").machines().get(0).panel().history()).isFalse();
    assertThatThrownBy(() -> read("kind: panel, id: p, wire: mqtt, history: kept"))
        .isInstanceOf(FlawedFile.class)
        .hasMessageContaining("lab.yaml:2: history is kept by OPC UA servers only");
  }
}
