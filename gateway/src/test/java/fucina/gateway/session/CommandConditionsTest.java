package fucina.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.journey.OwnProfiles;
import fucina.gateway.link.LinkState;
import fucina.gateway.link.LockHold;
import fucina.gateway.session.CommandConditions.Moment;
import fucina.profiles.AllowLists;
import fucina.profiles.Command;
import fucina.profiles.Command.Role;
import fucina.profiles.Profile;
import fucina.profiles.ProfileRead;
import fucina.profiles.ProfileReader;
import fucina.profiles.Value;
import fucina.scheduler.Party;
import fucina.scheduler.Refusal;
import fucina.scheduler.SomeLeases;
import fucina.scheduler.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CommandConditionsTest {
  private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");
  private static final Window WINDOW = new Window(NOW.minusSeconds(60), NOW.plusSeconds(60));

  private final FakeFloor floor = new FakeFloor(InstantSource.fixed(NOW));
  private Session session =
      new Session(
          "s1",
          "b1",
          FakeFloor.ROBOT,
          new Party("sara", "officina"),
          WINDOW,
          Session.State.ACTIVE,
          Optional.of("sara"),
          Optional.of(new Session.Consent("teo", NOW)),
          Optional.empty(),
          7,
          Optional.of(NOW),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
  private long fencing = 7;
  private Profile profile = FakeFloor.PROFILE;
  private Instant now = NOW;
  private String person = "sara";
  private Optional<CommandRecord> underWay = Optional.empty();
  private Map<String, Value> arguments = Map.of("Name", Value.of("PickAndPlace_demo"));

  @Test
  void motionWithEverythingInOrderIsNotRefused() {
    assertThat(rules("start")).isEmpty();
  }

  @Test
  void motionWithoutConsentIsRefused() {
    session = session.withdrawn(new Session.Consent("teo", NOW));
    assertThat(rules("start")).containsExactly("consent");
  }

  @Test
  void aMachineOutOfServiceTakesNoMotionAndSaysWhy() {
    floor.takeOut("A problem was reported: the gripper leaks");
    assertThat(refusals("start"))
        .singleElement()
        .satisfies(
            refusal -> {
              assertThat(refusal.rule()).isEqualTo("out-of-service");
              assertThat(refusal.actual()).contains("the gripper leaks");
            });
  }

  @Test
  void whatTheProfileLeavesToTechniciansIsNotTheOperators() {
    assertThat(refusals(start(Set.of(Role.TECHNICIAN))))
        .extracting(Refusal::rule)
        .containsExactly("role");
    assertThat(refusals(start(Set.of(Role.OPERATOR)))).isEmpty();
  }

  @Test
  void whatNoTechnicianApprovedOnThisMachineIsRefusedWithWhatIs() {
    arguments = Map.of("Name", Value.of("Wreck_the_cell"));
    assertThat(refusals("load"))
        .singleElement()
        .satisfies(
            refusal -> {
              assertThat(refusal.rule()).isEqualTo("allow-list");
              assertThat(refusal.limit()).isEqualTo("one of PickAndPlace_demo, Weld_dry_run");
              assertThat(refusal.actual()).isEqualTo("Wreck_the_cell");
            });
  }

  @Test
  void anEmptyListAllowsNothingAndSaysWhoFillsIt() {
    floor.approve(AllowLists.NONE);
    assertThat(refusals("load"))
        .singleElement()
        .satisfies(
            refusal -> {
              assertThat(refusal.rule()).isEqualTo("allow-list");
              assertThat(refusal.detail())
                  .contains("a technician must first list")
                  .contains("load.Name");
            });
  }

  @Test
  void aMachineThatHasALockIsMovedOnlyByWhoHoldsIt() {
    profile = locked();
    assertThat(rules("start")).isEmpty();
    floor.hold = new LockHold.Ours(NOW);
    assertThat(rules("start")).as("it has just run out").containsExactly("lock");
    floor.hold = new LockHold.Others("urn:another:client", "operator");
    assertThat(refusals("start"))
        .singleElement()
        .satisfies(
            refusal -> {
              assertThat(refusal.rule()).isEqualTo("lock");
              assertThat(refusal.actual()).contains("urn:another:client").contains("operator");
            });
    assertThat(rules("load")).as("no motion").isEmpty();
    assertThat(rules("stop")).isEmpty();
  }

  private static Profile locked() {
    String text = OwnProfiles.locked(FakeFloor.PROFILE.source());
    return ((ProfileRead.Sound) new ProfileReader().read(text)).profile();
  }

  private static Command start(Set<Role> roles) {
    Command start = FakeFloor.PROFILE.command("start").orElseThrow();
    return new Command(
        start.name(),
        start.title(),
        start.kind(),
        roles,
        start.arguments(),
        start.consentRequired(),
        start.preconditions(),
        start.confirmation(),
        start.warning(),
        start.timeout(),
        start.statusWords(),
        start.address());
  }

  @Test
  void aMotionWaitsForTheOneUnderWayAndNamesIt() {
    underWay =
        Optional.of(
            new CommandRecord(
                "c1",
                "s1",
                FakeFloor.ROBOT,
                "start",
                Map.of(),
                "sara",
                CommandRecord.Step.EXECUTING,
                List.of()));
    assertThat(refusals("start"))
        .singleElement()
        .satisfies(
            refusal -> {
              assertThat(refusal.rule()).isEqualTo("busy");
              assertThat(refusal.actual()).contains("start").contains("c1");
            });
    assertThat(rules("load")).as("no motion").isEmpty();
    assertThat(rules("stop")).isEmpty();
  }

  @Test
  void anyoneButTheOperatorIsRefused() {
    person = "olga";
    assertThat(rules("start")).containsExactly("operator");
  }

  @Test
  void theSecondTheWindowEndsCommandsAreRefused() {
    now = WINDOW.to();
    floor.measure("robot.mode", Value.of(4));
    assertThat(rules("load")).contains("window");
  }

  @Test
  void anOlderFencingNumberIsVoid() {
    fencing = 6;
    assertThat(rules("start")).containsExactly("window");
  }

  @Test
  void aSessionThatIsEndingTakesNoCommand() {
    session = session.ending("window-ended");
    assertThat(rules("start")).containsExactly("window");
  }

  @Test
  void anActiveEmergencyStopIsRefused() {
    floor.measure("robot.emergencyStop", Value.of(true));
    assertThat(rules("start")).containsExactly("precondition.robot.emergencyStop");
  }

  @Test
  void anActiveProtectiveStopIsRefused() {
    floor.measure("robot.protectiveStop", Value.of(true));
    assertThat(rules("start")).containsExactly("precondition.robot.protectiveStop");
  }

  @Test
  void anyModeButAutomaticExternalIsRefusedAndNamed() {
    floor.measure("robot.mode", Value.of(1));
    assertThat(refusals("start"))
        .singleElement()
        .satisfies(
            refusal -> {
              assertThat(refusal.rule()).isEqualTo("precondition.robot.mode");
              assertThat(refusal.limit()).contains("4", "AUTOMATIC_EXTERNAL");
              assertThat(refusal.actual()).contains("1", "MANUAL_REDUCED_SPEED");
            });
  }

  @Test
  void aRobotWithoutProgramIsToldWhatItNeedsAndWhatPreparesIt() {
    floor.measure("task.state", Value.of("Idle"));
    assertThat(refusals("start"))
        .extracting(Refusal::detail)
        .containsExactly("task.state must be Ready and is Idle. What prepares this machine: load.");
  }

  @Test
  void aStaleValueIsRefusedThoughItWouldBeRight() {
    floor.age("robot.mode", Duration.ofMillis(2001));
    assertThat(rules("start")).containsExactly("stale.robot.mode");
  }

  @Test
  void aValueOfBadQualityIsRefusedThoughItWouldBeRight() {
    floor.measureBadly("robot.emergencyStop", Value.of(false));
    assertThat(rules("start")).containsExactly("stale.robot.emergencyStop");
  }

  @Test
  void aMachineThatCannotBeReachedIsRefused() {
    floor.link = LinkState.SILENT;
    assertThat(rules("start")).contains("machine-offline");
  }

  @Test
  void everyBrokenConditionIsNamedAtOnce() {
    session = session.withdrawn(new Session.Consent("teo", NOW));
    person = "olga";
    floor.link = LinkState.UNREACHABLE;
    floor.measure("robot.mode", Value.of(1));
    floor.measure("robot.emergencyStop", Value.of(true));
    assertThat(rules("start"))
        .contains(
            "operator",
            "consent",
            "machine-offline",
            "precondition.robot.mode",
            "precondition.robot.emergencyStop");
  }

  private List<String> rules(String command) {
    return refusals(command).stream().map(Refusal::rule).toList();
  }

  private List<Refusal> refusals(String command) {
    return refusals(profile.command(command).orElseThrow());
  }

  private List<Refusal> refusals(Command known) {
    return CommandConditions.broken(
        new Moment(
            now,
            session,
            Optional.of(
                SomeLeases.lease(
                    session.machine(), session.id(), session.party(), session.window(), fencing)),
            person,
            profile,
            known,
            arguments,
            Optional.empty(),
            underWay,
            floor));
  }
}
