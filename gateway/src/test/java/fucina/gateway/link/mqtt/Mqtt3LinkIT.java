package fucina.gateway.link.mqtt;

import fucina.gateway.link.MachineLinkContract;
import fucina.gateway.link.MqttTerms.Version;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract over MQTT 3.1.1, against the simulated printer on the embedded broker. */
class Mqtt3LinkIT extends MachineLinkContract {
  @TempDir private Path folder;

  @Override
  protected Bench bench() {
    return new PrinterBench(folder, Version.V3_1_1);
  }
}
