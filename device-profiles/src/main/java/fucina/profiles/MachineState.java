package fucina.profiles;

/** The six words every machine's state is shown in. */
public enum MachineState {
  OFFLINE,
  READY,
  RUNNING,
  HELD,
  COMPLETE,
  FAULT
}
