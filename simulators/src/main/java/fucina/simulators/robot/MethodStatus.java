package fucina.simulators.robot;

/** What a method of the task control answers (OPC 40010-1 1.02, 7.16). */
public enum MethodStatus {
  OK(0),
  /** Not in this state or mode; nothing has changed. */
  SYSTEM_STATE(1),
  /**
   * It failed for another reason, as a program of that name not being there; nothing has changed.
   */
  UNEXPECTED_ERROR(2),
  /** An emergency or protective stop prevents it. */
  ACTIVE_ALARM(3);

  private final int code;

  MethodStatus(int code) {
    this.code = code;
  }

  /** The Status output argument. */
  public int code() {
    return code;
  }
}
