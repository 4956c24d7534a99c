package fucina.profiles;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One thing a machine measures or reports (a WoT property).
 *
 * @param name dotted lower-camel name, unique in its profile, e.g. {@code axis1.position}
 * @param title what people read
 * @param type kind of value
 * @param unit the unit in words and its UNECE code; empty for states, flags and texts
 * @param minimum smallest value that makes sense, in the unit; empty where none is known
 * @param maximum largest value that makes sense, in the unit; empty where none is known
 * @param enumeration index to word, for an INTEGER that is an enumeration; else empty
 * @param texts the words a STRING signal may hold; empty where any text may come
 * @param role what the gateway uses it for beyond showing it
 * @param monitoring how the machine watches it and what it sends of it
 * @param store what is kept of its readings
 * @param alarms conditions on it that a person must learn of
 * @param address where on the wire it lives
 */
public record Signal(
    String name,
    Label title,
    ValueType type,
    Optional<Unit> unit,
    Optional<Double> minimum,
    Optional<Double> maximum,
    Map<Long, String> enumeration,
    List<String> texts,
    Role role,
    Monitoring monitoring,
    StorePolicy store,
    List<Alarm> alarms,
    SignalAddress address) {

  public Signal {
    enumeration = Map.copyOf(enumeration);
    texts = List.copyOf(texts);
    alarms = List.copyOf(alarms);
  }

  /** A signal of which every reading is kept and none raises an alarm. */
  public Signal(
      String name,
      Label title,
      ValueType type,
      Optional<Unit> unit,
      Optional<Double> minimum,
      Optional<Double> maximum,
      Map<Long, String> enumeration,
      List<String> texts,
      Role role,
      Duration sampling,
      Duration publishing,
      double deadband,
      SignalAddress address) {
    this(
        name,
        title,
        type,
        unit,
        minimum,
        maximum,
        enumeration,
        texts,
        role,
        new Monitoring(sampling, publishing, Optional.empty(), new Deadband.Absolute(deadband)),
        StorePolicy.EVERYTHING,
        List.of(),
        address);
  }

  /** Whether any text may come: somebody's words, such as a file's name. */
  public boolean freeText() {
    return type == ValueType.STRING && texts.isEmpty();
  }

  /** How often the machine should look at it; zero where the machine decides (MQTT). */
  public Duration sampling() {
    return monitoring.sampling();
  }

  /** How often changed values should be sent; zero where the machine decides. */
  public Duration publishing() {
    return monitoring.publishing();
  }

  /**
   * The change, in its unit, below which a value is not worth sending; 0 for every change. A
   * percentage is taken of the range this profile gives.
   */
  public double deadband() {
    if (monitoring.deadband() instanceof Deadband.Percent share) {
      return share.percent() / 100 * (maximum.orElseThrow() - minimum.orElseThrow());
    }
    return ((Deadband.Absolute) monitoring.deadband()).change();
  }

  /** The same signal, living elsewhere on the wire; how a payload is read stays. */
  public Signal at(SignalAddress elsewhere) {
    SignalAddress there =
        elsewhere instanceof SignalAddress.MqttTopic topic
                && address instanceof SignalAddress.MqttTopic own
            ? new SignalAddress.MqttTopic(
                topic.filter(),
                topic.pointer(),
                topic.scale(),
                topic.offset(),
                own.timestamp(),
                own.values(),
                own.sequence())
            : elsewhere;
    return new Signal(
        name,
        title,
        type,
        unit,
        minimum,
        maximum,
        enumeration,
        texts,
        role,
        monitoring,
        store,
        alarms,
        there);
  }

  /**
   * A unit.
   *
   * @param symbol what people read, e.g. {@code °C}
   * @param unece UNECE Recommendation 20 common code, e.g. {@code CEL}
   * @param checked whether a server that names another unit is to be told of (OPC 10000-8,
   *     EUInformation)
   */
  public record Unit(String symbol, String unece, boolean checked) {
    /** The namespace of OPC UA units that are UNECE codes (OPC 10000-8, EUInformation). */
    public static final String NAMESPACE = "http://www.opcfoundation.org/UA/units/un/cefact";

    /** A unit that is checked. */
    public Unit(String symbol, String unece) {
      this(symbol, unece, true);
    }

    /** Its {@code unitId} in an OPC UA EUInformation: the code's ASCII bytes as one number. */
    public int unitId() {
      int id = 0;
      for (int i = 0; i < unece.length(); i++) {
        id = id << 8 | unece.charAt(i);
      }
      return id;
    }
  }

  /** What the gateway uses a signal for beyond showing it. */
  public enum Role {
    /** Only shown and stored. */
    MEASUREMENT,
    /** A safety or mode status that commands depend on; read only, for ever. */
    INTERLOCK,
    /** The machine's own state, mapped to the six state words. */
    STATE,
    /** Electrical power in watts. */
    ENERGY_POWER,
    /** A counter of energy that only grows. */
    ENERGY_COUNTER
  }
}
