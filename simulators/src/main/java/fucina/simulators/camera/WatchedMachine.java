package fucina.simulators.camera;

import fucina.simulators.machine.Fault;
import fucina.simulators.machine.SimulatedMachine;

/**
 * A machine with the camera that looks at it, so that one script can trouble both.
 *
 * @param machine the machine
 * @param camera its camera
 */
public record WatchedMachine(SimulatedMachine machine, CameraServer camera)
    implements SimulatedMachine {
  @Override
  public String id() {
    return machine.id();
  }

  @Override
  public String endpoint() {
    return machine.endpoint();
  }

  @Override
  public void start() {
    machine.start();
  }

  @Override
  public boolean suffer(Fault fault) {
    return camera.suffer(fault) || machine.suffer(fault);
  }

  @Override
  public void close() {
    camera.close();
    machine.close();
  }
}
