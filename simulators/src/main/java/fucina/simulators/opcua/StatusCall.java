package fucina.simulators.opcua;

import java.util.List;

/** What a method of a machine does. */
@FunctionalInterface
interface StatusCall {

  /**
   * Does it.
   *
   * @param arguments of the declared types, none null
   * @return the Status output argument
   * @throws IllegalArgumentException for a value the method does not know
   */
  int call(List<Object> arguments);
}
