package fucina.simulators.machine;

/** A simulated machine cannot do what it was asked, for a reason outside itself. */
public final class MachineUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MachineUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
