package fucina.gateway.link;

import fucina.profiles.Profile;
import java.util.Map;
import java.util.Optional;

/**
 * What a link needs to reach one machine.
 *
 * @param machine the machine's id
 * @param profile what it is
 * @param endpoint {@code opc.tcp://host:port/path}, or {@code mqtt://host:port} / {@code mqtts://…}
 *     of its broker
 * @param security for OPC UA {@code None}, {@code Sign} or {@code SignAndEncrypt}, with policy, as
 *     {@code SignAndEncrypt/Basic256Sha256}; empty for MQTT
 * @param username user, where the machine asks for one
 * @param password its password; never logged
 * @param variables the profile's placeholders, filled at registration
 * @param userKey certificate to sign in with instead of a password; OPC UA only
 * @param insecure whether a technician allowed this machine to be spoken to without any security;
 *     without it {@code None} is refused
 * @param mqtt how its broker is spoken to, for MQTT and Sparkplug
 */
public record LinkSettings(
    String machine,
    Profile profile,
    String endpoint,
    String security,
    Optional<String> username,
    Optional<String> password,
    Map<String, String> variables,
    Optional<UserKey> userKey,
    boolean insecure,
    MqttTerms mqtt) {
  public LinkSettings {
    variables = Map.copyOf(variables);
  }

  /** Settings of a machine that takes no user certificate and no unprotected connection. */
  public LinkSettings(
      String machine,
      Profile profile,
      String endpoint,
      String security,
      Optional<String> username,
      Optional<String> password,
      Map<String, String> variables) {
    this(machine, profile, endpoint, security, username, password, variables, MqttTerms.USUAL);
  }

  /** Settings of a machine over MQTT or Sparkplug. */
  public LinkSettings(
      String machine,
      Profile profile,
      String endpoint,
      String security,
      Optional<String> username,
      Optional<String> password,
      Map<String, String> variables,
      MqttTerms mqtt) {
    this(
        machine,
        profile,
        endpoint,
        security,
        username,
        password,
        variables,
        Optional.empty(),
        false,
        mqtt);
  }

  /** Settings of a machine over OPC UA. */
  public LinkSettings(
      String machine,
      Profile profile,
      String endpoint,
      String security,
      Optional<String> username,
      Optional<String> password,
      Map<String, String> variables,
      Optional<UserKey> userKey,
      boolean insecure) {
    this(
        machine,
        profile,
        endpoint,
        security,
        username,
        password,
        variables,
        userKey,
        insecure,
        MqttTerms.USUAL);
  }

  /** The same for a machine of another name. */
  public LinkSettings named(String other) {
    return new LinkSettings(
        other, profile, endpoint, security, username, password, variables, userKey, insecure, mqtt);
  }

  /**
   * A topic or metric of the profile with its {@code {{VARIABLE}}} placeholders filled.
   *
   * @throws IllegalArgumentException if a placeholder was not filled at registration
   */
  public String filled(String template) {
    String text = template;
    for (var variable : variables.entrySet()) {
      text = text.replace("{{" + variable.getKey() + "}}", variable.getValue());
    }
    int open = text.indexOf("{{");
    if (open >= 0) {
      throw new IllegalArgumentException(
          "the registration of " + machine + " fills no " + text.substring(open));
    }
    return text;
  }

  /**
   * Whether a link can be set up with it: every address of the profile is whole.
   *
   * @throws IllegalArgumentException with a sentence, if a placeholder was not filled at
   *     registration, or a topic became empty
   */
  public void requireWhole() {
    Templates.of(profile)
        .forEach(
            template -> {
              if (filled(template).isEmpty()) {
                throw new IllegalArgumentException(
                    "the registration of " + machine + " leaves nothing of " + template);
              }
            });
  }

  @Override
  public String toString() {
    return "link of " + machine + " to " + endpoint;
  }
}
