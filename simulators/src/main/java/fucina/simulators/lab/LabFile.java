package fucina.simulators.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which machines a lab has. In YAML:
 *
 * <pre>
 * seed: 7
 * machines:
 *   - { kind: robot, id: robot-1, port: 4840 }
 *   - { kind: panel, count: 100, id: "panel-{n}", signals: 100, rate: 1, wire: opc-ua }
 *   - { kind: panel, count: 100, id: "meter-{n}", signals: 100, wire: mqtt, values: numbered,
 *       user: sensor, prefix: "sensors/{id}" }
 *   - { kind: panel, id: recorder, values: numbered, history: kept }
 * </pre>
 *
 * <p>Kinds: robot, read-only-robot, line, printer, sparkplug, panel (made-up signals that swing, or
 * number themselves so that every loss is seen). {@code {n}} counts from 1; ports count up from the
 * one given, or are free ones. Machines on MQTT sign in as {@code user}, or as their own id; a
 * panel's topics begin with {@code prefix}, or with its id. An OPC UA panel keeps no history, or
 * all it told since its server was opened.
 *
 * @param seed of all chance; each machine has its own from it
 * @param machines one for each machine
 */
public record LabFile(long seed, List<Entry> machines) {
  private static final int MACHINES_AT_MOST = 2_000;
  private static final int SIGNALS_AT_MOST = 2_000;
  private static final int HIGHEST_PORT = 65_535;
  private static final Set<String> KEYS =
      Set.of(
          "kind", "count", "id", "port", "signals", "rate", "wire", "values", "user", "prefix",
          "history");

  /** What a machine is. */
  public enum Kind {
    ROBOT,
    READ_ONLY_ROBOT,
    LINE,
    PRINTER,
    SPARKPLUG,
    PANEL
  }

  /**
   * One machine.
   *
   * @param port of its OPC UA server; 0 for a free one
   * @param user at the broker
   * @param panel what it shows, of a panel
   */
  public record Entry(String id, Kind kind, int port, String user, Panel panel, long seed) {
    /** Whether it needs a broker. */
    public boolean overMqtt() {
      return kind == Kind.PRINTER || kind == Kind.SPARKPLUG || (kind == Kind.PANEL && panel.mqtt());
    }
  }

  /**
   * What a panel shows.
   *
   * @param mqtt whether it speaks MQTT rather than OPC UA
   * @param prefix what its topics begin with
   * @param rate rows a second
   * @param numbered whether its values number themselves
   * @param history whether its OPC UA server keeps what it told
   */
  public record Panel(
      boolean mqtt, String prefix, int signals, long rate, boolean numbered, boolean history) {}

  public LabFile {
    machines = List.copyOf(machines);
  }

  /**
   * Reads a lab file.
   *
   * @throws FlawedFile naming the line and what would be right
   */
  public static LabFile read(Path file) {
    YamlPart part = YamlPart.of(file).only(Set.of("seed", "machines"));
    long seed = part.number("seed", 7, Long.MIN_VALUE, Long.MAX_VALUE);
    List<Entry> machines = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (YamlPart some : part.list("machines")) {
      some.only(KEYS);
      for (Entry entry : entries(some, seed + machines.size())) {
        if (!ids.add(entry.id())) {
          throw some.flaw("id", entry.id() + " stands twice; with count it needs {n}");
        }
        machines.add(entry);
      }
    }
    if (machines.isEmpty() || machines.size() > MACHINES_AT_MOST) {
      throw part.flaw("machines", "must be 1 to " + MACHINES_AT_MOST);
    }
    return new LabFile(seed, machines);
  }

  private static List<Entry> entries(YamlPart part, long seed) {
    Kind kind = kind(part);
    int count = (int) part.number("count", 1, 1, MACHINES_AT_MOST);
    int port = (int) part.number("port", 0, 0, HIGHEST_PORT - count);
    int signals = (int) part.number("signals", 10, 1, SIGNALS_AT_MOST);
    long rate = part.number("rate", 1, 1, 1_000);
    boolean mqtt = oneOf(part, "wire", "opc-ua", "mqtt");
    boolean numbered = oneOf(part, "values", "swinging", "numbered");
    boolean history = oneOf(part, "history", "none", "kept");
    if (history && mqtt) {
      throw part.flaw("history", "is kept by OPC UA servers only; leave it out");
    }
    String pattern = part.needed("id");
    List<Entry> entries = new ArrayList<>();
    for (int n = 1; n <= count; n++) {
      String id = pattern.replace("{n}", Integer.toString(n));
      if (!id.matches("[a-z0-9][a-z0-9-]{0,39}")) {
        throw part.flaw("id", "must be lower-case letters, digits and dashes, not " + id);
      }
      String prefix = part.text("prefix").orElse("{id}").replace("{id}", id);
      Panel panel = new Panel(mqtt, prefix, signals, rate, numbered, history);
      String user = part.text("user").orElse(id);
      entries.add(new Entry(id, kind, port == 0 ? 0 : port + n - 1, user, panel, seed + n));
    }
    return entries;
  }

  private static Kind kind(YamlPart part) {
    String word = part.needed("kind");
    try {
      return Kind.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException e) {
      throw part.flaw(
          "kind", "must be robot, read-only-robot, line, printer, sparkplug or panel, not " + word);
    }
  }

  /** Whether a key says the second word; the first where it is left out. */
  private static boolean oneOf(YamlPart part, String key, String usual, String other) {
    String word = part.text(key).orElse(usual);
    if (!Set.of(usual, other).contains(word)) {
      throw part.flaw(key, "must be " + usual + " or " + other + ", not " + word);
    }
    return word.equals(other);
  }
}
