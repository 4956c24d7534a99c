package fucina.gateway;

import fucina.gateway.registry.Machine;
import fucina.gateway.registry.Machine.Connection;
import fucina.gateway.registry.PostgresRegistry;
import fucina.gateway.registry.Registry.Draft;
import fucina.profiles.Profile;
import fucina.scheduler.Actor;
import fucina.scheduler.MachineRules;
import fucina.simulators.opcua.OpcUaMachine;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Registers the machines of the demo, as a technician would. */
final class DemoRegistry {
  static final String SECURE = "SignAndEncrypt/Basic256Sha256";

  private final Gateway gateway;

  DemoRegistry(Gateway gateway) {
    this.gateway = gateway;
  }

  static Connection opcua(OpcUaMachine machine, Map<String, String> camera) {
    return new Connection(machine.endpoint(), SECURE, Optional.of("gateway"), camera);
  }

  static Connection mqtt(Map<String, String> variables, Map<String, String> camera) {
    Map<String, String> all = new HashMap<>(variables);
    all.putAll(camera);
    return new Connection("", "", Optional.empty(), all);
  }

  /** Registers a machine, or tells the one there is where it is reached this time. */
  void register(
      String id,
      String name,
      String profile,
      Connection connection,
      MachineRules rules,
      Optional<String> password) {
    PostgresRegistry registry = gateway.running().registry();
    Optional<Machine> known = registry.machine(id);
    Draft draft =
        new Draft(
            Optional.of(id),
            Optional.of(name),
            Optional.of(DemoLab.CENTRE),
            Optional.of(profile),
            Optional.of(connection),
            password,
            Optional.of(rules),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            DemoLab.approved(id));
    if (known.isEmpty()) {
      Startup.await(id, registry.register(draft, Actor.GATEWAY));
    } else if (!known.get().connection().equals(connection) || !isNewest(known.get())) {
      Startup.await(
          id,
          registry.change(
              id,
              new Draft(
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.of(connection),
                  password,
                  Optional.empty(),
                  Optional.empty(),
                  registry.profile(profile).map(Profile::version),
                  Optional.empty(),
                  Optional.empty(),
                  DemoLab.approvedFirst(known.get())),
              Actor.GATEWAY));
    }
  }

  /** The simulators play the newest profiles only. */
  private boolean isNewest(Machine machine) {
    return gateway
        .running()
        .registry()
        .profile(machine.profile().id())
        .filter(machine.profile()::equals)
        .isPresent();
  }
}
