package fucina.gateway.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import fucina.gateway.link.MqttTerms;
import fucina.gateway.link.MqttTerms.Version;
import fucina.gateway.registry.Registry.Invalid;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MqttDraftsTest {
  private static final String TLS = "mqtts://broker:8883";
  private static final String PEM = "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n";

  private static MqttTerms terms(
      Version version, String group, String ca, String certificate, String key) {
    return new MqttTerms(version, some(group), some(ca), some(certificate), some(key));
  }

  private static Optional<String> some(String text) {
    return Optional.of(text).filter(some -> !some.isEmpty());
  }

  private static Invalid flaw(MqttTerms terms, String endpoint) {
    return catchThrowableOfType(Invalid.class, () -> MqttDrafts.check(terms, endpoint));
  }

  @Test
  void soundTermsPassAndAreWrittenAndReadBack() {
    MqttTerms all = terms(Version.V5, "labs", PEM, "own.pem", "own.key");
    assertThatCode(() -> MqttDrafts.check(all, TLS)).doesNotThrowAnyException();
    assertThat(MqttColumn.terms(MqttColumn.json(all))).isEqualTo(all);
    MqttTerms old = terms(Version.V3_1_1, "", "", "", "");
    assertThat(MqttColumn.terms(MqttColumn.json(old))).isEqualTo(old);
    assertThat(MqttColumn.json(MqttTerms.USUAL)).isEmpty();
  }

  @Test
  void whatIsWrongIsNamedByItsField() {
    assertThat(flaw(terms(Version.V3_1_1, "labs", "", "", ""), "mqtt://b:1883"))
        .hasMessageContaining("MQTT 5")
        .extracting(Invalid::field)
        .isEqualTo("connection.mqtt.shareGroup");
    assertThat(flaw(terms(Version.V5, "a/b", "", "", ""), "mqtt://b:1883").field())
        .isEqualTo("connection.mqtt.shareGroup");
    assertThat(flaw(terms(Version.V5, "", "../../etc/passwd", "", ""), TLS).field())
        .isEqualTo("connection.mqtt.ca");
    assertThat(flaw(terms(Version.V5, "", "", "own.pem", ""), TLS).field())
        .isEqualTo("connection.mqtt.key");
    assertThat(flaw(terms(Version.V5, "", "ca.pem", "", ""), "mqtt://b:1883"))
        .hasMessageContaining("mqtts://");
    assertThat(flaw(terms(Version.V3_1_1, "", "", "", ""), ""))
        .hasMessageContaining("connection.endpoint");
  }

  @Test
  void aPrivateKeyIsNeverTaken() {
    String key = "-----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE KEY-----\n";
    assertThat(flaw(terms(Version.V5, "", "", PEM, key), TLS))
        .hasMessageContaining("never sent")
        .hasMessageNotContaining("MII");
    assertThat(flaw(terms(Version.V5, "", PEM + key, "", ""), TLS))
        .hasMessageContaining("private key");
  }
}
