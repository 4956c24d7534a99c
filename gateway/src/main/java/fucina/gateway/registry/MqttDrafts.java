package fucina.gateway.registry;

import fucina.gateway.link.MqttTerms;
import fucina.gateway.registry.Registry.Invalid;
import java.util.regex.Pattern;

/** What must hold of the terms of MQTT a technician wrote. */
final class MqttDrafts {
  private static final Pattern GROUP = Pattern.compile("[A-Za-z0-9_.-]{1,60}");
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}");
  private static final String PEM = "-----BEGIN ";

  private MqttDrafts() {}

  static void check(MqttTerms terms, String endpoint) {
    if (terms.equals(MqttTerms.USUAL)) {
      return;
    }
    if (endpoint.isEmpty()) {
      throw new Invalid(
          "connection.mqtt",
          "is for a broker of the machine's own: name it in connection.endpoint, or leave this out");
    }
    group(terms);
    terms.ca().ifPresent(ca -> pem("ca", ca));
    terms.certificate().ifPresent(certificate -> pem("certificate", certificate));
    terms.key().ifPresent(MqttDrafts::key);
    if (terms.certificate().isPresent() != terms.key().isPresent()) {
      throw new Invalid(
          terms.key().isPresent() ? "connection.mqtt.certificate" : "connection.mqtt.key",
          "is missing: a certificate and its key belong together");
    }
    if (!endpoint.startsWith("mqtts:")
        && (terms.ca().isPresent() || terms.certificate().isPresent())) {
      throw new Invalid(
          "connection.endpoint", "certificates are of no use without TLS: write mqtts://host:8883");
    }
  }

  private static void group(MqttTerms terms) {
    if (terms.shareGroup().filter(group -> !GROUP.matcher(group).matches()).isPresent()) {
      throw new Invalid(
          "connection.mqtt.shareGroup",
          "a group's name has letters, digits, dots, dashes and underscores, at most 60");
    }
    if (terms.shareGroup().isPresent() && terms.version() != MqttTerms.Version.V5) {
      throw new Invalid(
          "connection.mqtt.shareGroup", "shared subscriptions came with MQTT 5: leave it out");
    }
  }

  private static void pem(String field, String text) {
    if (!text.startsWith(PEM)) {
      file(field, text);
    } else if (text.contains("PRIVATE KEY")) {
      throw new Invalid(
          "connection.mqtt." + field, "holds a private key, which belongs into a file of its own");
    }
  }

  private static void key(String text) {
    if (text.startsWith(PEM)) {
      throw new Invalid(
          "connection.mqtt.key",
          "is the name of a file in the gateway's folder pki/mqtt; a key itself is never sent here");
    }
    file("key", text);
  }

  private static void file(String field, String name) {
    if (!FILE.matcher(name).matches()) {
      throw new Invalid(
          "connection.mqtt." + field,
          "is a PEM text or the plain name of a file in the gateway's folder pki/mqtt, like "
              + field
              + ".pem");
    }
  }
}
