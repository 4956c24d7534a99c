package fucina.gateway.link.mqtt;

import fucina.gateway.link.MachineLinkContract;
import fucina.gateway.link.MqttTerms.Version;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract over MQTT 5, against the simulated printer on the embedded broker. */
class MqttLinkIT extends MachineLinkContract {
  @TempDir private Path folder;

  @Override
  protected Bench bench() {
    return new PrinterBench(folder, Version.V5);
  }
}
