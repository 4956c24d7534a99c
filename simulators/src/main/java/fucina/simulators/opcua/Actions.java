package fucina.simulators.opcua;

import java.util.function.IntSupplier;

/** How a client's wish reaches the machine: on its thread, at its time, its effect told at once. */
interface Actions {

  /** Does it and waits for its Status. */
  int perform(IntSupplier action);

  /** Does it soon. */
  void later(Runnable action);
}
