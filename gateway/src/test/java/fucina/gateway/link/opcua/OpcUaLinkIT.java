package fucina.gateway.link.opcua;

import fucina.gateway.link.MachineLinkContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract over OPC UA, signed and encrypted, against the simulated robot. */
class OpcUaLinkIT extends MachineLinkContract {
  @TempDir private Path folder;

  @Override
  protected Bench bench() {
    return RobotBench.trusting(folder);
  }
}
