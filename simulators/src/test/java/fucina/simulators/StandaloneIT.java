package fucina.simulators;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.simulators.opcua.OpcUaMachine;
import fucina.simulators.opcua.OpcUaSettings;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine in a process of its own, with a real server. */
final class StandaloneIT {
  @Test
  void theFingerprintOfItsCertificateIsSaidAtTheStart(@TempDir Path folder) throws Exception {
    StringWriter said = new StringWriter();
    OpcUaMachine robot =
        OpcUaMachine.robot(
            "robot-9",
            new OpcUaSettings(0, folder, "gateway", "secret", true),
            InstantSource.system(),
            1);
    new Standalone(robot, new PrintWriter(said, true)).run(new StringReader("quit\n"));
    String print =
        HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-256").digest(robot.certificate().getEncoded()));
    assertThat(said.toString().lines()).contains("robot-9 certificate SHA-256 " + print);
  }
}
