package fucina.simulators.robot;

/** The states of a task control (OPC 40010-1 1.02, 7.10). */
public enum TaskState {
  /** No program is loaded. */
  IDLE("Idle"),
  /** A program is loaded and stands still. */
  READY("Ready"),
  /** The program runs, or is coming to rest. */
  EXECUTING("Executing");

  private final String word;

  TaskState(String word) {
    this.word = word;
  }

  /** Its name in the standard. */
  public String word() {
    return word;
  }
}
