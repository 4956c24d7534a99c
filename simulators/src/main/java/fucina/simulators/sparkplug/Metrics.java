package fucina.simulators.sparkplug;

import fucina.simulators.line.LineSnapshot;
import fucina.simulators.line.PackLineBehaviour;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.eclipse.tahu.message.model.MetricDataType;
import org.jspecify.annotations.Nullable;

/** The line's metrics, by name, in the order of its birth. */
final class Metrics {
  /** The commands it takes, each by a Boolean metric set true. */
  static final Map<String, ToIntFunction<PackLineBehaviour>> COMMANDS = commands();

  private Metrics() {}

  /**
   * A metric's value.
   *
   * @param type its Sparkplug type
   * @param value of the Java class Tahu wants for it; null where it cannot be read
   */
  record Measured(MetricDataType type, @Nullable Object value) {}

  /** What the line measures. */
  static Map<String, Measured> of(LineSnapshot now) {
    Map<String, Measured> metrics = new LinkedHashMap<>();
    metrics.put("Status/StateCurrent", number(now.state().number()));
    metrics.put("Status/UnitModeCurrent", number(now.mode()));
    metrics.put("Status/CurMachSpeed", real(now.speed()));
    metrics.put("Status/EquipmentStarved", flag(now.starved()));
    metrics.put("Status/EquipmentBlocked", flag(now.blocked()));
    metrics.put("Status/RemoteEnabled", flag(now.remote()));
    metrics.put("Safety/EmergencyStop", flag(now.emergencyStop()));
    metrics.put("Admin/ProdProcessedCount", count(now.produced()));
    metrics.put("Admin/ProdDefectiveCount", count(now.defective()));
    metrics.put("Utilities/AirPressure", real(now.airPressure()));
    metrics.put("Utilities/AirFlow", real(now.airFlow()));
    metrics.put("Energy/ActivePower", readable(MetricDataType.Float, tenth(now.power())));
    metrics.put("Energy/ImportHp", readable(MetricDataType.Double, now.energy()));
    return metrics;
  }

  private static Measured readable(MetricDataType type, Number value) {
    return new Measured(type, Double.isNaN(value.doubleValue()) ? null : value);
  }

  private static Float tenth(double value) {
    return Double.isNaN(value) ? Float.NaN : (float) (Math.round(value * 10) / 10.0);
  }

  static Measured number(int value) {
    return new Measured(MetricDataType.Int32, value);
  }

  static Measured count(long value) {
    return new Measured(MetricDataType.Int64, value);
  }

  static Measured flag(boolean value) {
    return new Measured(MetricDataType.Boolean, value);
  }

  private static Measured real(double value) {
    return new Measured(MetricDataType.Float, (float) value);
  }

  private static Map<String, ToIntFunction<PackLineBehaviour>> commands() {
    Map<String, ToIntFunction<PackLineBehaviour>> commands = new LinkedHashMap<>();
    commands.put("Command/Reset", PackLineBehaviour::reset);
    commands.put("Command/Start", PackLineBehaviour::start);
    commands.put("Command/Stop", PackLineBehaviour::stop);
    commands.put("Command/Hold", PackLineBehaviour::hold);
    commands.put("Command/Unhold", PackLineBehaviour::unhold);
    commands.put("Command/Clear", PackLineBehaviour::clear);
    commands.put("Command/Abort", PackLineBehaviour::abort);
    return commands;
  }
}
