package fucina.gateway.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotebookTest {
  @TempDir private Path folder;

  @Test
  void whatIsWrittenIsThereAfterARestart() {
    Path file = folder.resolve("deep").resolve("notes");
    Notebook notebook = new Notebook(file);
    notebook.write("clock.robot-1", "a=b 1");
    notebook.write("clock.robot-1", "a=b 2");
    notebook.write("eventtime.printer-1", "x");
    assertThat(new Notebook(file).read("clock.robot-1")).contains("a=b 2");
    assertThat(new Notebook(file).read("nothing")).isEmpty();
  }

  @Test
  void deadLettersAreBoundedCountedAndShort() {
    DeadLetters letters = new DeadLetters(Clock.systemUTC());
    for (int i = 0; i < 250; i++) {
      letters.add(
          "m", "topic", "reason " + i, ("\n" + "x".repeat(999)).getBytes(StandardCharsets.UTF_8));
    }
    assertThat(letters.count("m")).isEqualTo(250);
    assertThat(letters.recent("m")).hasSize(100);
    assertThat(letters.recent("m").get(0).reason()).isEqualTo("reason 249");
    assertThat(letters.recent("m").get(0).excerpt()).hasSize(200).startsWith("·x");
    assertThat(letters.recent("other")).isEmpty();
  }

  @Test
  void oneTopicGoneWrongHidesNoOther() {
    DeadLetters letters = new DeadLetters(Clock.systemUTC());
    letters.add("m", "b", "other reason", new byte[0]);
    for (int i = 0; i < 1000; i++) {
      letters.add("m", "a", "reason", new byte[i]);
    }
    assertThat(letters.recent("m")).extracting(DeadLetter::source).containsExactly("a", "b");
    assertThat(letters.recent("m").get(0).times()).isEqualTo(1000);
    assertThat(letters.recent("m").get(0).size()).isEqualTo(999);
  }
}
