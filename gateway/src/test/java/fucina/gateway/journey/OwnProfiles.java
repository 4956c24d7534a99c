package fucina.gateway.journey;

import fucina.profiles.Catalogue;

/** Profiles of the simulated robot that say more than the packaged one. */
public final class OwnProfiles {
  private static final String BEACON =
      "/?id=nsu=urn:fucina:sim:robot;s=R1.Controllers.C1.Outputs.Beacon";

  private OwnProfiles() {}

  /** The six-axis robot whose start is warned of by its beacon. */
  public static String warned(String id, int beforeMs) {
    return robot(id)
        .replace(
            "\nproperties:\n",
            """

            properties:
              room.beacon:
                title: "Beacon"
                type: boolean
                readOnly: true
                fucina: { dataType: Boolean, samplingMs: 100, publishMs: 100, deadband: 0 }
                forms: [ { href: "BEACON" } ]
            """
                .replace("BEACON", BEACON))
        .replace(
            "\nactions:\n",
            """

            actions:
              beaconOn:
                title: "Warn the room"
                fucina: { class: setup, consent: never, roles: [technician], confirm: { property: room.beacon, equals: true, withinMs: 5000 } }
                forms: [ { href: "BEACON", "fucina:write": { value: true } } ]
              beaconOff:
                title: "End the warning"
                fucina: { class: setup, consent: never, roles: [technician], confirm: { property: room.beacon, equals: false, withinMs: 5000 } }
                forms: [ { href: "BEACON", "fucina:write": { value: false } } ]
            """
                .replace("BEACON", BEACON))
        .replace(
            "      class: motion\n",
            "      class: motion\n      warn: { action: beaconOn, beforeMs: "
                + beforeMs
                + ", endAction: beaconOff }\n");
  }

  /** The same with its lock. */
  public static String locked(String profile) {
    return profile.replace(
        "\n  watchdog:", "\n  lock: \"nsu=urn:fucina:sim:robot;s=R1.Lock\"\n  watchdog:");
  }

  private static String robot(String id) {
    return Catalogue.builtIn()
        .profile("robot-arm-6axis")
        .orElseThrow()
        .source()
        .replace("urn:fucina:profile:robot-arm-6axis", "urn:fucina:profile:" + id);
  }
}
