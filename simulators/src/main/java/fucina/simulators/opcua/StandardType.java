package fucina.simulators.opcua;

/**
 * The object types the trees use, with the numbers of their published NodeSets. The companions'
 * types stand in the address space with their name and number only, so that a client sees what an
 * instance is; their own members are not repeated.
 */
enum StandardType {
  OBJECT(Vocabulary.UA, 58, "BaseObjectType"),
  FOLDER(Vocabulary.UA, 61, "FolderType"),
  MOTION_DEVICE_SYSTEM(Vocabulary.ROBOTICS, 1002, "MotionDeviceSystemType"),
  MOTION_DEVICE(Vocabulary.ROBOTICS, 1004, "MotionDeviceType"),
  AXIS(Vocabulary.ROBOTICS, 16601, "AxisType"),
  MOTOR(Vocabulary.ROBOTICS, 1019, "MotorType"),
  CONTROLLER(Vocabulary.ROBOTICS, 1003, "ControllerType"),
  TASK_CONTROL(Vocabulary.ROBOTICS, 1011, "TaskControlType"),
  TASK_CONTROL_OPERATION(Vocabulary.ROBOTICS, 1008, "TaskControlOperationType"),
  TASK_CONTROL_STATE_MACHINE(Vocabulary.ROBOTICS, 1025, "TaskControlStateMachineType"),
  SAFETY_STATE(Vocabulary.ROBOTICS, 1013, "SafetyStateType"),
  LOCKING_SERVICES(Vocabulary.DI, 6388, "LockingServicesType"),
  PACKML_MACHINE(Vocabulary.PACKML, 6, "PackMLBaseObjectType"),
  PACKML_STATUS(Vocabulary.PACKML, 4, "PackMLStatusObjectType"),
  PACKML_ADMIN(Vocabulary.PACKML, 5, "PackMLAdminObjectType");

  private final String namespace;
  private final int number;
  private final String browseName;

  StandardType(String namespace, int number, String browseName) {
    this.namespace = namespace;
    this.number = number;
    this.browseName = browseName;
  }

  String namespace() {
    return namespace;
  }

  /** Its numeric node id there. */
  int number() {
    return number;
  }

  String browseName() {
    return browseName;
  }
}
