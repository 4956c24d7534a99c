package fucina.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The launcher at the root of the sources. */
class LauncherTest {
  @Test
  void itsUsageIsShownFromAnyFolderAndNamesEveryOptionOfTheDemo() throws Exception {
    Process help =
        new ProcessBuilder("../fucina", "--help")
            .directory(Path.of("../docs").toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(help.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(help.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(help.exitValue()).as(said).isZero();
    assertThat(said)
        .contains("./fucina demo", "--port", "--mqtt-port", "--management-port", "--data")
        .contains("--fresh", "--faults", "./fucina run", "./fucina bench");
  }
}
