package fucina.profiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import fucina.profiles.NodeAddress.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a profile may say beyond the least: each key becomes what the records promise. */
final class RichProfileTest {
  private static final String UA = "http://opcfoundation.org/UA/";

  private static Profile robot(String... changes) {
    String text = SomeProfiles.ROBOT;
    for (int i = 0; i < changes.length; i += 2) {
      text = SomeProfiles.spoiled(text, changes[i], changes[i + 1]);
    }
    return SomeProfiles.sound(text);
  }

  private static Signal axis(String keys) {
    return robot("deadband: 0.05", keys).signal("axis1.position").orElseThrow();
  }

  private static SignalAddress.MqttTopic progress(String keys) {
    String text = SomeProfiles.spoiled(SomeProfiles.PRINTER, "path: \"/value\", scale: 100", keys);
    return (SignalAddress.MqttTopic) SomeProfiles.sound(text).signals().get(0).address();
  }

  @Test
  void aPercentDeadbandIsAShareOfTheRange() {
    Signal axis = axis("deadband: { percent: 0.5 }, queueSize: 40");

    assertThat(axis.monitoring())
        .isEqualTo(
            new Monitoring(
                Duration.ofMillis(100),
                Duration.ofMillis(100),
                Optional.of(40),
                new Deadband.Percent(0.5)));
    assertThat(axis.deadband()).isEqualTo(3.6);
  }

  @Test
  void aUnitIsCheckedUnlessTheProfileKnowsBetter() {
    assertThat(axis("deadband: 0.05").unit().orElseThrow().checked()).isTrue();
    assertThat(axis("unitCheck: false").unit().orElseThrow().checked()).isFalse();
    assertThat(new Signal.Unit("°C", "CEL").unitId()).isEqualTo(4_408_652);
    assertThat(new Signal.Unit("kW·h", "KWH").unitId()).isEqualTo(4_937_544);
  }

  @Test
  void aStorePolicySaysWhatIsKeptAndForHowLong() {
    assertThat(axis("deadband: 0.05").store()).isEqualTo(StorePolicy.EVERYTHING);
    assertThat(axis("store: { everyMs: 200, downsample: [mean, min, max], keep: 90d }").store())
        .isEqualTo(
            new StorePolicy(
                Duration.ofMillis(200),
                false,
                Set.of(
                    StorePolicy.Downsample.MEAN,
                    StorePolicy.Downsample.MIN,
                    StorePolicy.Downsample.MAX),
                Optional.of(StorePolicy.Retention.DAYS_90)));
    assertThat(axis("store: { onChange: true }").store().onChange()).isTrue();
  }

  @Test
  void anAlarmComesAtItsValueAndGoesBeyondItsClearing() {
    Alarm far =
        axis("alarms: [ { id: FAR, title: \"Far\", when: \">=\", value: 300, clear: 290 } ]")
            .alarms()
            .get(0);

    assertThat(far.severity()).isEqualTo(500);
    assertThat(far.holds(Value.of(299.9), false)).isFalse();
    assertThat(far.holds(Value.of(300), false)).isTrue();
    assertThat(far.holds(Value.of(291), true)).isTrue();
    assertThat(far.holds(Value.of(290), true)).isFalse();
    assertThat(far.holds(Value.of(Double.NaN), true)).isFalse();
  }

  @Test
  void anAlarmWithoutClearingGoesWithItsCondition() {
    Alarm low =
        axis("alarms: [ { id: LOW, title: \"Low\", when: \"<\", value: -10, delayMs: 500 } ]")
            .alarms()
            .get(0);

    assertThat(low.delay()).isEqualTo(Duration.ofMillis(500));
    assertThat(low.holds(Value.of(-10), false)).isFalse();
    assertThat(low.holds(Value.of(-11), false)).isTrue();
    assertThat(low.holds(Value.of(-10), true)).isFalse();
  }

  @Test
  void anAlarmOnAnEnumerationTakesItsWord() {
    Signal mode =
        robot(
                "enum: { \"3\": AUTOMATIC,",
                "alarms: [ { id: AUTO, title: \"Auto\", when: equals, value: AUTOMATIC } ]\n"
                    + "      enum: { \"3\": AUTOMATIC,")
            .signal("robot.mode")
            .orElseThrow();

    assertThat(mode.alarms().get(0).holds(Value.of(3), false)).isTrue();
    assertThat(mode.alarms().get(0).holds(Value.of(4), true)).isFalse();
  }

  @Test
  void aNodeMayBeKnownByItsBrowsePathAloneOrBeside() {
    Profile robot =
        robot(
            "capabilities: [handling]",
            "namespaces: { di: \"" + UA + "DI/\", app: \"urn:maker:robot\" }",
            "href: \"/?id=nsu=urn:maker:robot;s=Axis1\"",
            "href: \"/\", \"uav:browsePath\": \"/0:Objects/di:DeviceSet/app:R&.1\"");

    assertThat(robot.signal("axis1.position").orElseThrow().address())
        .isEqualTo(
            new SignalAddress.OpcUaNode(
                new NodeAddress(
                    Optional.empty(),
                    List.of(
                        new Step(UA, "Objects"),
                        new Step(UA + "DI/", "DeviceSet"),
                        new Step("urn:maker:robot", "R.1"))),
                Optional.empty(),
                List.of()));
  }

  @Test
  void aMethodsObjectIsOneStepAboveItOnItsPath() {
    Profile robot =
        robot(
            "capabilities: [handling]",
            "namespaces: { app: \"urn:maker:robot\" }",
            "    \"uav:componentOf\": \"nsu=urn:maker:robot;s=Task\"\n    fucina: { class: stop",
            "    fucina: { class: stop",
            "href: \"/?id=nsu=urn:maker:robot;s=Task.Stop\"",
            "href: \"/\", \"uav:browsePath\": \"/0:Objects/app:Task/app:Stop\"");

    CommandAddress.OpcUaMethod stop =
        (CommandAddress.OpcUaMethod) robot.command("stop").orElseThrow().address();
    assertThat(stop.object()).hasToString("/Objects/Task");
    assertThat(stop.method()).hasToString("/Objects/Task/Stop");
  }

  @Test
  void aSignalMayBeOnePlaceOfAnArrayAndOneFieldOfAStructure() {
    SignalAddress.OpcUaNode node = (SignalAddress.OpcUaNode) axis("index: 2, field: a.b").address();

    assertThat(node.index()).contains(2);
    assertThat(node.field()).containsExactly("a", "b");
  }

  @Test
  void aLockAndAWatchdogAreNodes() {
    Profile robot = robot("capabilities: [handling]", "lock: \"/0:Objects/0:Lock\"");

    assertThat(robot.lock().orElseThrow().browsePath()).hasSize(2);
    assertThat(robot.watchdog()).contains(NodeAddress.byId("nsu=urn:maker:robot;s=Heartbeat"));
  }

  @Test
  void anEventHasItsNotifierOrItsTopic() {
    Profile robot =
        robot(
            "actions:",
            """
            events:
              moved:
                title: "Moved"
                fucina: { condition: true, eventType: "i=2915", severity: 300 }
                forms: [ { href: "/?id=i=2253", op: subscribeevent } ]
            actions:""");
    Profile printer =
        SomeProfiles.sound(
            SomeProfiles.spoiled(
                SomeProfiles.PRINTER,
                "actions:",
                """
                events:
                  notice:
                    title: "Notice"
                    fucina: { message: "/text", active: "/on" }
                    forms: [ { href: "/", "mqv:filter": "{{PREFIX}}/notice" } ]
                actions:"""));

    assertThat(robot.events())
        .containsExactly(
            new Event(
                "moved",
                Label.of("Moved"),
                300,
                new Event.Source.OpcUaEvents(
                    NodeAddress.byId("i=2253"), Optional.of(NodeAddress.byId("i=2915")), true)));
    assertThat(printer.events().get(0).source())
        .isEqualTo(
            new Event.Source.MqttEvents(
                "{{PREFIX}}/notice",
                "/text",
                Optional.empty(),
                Optional.empty(),
                Optional.of("/on")));
  }

  @Test
  void theMessagesOfATopicMayBeCounted() {
    assertThat(progress("path: \"/v\", sequence: \"/seq\"").sequence()).contains("/seq");
    assertThat(progress("path: \"/v\"").sequence()).isEmpty();
  }

  @Test
  void aPayloadMayBeATextThatMeansAValueAndCarryItsOwnTime() {
    assertThat(progress("values: { \"half\": 50, \"all\": 100 }").values())
        .isEqualTo(Map.of("half", Value.of(50), "all", Value.of(100)));
    assertThat(progress("path: \"/v\", offset: -273.15, timestamp: { path: \"/t\", unit: iso }"))
        .extracting(
            SignalAddress.MqttTopic::offset,
            SignalAddress.MqttTopic::scale,
            SignalAddress.MqttTopic::timestamp)
        .containsExactly(
            -273.15,
            1.0,
            Optional.of(new SignalAddress.Timestamp("/t", SignalAddress.TimeUnit.ISO)));
  }

  @Test
  void aLastWillTellsThatTheMachineIsGone() {
    Profile printer =
        SomeProfiles.sound(
            SomeProfiles.spoiled(
                SomeProfiles.PRINTER,
                "family: printer",
                "family: printer\n  offline: { filter: \"{{PREFIX}}/s\", path: \"/server\","
                    + " payload: \"offline\" }"));

    assertThat(printer.availability())
        .contains(new Profile.Availability("{{PREFIX}}/s", "/server", "offline"));
    assertThat(printer.offlineAfter()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void aCameraNamesItsLoginAndNeverHoldsIt() {
    Profile robot =
        robot(
            "fucina:states:",
            """
            fucina:cameras:
              - id: cell
                title: "Cell"
                kind: snapshot
                address: "http://{{HOST}}:8080/snap.jpg"
                login: camera
                privacy: { en: "People may be seen.", it: "Si possono vedere persone." }
            fucina:states:""");

    assertThat(robot.cameras())
        .containsExactly(
            new Camera(
                "cell",
                Label.of("Cell"),
                Camera.Kind.SNAPSHOT,
                "http://{{HOST}}:8080/snap.jpg",
                Optional.of("camera"),
                new Label("People may be seen.", "Si possono vedere persone.")));
  }

  @Test
  void motionMayWarnAndBelongToOneRole() {
    Profile robot =
        robot(
            "actions:",
            """
            actions:
              horn:
                title: "Horn"
                fucina: { class: setup, consent: never }
                forms: [ { href: "/?id=nsu=urn:maker:robot;s=Horn", "fucina:write": { value: true } } ]""",
            "      class: motion",
            "      class: motion\n      roles: [operator]\n"
                + "      warn: { action: horn, beforeMs: 5000, endAction: horn }");

    assertThat(robot.commands())
        .extracting(Command::name, Command::roles, Command::warning)
        .contains(
            tuple(
                "start",
                Set.of(Command.Role.OPERATOR),
                Optional.of(
                    new Command.Warning("horn", Duration.ofSeconds(5), Optional.of("horn")))),
            tuple("stop", Command.Role.ALL, Optional.empty()));
  }

  @Test
  void anAllowListedArgumentNamesItsListAndMustBeGivenWhateverIsRequired() {
    String line =
        SomeProfiles.spoiled(
            SomeProfiles.spoiled(SomeProfiles.LINE, "required: [speed]", "required: []"),
            "maximum: 60 }",
            "maximum: 60, fucina: { allowList: true } }");
    Profile profile = SomeProfiles.sound(line);

    assertThat(profile.allowLists()).containsExactly("setSpeed.speed");
    assertThat(ArgumentCheck.of(profile.command("setSpeed").orElseThrow(), Map.of()))
        .isInstanceOf(ArgumentCheck.Unfit.class);
  }
}
