package fucina.simulators.printer;

import fucina.simulators.machine.Fault;
import java.time.Duration;

/** How a printer's API answers when it is told to answer badly. Safe for several threads. */
final class ApiTrouble {
  private volatile boolean refusing;
  private volatile boolean silent;
  private volatile Duration late = Duration.ZERO;

  /** Goes wrong, or right again; false where it is no fault of an API. */
  boolean suffer(Fault fault) {
    if (fault instanceof Fault.ApiError error) {
      refusing = error.on();
    } else if (fault instanceof Fault.NoReply none) {
      silent = none.on();
    } else if (fault instanceof Fault.LateReply reply) {
      late = reply.by();
    } else {
      return false;
    }
    return true;
  }

  /** Every request is answered with an error, and not done. */
  boolean refuses() {
    return refusing;
  }

  boolean silent() {
    return silent;
  }

  Duration late() {
    return late;
  }
}
