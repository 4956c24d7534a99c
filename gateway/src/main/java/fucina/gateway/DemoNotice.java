package fucina.gateway;

import fucina.simulators.machine.SimulatedMachine;
import fucina.simulators.opcua.OpcUaMachine;
import java.io.PrintStream;
import java.util.List;

/** What whoever started the demo is told: sign-ins, the broker's users, where each machine is. */
final class DemoNotice {
  private DemoNotice() {}

  /** Prints it; the last line is the one that says all is ready. */
  static void print(Gateway gateway, List<SimulatedMachine> machines, PrintStream out) {
    out.println(
        "Sign-ins (password "
            + DemoLab.PASSWORD
            + "): sme@demo.fucina, other@demo.fucina, engineer@demo.fucina,");
    out.println(
        "  technician@demo.fucina, coordinator@demo.fucina, technician2@demo.fucina, admin@demo.fucina");
    gateway
        .running()
        .on()
        .broker()
        .ifPresent(
            broker ->
                out.println(
                    "MQTT broker "
                        + broker.url()
                        + ": users watch (reads all) and sensor (below sensors/), password "
                        + DemoLab.PASSWORD));
    for (SimulatedMachine machine : machines) {
      boolean opcua = machine instanceof OpcUaMachine;
      out.println(
          "Machine "
              + machine.id()
              + ": "
              + machine.endpoint()
              + (opcua
                  ? " ("
                      + DemoRegistry.SECURE
                      + ", user gateway, password "
                      + DemoLab.PASSWORD
                      + ")"
                  : ""));
    }
    out.println("Management: " + gateway.managementUrl());
    out.println("Fucina ready: " + gateway.url());
    out.flush();
  }
}
