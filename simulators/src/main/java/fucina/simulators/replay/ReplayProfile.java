package fucina.simulators.replay;

import fucina.simulators.replay.Recording.Column;
import fucina.simulators.replay.Recording.Kind;
import java.util.Locale;

/** The profile that fits a recording, in the language of PROFILE.md. */
public final class ReplayProfile {
  /** Namespace of the nodes of a recording over OPC UA. */
  public static final String NAMESPACE = "urn:fucina:sim:replay";

  /** What their names begin with. */
  public static final String ROOT = "Recording";

  /** Where over MQTT a row is sent to, below the machine's name. */
  public static final String TOPIC = "recording";

  private static final long SECOND = 1_000;
  private static final long QUICKEST_PUBLISHING = 100;

  private ReplayProfile() {}

  /** How it is spoken to. */
  public enum Wire {
    OPC_UA,
    MQTT
  }

  /**
   * The profile as YAML.
   *
   * @param id last part of its URN: lower-case letters, digits and dashes
   */
  public static String of(Recording recording, Wire wire, String id) {
    return of(recording, wire, id, 1);
  }

  /**
   * As above, for a recording of more rows.
   *
   * @param rate rows a second, 1 to 1,000
   */
  public static String of(Recording recording, Wire wire, String id, long rate) {
    StringBuilder text = new StringBuilder(head(wire, id));
    for (Column column : recording.columns()) {
      String type = column.kind() == Kind.TEXT ? "string" : "number";
      text.append("  ").append(column.name()).append(":\n");
      text.append("    title: ").append(quoted(column.title())).append('\n');
      text.append("    titles: { it: ").append(quoted(column.title())).append(" }\n");
      text.append("    type: ").append(type).append('\n');
      boolean number = column.kind() != Kind.TEXT;
      text.append(number ? "    unit: \"1\"\n" : "");
      text.append("    readOnly: true\n    observable: true\n");
      text.append(wire == Wire.OPC_UA ? node(column, rate) : pointer(column));
    }
    return text.toString();
  }

  private static String head(Wire wire, String id) {
    boolean mqtt = wire == Wire.MQTT;
    return String.join(
        "\n",
        "# Generated from a recording.",
        "\"@context\":",
        "  - \"https://www.w3.org/2022/wot/td/v1.1\"",
        mqtt
            ? "  - mqv: \"https://www.w3.org/2019/wot/mqtt#\""
            : "  - uav: \"http://opcfoundation.org/UA/WoT-Binding/\"",
        "    fucina: \"urn:fucina:profile:1#\"",
        "\"@type\": \"tm:ThingModel\"",
        "id: \"urn:fucina:profile:" + id + "\"",
        "version: { model: \"1.0.0\" }",
        "title: " + quoted("Recording " + id),
        "titles: { it: " + quoted("Registrazione " + id) + " }",
        "",
        "fucina:",
        "  profileVersion: 1",
        "  family: lab-device",
        "  protocol: " + (mqtt ? "mqtt" : "opc-ua"),
        "  capabilities: [replay]",
        mqtt
            ? "  variables: [ { name: PREFIX, pattern: \"[A-Za-z0-9/_-]{1,64}\", example: \"sensors/"
                + id
                + "\" } ]"
            : "  standards: []",
        "  offline: { afterSilenceS: 60 }",
        "",
        mqtt ? "base: \"mqtts://{{BROKER}}:{{PORT}}\"" : "base: \"opc.tcp://{{HOST}}:{{PORT}}\"",
        "",
        "properties:",
        "");
  }

  private static String node(Column column, long rate) {
    return "    fucina: { dataType: "
        + (column.kind() == Kind.TEXT ? "String" : "Double, unece: C62")
        + ", samplingMs: "
        + SECOND / rate
        + ", publishMs: "
        + Math.max(SECOND / rate, QUICKEST_PUBLISHING)
        + ", deadband: 0 }\n"
        + "    forms: [ { href: \"/?id=nsu="
        + NAMESPACE
        + ";s="
        + ROOT
        + "."
        + column.name()
        + "\" } ]\n";
  }

  private static String pointer(Column column) {
    return "    fucina: { path: \"/"
        + column.name()
        + (column.kind() == Kind.TEXT ? "\"" : "\", unece: C62")
        + ", deadband: 0, timestamp: { path: \"/t\", unit: ms } }\n"
        + "    forms: [ { href: \"/\", \"mqv:filter\": \"{{PREFIX}}/"
        + TOPIC
        + "\", \"mqv:qos\": \"1\" } ]\n";
  }

  private static String quoted(String text) {
    String plain = text.replaceAll("[\\p{Cntrl}\"\\\\]", " ").strip();
    String some = plain.isEmpty() ? "signal" : plain;
    return "\"" + some.substring(0, Math.min(some.length(), 100)) + "\"";
  }

  /** An id as a profile's and a machine's may be, from any name. */
  public static String id(String name) {
    String plain =
        name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
    String sound = plain.isEmpty() ? "recording" : plain;
    return sound.substring(0, Math.min(sound.length(), 40));
  }
}
