package fucina.simulators.opcua;

import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;

/** What stands in a reading in place of a value: why there is none. */
final class Missing {
  /** Nothing there to be read, and nothing wrong with that: null, and Good. */
  private static final StatusCode NOTHING = StatusCode.GOOD;

  private static final StatusCode UNREACHABLE = new StatusCode(StatusCodes.Bad_NoCommunication);

  /** Of a sensor that was told to doubt. */
  static final StatusCode UNSURE = new StatusCode(StatusCodes.Uncertain_SensorNotAccurate);

  /** Of a sensor that was told to fail. */
  static final StatusCode BROKEN = new StatusCode(StatusCodes.Bad_SensorFailure);

  private Missing() {}

  /** The value, or that its meter cannot be reached where it is NaN. */
  static Object unless(Number value) {
    return Double.isNaN(value.doubleValue()) ? UNREACHABLE : value;
  }

  /** The value, or null where it is NaN, as of a motor without a sensor. */
  static Object sensor(double value) {
    return Double.isNaN(value) ? NOTHING : (Object) value;
  }
}
