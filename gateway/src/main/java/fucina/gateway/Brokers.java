package fucina.gateway;

import fucina.gateway.api.Parts;
import fucina.gateway.broker.EmbeddedBroker;
import fucina.gateway.link.Cells;
import fucina.gateway.link.MqttTerms;
import fucina.gateway.link.mqtt.BrokerStamp;
import fucina.gateway.link.mqtt.MqttConnections;
import fucina.gateway.link.mqtt.MqttTrial;
import fucina.gateway.link.mqtt.MqttWatch;
import fucina.gateway.link.mqtt.TrialBroker;
import fucina.gateway.link.sparkplug.SparkplugTrial;
import fucina.gateway.registry.MachineBroker;
import fucina.profiles.Protocol;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** How the gateway reaches its own broker and those of machines. */
record Brokers(Settings settings, Foundations on, InstantSource clock) {
  /** The connections of the links, one per broker. */
  MqttConnections connections() {
    return new MqttConnections(
        settings.mqtt().clientId(),
        Optional.of(on.pki().resolve("mqtt")),
        clock,
        cells(),
        on.broker().map(own -> new BrokerStamp(own.url(), EmbeddedBroker.ARRIVED)));
  }

  /** Where machines' brokers may be; the gateway's own broker is no machine. */
  private Cells cells() {
    String own =
        on.broker()
            .map(EmbeddedBroker::url)
            .or(() -> settings.mqtt().broker())
            .map(url -> String.valueOf(URI.create(url).getHost()))
            .orElse("");
    return new Cells(settings.cells()).besides(own);
  }

  /** How machines are tried out: as their links reach them, beside them. */
  Parts.Bench bench() {
    TrialBroker broker =
        new TrialBroker(
            id -> new MqttConnections(id, Optional.of(on.pki().resolve("mqtt")), clock, cells()));
    return new Parts.Bench(
        Map.of(
            Protocol.OPC_UA, on.opcua().trial(),
            Protocol.MQTT, new MqttTrial(broker, clock),
            Protocol.SPARKPLUG, new SparkplugTrial(broker, clock)),
        on.opcua().browser(),
        new MqttWatch(broker));
  }

  /**
   * The broker of machines that name none.
   *
   * @param password of the user {@code gateway} at the embedded broker
   */
  MachineBroker ofMachines(String password) {
    return on.broker()
        .map(
            own ->
                new MachineBroker(
                    own.url(), Optional.of("gateway"), Optional.of(password), MqttTerms.USUAL))
        .orElseGet(
            () ->
                new MachineBroker(
                    settings.mqtt().broker().orElseThrow(),
                    settings.mqtt().username(),
                    settings
                        .mqtt()
                        .passwordFile()
                        .map(file -> Startup.text("mqtt.password-file", file)),
                    terms(settings.mqtt().tls())));
  }

  private static MqttTerms terms(Settings.MqttTls tls) {
    return new MqttTerms(
        MqttTerms.Version.V5,
        Optional.empty(),
        tls.ca().map(Path::toString),
        tls.certificate().map(Path::toString),
        tls.key().map(Path::toString));
  }
}
