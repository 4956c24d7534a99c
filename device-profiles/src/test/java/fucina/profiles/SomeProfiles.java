package fucina.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** Small sound profiles, one a protocol, for tests to spoil. */
final class SomeProfiles {
  static final String ROBOT =
      """
      "@context": "https://www.w3.org/2022/wot/td/v1.1"
      "@type": "tm:ThingModel"
      id: "urn:fucina:profile:small-robot"
      version: { model: "1.0.0" }
      title: "Small robot"
      titles: { it: "Piccolo robot" }
      fucina:
        profileVersion: 1
        family: robot
        protocol: opc-ua
        capabilities: [handling]
        watchdog: "nsu=urn:maker:robot;s=Heartbeat"
      base: "opc.tcp://{{HOST}}:{{PORT}}"
      properties:
        robot.mode:
          title: "Mode"
          type: integer
          readOnly: true
          fucina:
            role: interlock
            samplingMs: 250
            enum: { "3": AUTOMATIC, "4": AUTOMATIC_EXTERNAL }
          forms: [ { href: "/?id=nsu=urn:maker:robot;s=Mode" } ]
        task.state:
          title: "State"
          type: string
          enum: [Idle, Executing]
          fucina: { role: state }
          forms: [ { href: "/?id=nsu=urn:maker:robot;s=State" } ]
        axis1.position:
          title: "Axis 1"
          type: number
          unit: "°"
          minimum: -360
          maximum: 360
          fucina: { unece: DD, dataType: Double, samplingMs: 100, deadband: 0.05 }
          forms: [ { href: "/?id=nsu=urn:maker:robot;s=Axis1" } ]
      actions:
        start:
          title: "Start"
          "uav:componentOf": "nsu=urn:maker:robot;s=Task"
          input:
            type: object
            required: [Program]
            properties:
              Program: { title: "Program", type: string, pattern: "[a-z]{1,20}" }
              Speed: { title: "Speed", type: integer, minimum: 1, maximum: 100, default: 10 }
          fucina:
            class: motion
            consent: required
            preconditions: [ { property: robot.mode, equals: 4, maxAgeMs: 2000 } ]
            confirm: { property: task.state, in: [Executing], withinMs: 3000 }
          forms: [ { href: "/?id=nsu=urn:maker:robot;s=Task.Start" } ]
        stop:
          title: "Stop"
          "uav:componentOf": "nsu=urn:maker:robot;s=Task"
          fucina: { class: stop, consent: never }
          forms: [ { href: "/?id=nsu=urn:maker:robot;s=Task.Stop" } ]
      fucina:states:
        property: task.state
        map: { Idle: ready, Executing: running }
        overrides: [ { property: robot.mode, in: [AUTOMATIC], state: held } ]
      fucina:end:
        action: stop
        confirm: { property: task.state, in: [Idle], withinMs: 5000 }
        overrun: abort
        linkLoss: stopsItself
        attended: start
      """;

  static final String PRINTER =
      """
      "@context": "https://www.w3.org/2022/wot/td/v1.1"
      "@type": "tm:ThingModel"
      id: "urn:fucina:profile:small-printer"
      version: { model: "1.0.0" }
      title: "Small printer"
      fucina:
        profileVersion: 1
        family: printer
        protocol: mqtt
        variables: [ { name: PREFIX, pattern: "[a-z0-9-]{1,32}", example: "printer-9" } ]
      base: "mqtts://{{BROKER}}:8883"
      properties:
        job.progress:
          title: "Progress"
          type: number
          unit: "%"
          fucina: { unece: P1, path: "/value", scale: 100 }
          forms: [ { href: "/", "mqv:filter": "{{PREFIX}}/progress" } ]
      actions:
        cancel:
          title: "Cancel"
          input:
            type: object
            required: [reason]
            properties:
              reason: { title: "Reason", type: string }
          fucina:
            class: stop
            request: { payload: { method: cancel, why: "${input.reason}", id: "${requestId}" } }
            response: { filter: "{{PREFIX}}/response", match: "/id", ok: "/result", error: "/error" }
          forms: [ { href: "/", "mqv:topic": "{{PREFIX}}/request", "mqv:qos": "1", "mqv:retain": false } ]
      """;

  static final String LINE =
      """
      "@context": "https://www.w3.org/2022/wot/td/v1.1"
      "@type": "tm:ThingModel"
      id: "urn:fucina:profile:small-line"
      version: { model: "1.0.0" }
      title: "Small line"
      fucina:
        profileVersion: 1
        family: line
        protocol: sparkplug
        variables:
          - { name: GROUP, pattern: "[a-z0-9-]+", example: "made" }
          - { name: NODE, pattern: "[a-z0-9-]+", example: "cell-2" }
          - { name: DEVICE, pattern: "[a-z0-9-]+", example: "line-2" }
      base: "mqtts://{{BROKER}}:{{PORT}}"
      properties:
        line.remote:
          title: "Remote"
          type: boolean
          readOnly: true
          fucina: { role: interlock }
          forms: [ { href: "/", "fucina:metric": "Status/Remote" } ]
        line.speed:
          title: "Speed"
          type: number
          unit: "1/min"
          fucina: { unece: C94 }
          forms: [ { href: "/", "fucina:metric": "Status/Speed" } ]
      actions:
        hold:
          title: "Hold"
          fucina: { class: stop }
          forms: [ { href: "/", "fucina:metric": "Command/Hold", "fucina:write": { value: true } } ]
        setSpeed:
          title: "Set speed"
          input:
            type: object
            required: [speed]
            properties:
              speed: { title: "Speed", type: number, minimum: 1, maximum: 60 }
          fucina: { class: setup, consent: required }
          forms: [ { href: "/", "fucina:metric": "Command/Speed", "fucina:write": { argument: speed } } ]
      """;

  private SomeProfiles() {}

  /** The profile a text holds; fails with its flaws where it is not sound. */
  static Profile sound(String text) {
    ProfileRead read = new ProfileReader().read(text);
    assertThat(read).isInstanceOf(ProfileRead.Sound.class);
    return ((ProfileRead.Sound) read).profile();
  }

  /** The flaws a text has; fails where it is sound. */
  static List<Flaw> flaws(String text) {
    ProfileRead read = new ProfileReader().read(text);
    assertThat(read).isInstanceOf(ProfileRead.Flawed.class);
    return ((ProfileRead.Flawed) read).flaws();
  }

  /** A profile with one piece of its text replaced; fails where the piece is not in it once. */
  static String spoiled(String profile, String piece, String by) {
    int at = profile.indexOf(piece);
    assertThat(at).as("the piece stands in the profile: %s", piece).isNotNegative();
    assertThat(profile.indexOf(piece, at + 1)).as("only once: %s", piece).isNegative();
    return profile.replace(piece, by);
  }

  /** The line a piece of text begins on, from 1. */
  static int lineOf(String text, String piece) {
    return 1 + (int) text.substring(0, text.indexOf(piece)).chars().filter(c -> c == '\n').count();
  }
}
