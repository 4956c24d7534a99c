package fucina.gateway;

import fucina.simulators.camera.CameraServer;
import fucina.simulators.camera.WatchedMachine;
import fucina.simulators.machine.SimulatedMachine;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The cameras of the demo lab: one looks at each machine. */
final class DemoCameras implements AutoCloseable {
  private final InstantSource clock;
  private final Map<String, CameraServer> cameras = new LinkedHashMap<>();

  DemoCameras(InstantSource clock) {
    this.clock = clock;
  }

  /** The profile's variable that says where the machine's camera is. */
  Map<String, String> lookAt(SimulatedMachine machine) {
    CameraServer camera = CameraServer.start(machine.scene().orElseThrow(), clock, 0);
    cameras.put(machine.id(), camera);
    return Map.of("CAMERA", camera.authority());
  }

  /** The machines with their cameras, so that one script can trouble both. */
  List<SimulatedMachine> watching(List<SimulatedMachine> machines) {
    return machines.stream()
        .<SimulatedMachine>map(
            machine ->
                new WatchedMachine(
                    machine, Objects.requireNonNull(cameras.get(machine.id()), machine.id())))
        .toList();
  }

  @Override
  public void close() {
    cameras.values().forEach(CameraServer::close);
  }
}
