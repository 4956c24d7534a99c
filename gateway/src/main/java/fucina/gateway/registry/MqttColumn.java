package fucina.gateway.registry;

import fucina.gateway.link.MqttTerms;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** The terms of MQTT at rest: only what differs from the usual is written. */
final class MqttColumn {
  private MqttColumn() {}

  static JsonObject json(MqttTerms terms) {
    JsonObject json = new JsonObject();
    if (terms.version() != MqttTerms.USUAL.version()) {
      json.put("version", terms.version().number());
    }
    terms.shareGroup().ifPresent(group -> json.put("shareGroup", group));
    terms.ca().ifPresent(ca -> json.put("ca", ca));
    terms.certificate().ifPresent(certificate -> json.put("certificate", certificate));
    terms.key().ifPresent(key -> json.put("key", key));
    return json;
  }

  static MqttTerms terms(JsonObject json) {
    return new MqttTerms(
        MqttTerms.Version.of(json.getString("version", MqttTerms.USUAL.version().number())),
        Optional.ofNullable(json.getString("shareGroup")),
        Optional.ofNullable(json.getString("ca")),
        Optional.ofNullable(json.getString("certificate")),
        Optional.ofNullable(json.getString("key")));
  }
}
