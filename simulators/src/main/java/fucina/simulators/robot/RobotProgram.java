package fucina.simulators.robot;

import java.util.List;
import java.util.Optional;

/**
 * A program on the robot: waypoints it goes through again and again, the first being where a cycle
 * begins and ends.
 *
 * @param name its name on the controller
 * @param waypoints at least two
 */
record RobotProgram(String name, List<Waypoint> waypoints) {

  /** Where the robot stands when it is delivered; every program begins here. */
  static final Joints HOME = new Joints(0, -90, 90, -90, -90, 0);

  private static final List<RobotProgram> ON_THE_CONTROLLER = List.of(pickAndPlace(), weld());

  RobotProgram {
    waypoints = List.copyOf(waypoints);
  }

  /**
   * One place to go to.
   *
   * @param joints the place
   * @param pace share of the axes' greatest speed on the way there, 0 to 1
   * @param dwell seconds to stay there
   * @param payload share of the rated load on the way there, 0 to 1
   */
  record Waypoint(Joints joints, double pace, double dwell, double payload) {}

  /** The program of that name, if the controller has it. */
  static Optional<RobotProgram> named(String name) {
    return ON_THE_CONTROLLER.stream().filter(program -> program.name.equals(name)).findFirst();
  }

  private static RobotProgram pickAndPlace() {
    Joints abovePick = new Joints(-62, -78, 96, -108, -90, -62);
    Joints pick = new Joints(-62, -66, 104, -128, -90, -62);
    Joints abovePlace = new Joints(74, -82, 88, -96, -90, 74);
    Joints place = new Joints(74, -70, 98, -118, -90, 74);
    return new RobotProgram(
        "PickAndPlace_demo",
        List.of(
            new Waypoint(HOME, 0.6, 0.4, 0),
            new Waypoint(abovePick, 0.7, 0, 0),
            new Waypoint(pick, 0.12, 1.2, 0),
            new Waypoint(abovePick, 0.2, 0, 1),
            new Waypoint(abovePlace, 0.55, 0, 1),
            new Waypoint(place, 0.1, 1.4, 1),
            new Waypoint(abovePlace, 0.25, 0, 0)));
  }

  private static RobotProgram weld() {
    Joints start = new Joints(-38, -95, 112, -107, -62, -20);
    Joints corner = new Joints(-4, -74, 92, -108, -75, 12);
    Joints end = new Joints(33, -96, 114, -108, -64, 48);
    Joints retract = new Joints(33, -112, 100, -80, -64, 48);
    return new RobotProgram(
        "Weld_dry_run",
        List.of(
            new Waypoint(HOME, 0.5, 0.2, 0.4),
            new Waypoint(start, 0.5, 0.5, 0.4),
            new Waypoint(corner, 0.06, 0, 0.4),
            new Waypoint(end, 0.06, 0.5, 0.4),
            new Waypoint(retract, 0.2, 0, 0.4)));
  }
}
