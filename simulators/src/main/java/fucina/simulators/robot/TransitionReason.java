package fucina.simulators.robot;

/** Why the task control last changed its state (OPC 40010-1 1.02, 7.10, LastTransitionReason). */
public enum TransitionReason {
  UNKNOWN(0),
  /** From outside: a client's call, or the client's silence. */
  EXTERNAL(1),
  /** At the robot itself: its key, its emergency stop, its door. */
  DIRECT(2);

  private final int code;

  TransitionReason(int code) {
    this.code = code;
  }

  /** The variable's value. */
  public int code() {
    return code;
  }
}
