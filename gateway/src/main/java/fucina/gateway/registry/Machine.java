package fucina.gateway.registry;

import fucina.gateway.link.MqttTerms;
import fucina.profiles.AllowLists;
import fucina.profiles.Profile;
import fucina.profiles.SignalAddress;
import fucina.scheduler.BookableMachine;
import fucina.scheduler.MachineRules;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A real machine in a lab.
 *
 * @param id lower-case letters, digits and dashes, e.g. {@code robot-1}
 * @param name what people call it
 * @param centre id of the centre that owns it
 * @param profile what it is
 * @param connection how it is reached
 * @param rules when and how long it may be booked
 * @param allowLists the programs, files and the like that its technicians approved
 * @param published false for a draft, which only its centre sees and nothing is connected to
 * @param inService false while it takes no bookings
 * @param serviceNote why it is out of service; empty while it is in
 */
public record Machine(
    String id,
    String name,
    String centre,
    Profile profile,
    Connection connection,
    MachineRules rules,
    AllowLists allowLists,
    boolean published,
    boolean inService,
    String serviceNote) {

  /** A published machine for which nothing is approved. */
  public Machine(
      String id,
      String name,
      String centre,
      Profile profile,
      Connection connection,
      MachineRules rules,
      boolean inService,
      String serviceNote) {
    this(
        id,
        name,
        centre,
        profile,
        connection,
        rules,
        AllowLists.NONE,
        true,
        inService,
        serviceNote);
  }

  /** The same machine, out of service. */
  Machine outOfService(String note) {
    return new Machine(
        id, name, centre, profile, connection, rules, allowLists, published, false, note);
  }

  /** What of it the scheduler knows. */
  BookableMachine bookable() {
    return new BookableMachine(
        id, centre, profile.family(), Set.copyOf(profile.capabilities()), rules, inService);
  }

  /**
   * How a machine is reached; a password is kept apart and never leaves the registry but to the
   * link.
   *
   * @param endpoint {@code opc.tcp://…}, {@code mqtt://…} or {@code mqtts://…}
   * @param security e.g. {@code SignAndEncrypt/Basic256Sha256}; empty for MQTT
   * @param username empty where the machine asks for none
   * @param variables the profile's placeholders
   * @param mqtt how its own broker is spoken to; the usual for OPC UA and for the gateway's broker
   * @param signals where signals live on this machine, by name, where that is not what the profile
   *     says
   * @param insecure whether a technician allowed it to be spoken to without any security
   */
  public record Connection(
      String endpoint,
      String security,
      Optional<String> username,
      Map<String, String> variables,
      MqttTerms mqtt,
      Map<String, SignalAddress> signals,
      boolean insecure) {
    public Connection {
      variables = Map.copyOf(variables);
      signals = Map.copyOf(signals);
    }

    /** A protected connection, where every signal lives where the profile says. */
    public Connection(
        String endpoint,
        String security,
        Optional<String> username,
        Map<String, String> variables,
        MqttTerms mqtt) {
      this(endpoint, security, username, variables, mqtt, Map.of(), false);
    }

    /** With the usual terms of MQTT. */
    public Connection(
        String endpoint,
        String security,
        Optional<String> username,
        Map<String, String> variables) {
      this(endpoint, security, username, variables, MqttTerms.USUAL);
    }
  }
}
