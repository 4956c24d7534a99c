package fucina.gateway.registry;

import fucina.gateway.link.Cells;
import fucina.gateway.link.MqttTerms;
import fucina.gateway.registry.Machine.Connection;
import fucina.gateway.registry.Registry.Invalid;
import fucina.profiles.Profile;
import fucina.profiles.Protocol;
import fucina.profiles.SignalAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a technician wrote of a machine's connection, checked against its profile and the cells. */
final class ConnectionDrafts {
  private static final Set<String> SECURITY =
      Set.of(
          "None",
          "Sign/Basic256Sha256",
          "Sign/Aes128_Sha256_RsaOaep",
          "Sign/Aes256_Sha256_RsaPss",
          "SignAndEncrypt/Basic256Sha256",
          "SignAndEncrypt/Aes128_Sha256_RsaOaep",
          "SignAndEncrypt/Aes256_Sha256_RsaPss");

  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final Pattern UNFIT_IN_TOPICS = Pattern.compile("[+#]|\\$share/");

  private final Cells cells;

  ConnectionDrafts(Cells cells) {
    this.cells = cells;
  }

  /**
   * The connection of a machine of this kind, checked; its host is looked up where cells say so.
   */
  Connection connection(Profile profile, Connection given) {
    Objections objections = new Objections();
    objections.check(() -> variables(profile, given.variables()));
    given
        .signals()
        .forEach((signal, place) -> objections.check(() -> place(profile, signal, place)));
    Optional<Connection> reached = objections.value(() -> reached(profile.protocol(), given));
    objections.raise();
    return reached.orElseThrow();
  }

  /** A connection to no particular kind of machine: only its address is checked. */
  Connection reached(Protocol protocol, Connection given) {
    if (protocol == Protocol.OPC_UA) {
      Endpoints.check(given.endpoint(), Set.of("opc.tcp"), "opc.tcp://host:4840/path", cells);
      String security =
          given.security().isEmpty() ? "SignAndEncrypt/Basic256Sha256" : given.security();
      if (!SECURITY.contains(security)) {
        throw new Invalid(
            "connection.security",
            "\""
                + security
                + "\" is not one of "
                + String.join(", ", SECURITY.stream().sorted().toList()));
      }
      if (security.equals("None") && !given.insecure()) {
        throw new Invalid(
            "connection.insecure",
            "security None sends all values, commands and passwords readable and changeable by"
                + " anybody in the network; set insecure to true to allow it for this machine");
      }
      return new Connection(
          given.endpoint(),
          security,
          given.username(),
          given.variables(),
          MqttTerms.USUAL,
          given.signals(),
          given.insecure());
    }
    if (!given.endpoint().isEmpty()) {
      Endpoints.check(given.endpoint(), Set.of("mqtt", "mqtts"), "mqtt://host:1883", cells);
    }
    MqttDrafts.check(given.mqtt(), given.endpoint());
    return new Connection(
        given.endpoint(),
        "",
        given.username(),
        given.variables(),
        given.mqtt(),
        given.signals(),
        false);
  }

  private static void place(Profile profile, String signal, SignalAddress place) {
    String field = "connection.signals." + signal;
    if (profile.signal(signal).isEmpty()) {
      throw new Invalid(field, "profile " + profile.id() + " has no such signal");
    }
    boolean fits =
        switch (profile.protocol()) {
          case OPC_UA -> place instanceof SignalAddress.OpcUaNode;
          case MQTT -> place instanceof SignalAddress.MqttTopic;
          case SPARKPLUG -> place instanceof SignalAddress.SparkplugMetric;
        };
    if (!fits) {
      throw new Invalid(
          field,
          "profile "
              + profile.id()
              + " speaks "
              + switch (profile.protocol()) {
                case OPC_UA -> "OPC UA: give a node";
                case MQTT -> "MQTT: give a topic and a pointer";
                case SPARKPLUG -> "Sparkplug: give a metric";
              });
    }
    place
        .objection()
        .ifPresent(
            why -> {
              throw new Invalid(field, why);
            });
  }

  private static boolean onlyForCameras(Profile profile, String variable) {
    String written = "{{" + variable + "}}";
    long inCameras =
        profile.cameras().stream().filter(camera -> camera.address().contains(written)).count();
    long inAll = profile.source().split(Pattern.quote(written), -1).length - 1L;
    return inCameras > 0 && inAll == inCameras;
  }

  private static void variables(Profile profile, Map<String, String> given) {
    Objections objections = new Objections();
    profile
        .variables()
        .forEach(variable -> objections.check(() -> variable(profile, variable, given)));
    given.keySet().stream()
        .filter(name -> profile.variables().stream().noneMatch(known -> known.name().equals(name)))
        .forEach(
            name ->
                objections.check(
                    () -> {
                      throw new Invalid(
                          "connection.variables." + name,
                          "profile " + profile.id() + " has no such variable");
                    }));
    objections.raise();
  }

  private static void variable(
      Profile profile, Profile.Variable variable, Map<String, String> given) {
    String field = "connection.variables." + variable.name();
    Optional<String> value = Optional.ofNullable(given.get(variable.name()));
    if (value.isEmpty()) {
      if (onlyForCameras(profile, variable.name())) {
        return; // a machine without that camera
      }
      throw new Invalid(field, "is missing; for example " + variable.example());
    }
    unfit(profile.protocol(), value.get())
        .ifPresent(
            why -> {
              throw new Invalid(field, why);
            });
    if (!variable.accepts(value.get())) {
      throw new Invalid(
          field,
          "\""
              + value.get()
              + "\" does not match "
              + variable.pattern()
              + "; for example "
              + variable.example());
    }
  }

  /** What no value may hold, whatever the profile's pattern says. */
  private static Optional<String> unfit(Protocol protocol, String value) {
    if (value.contains("{{") || value.contains("}}")) {
      return Optional.of("holds {{ or }}, which stand for variables; write the value itself");
    }
    if (CONTROL.matcher(value).find()) {
      return Optional.of("holds a control character, such as a line break");
    }
    return protocol != Protocol.OPC_UA && UNFIT_IN_TOPICS.matcher(value).find()
        ? Optional.of("becomes part of a topic and so holds no +, no # and no $share/")
        : Optional.empty();
  }
}
