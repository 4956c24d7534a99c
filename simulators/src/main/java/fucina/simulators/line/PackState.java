package fucina.simulators.line;

/** The states of PackML (OPC 30050, 6.3), flattened, with their StateNumbers. */
public enum PackState {
  CLEARING(1, 1.5),
  STOPPED(2, 0),
  STARTING(3, 2.5),
  IDLE(4, 0),
  SUSPENDED(5, 0),
  EXECUTE(6, 0),
  STOPPING(7, 2.5),
  ABORTING(8, 0.8),
  ABORTED(9, 0),
  HOLDING(10, 2),
  HELD(11, 0),
  UNHOLDING(12, 1.5),
  SUSPENDING(13, 1),
  UNSUSPENDING(14, 1),
  RESETTING(15, 2),
  COMPLETING(16, 1.5),
  COMPLETE(17, 0);

  private final int number;
  private final double seconds;

  PackState(int number, double seconds) {
    this.number = number;
    this.seconds = seconds;
  }

  /** Its StateNumber. */
  public int number() {
    return number;
  }

  /** Whether the line leaves it by itself, after its time. */
  public boolean acting() {
    return seconds > 0;
  }

  /** How long the line stays in it by itself; 0 for a state it waits in. */
  double seconds() {
    return seconds;
  }

  /** The state an acting one leads to. */
  PackState next() {
    return switch (this) {
      case CLEARING, STOPPING -> STOPPED;
      case STARTING, UNHOLDING, UNSUSPENDING -> EXECUTE;
      case ABORTING -> ABORTED;
      case HOLDING -> HELD;
      case SUSPENDING -> SUSPENDED;
      case RESETTING -> IDLE;
      case COMPLETING -> COMPLETE;
      default -> this;
    };
  }
}
