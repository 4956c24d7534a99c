package fucina.gateway.link;

import java.util.Optional;

/**
 * How a machine's broker is spoken to, beyond its address and user. Certificates are PEM; a text
 * that is none is the name of a file in the gateway's folder for them, which is read anew at each
 * connect, so that a renewed certificate needs no change here.
 *
 * @param version which MQTT the broker speaks
 * @param shareGroup the gateways of this name share the machine's messages between them, each
 *     message going to one (MQTT 5 §4.8.2); empty where this gateway reads them all
 * @param ca whose signature the broker's certificate must bear; empty for those the platform trusts
 * @param certificate our own certificate, for a broker that asks for one
 * @param key file with its private key, PKCS #8; never a key itself
 */
public record MqttTerms(
    Version version,
    Optional<String> shareGroup,
    Optional<String> ca,
    Optional<String> certificate,
    Optional<String> key) {

  /** MQTT 5, everything read by us, the platform's own trust, no certificate of ours. */
  public static final MqttTerms USUAL =
      new MqttTerms(
          Version.V5, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** A version of MQTT, by the number people know it by. */
  public enum Version {
    V5("5"),
    V3_1_1("3.1.1");

    private final String number;

    Version(String number) {
      this.number = number;
    }

    public String number() {
      return number;
    }

    /**
     * The version of that number.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Version of(String number) {
      for (Version version : values()) {
        if (version.number.equals(number)) {
          return version;
        }
      }
      throw new IllegalArgumentException(
          "\"" + number + "\" is no version of MQTT known here: 5 or 3.1.1");
    }
  }
}
