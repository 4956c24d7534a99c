package fucina.gateway.link.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fucina.gateway.journey.OwnProfiles;
import fucina.gateway.link.FakeIntake;
import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.LinkState;
import fucina.gateway.link.LockHold;
import fucina.gateway.link.MachineLink;
import fucina.gateway.link.MachineLink.Answer;
import fucina.gateway.link.Notebook;
import fucina.profiles.Profile;
import fucina.profiles.ProfileRead;
import fucina.profiles.ProfileReader;
import fucina.profiles.Value;
import fucina.simulators.machine.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The DI LockingServices of the simulated robot, asked for by real links. */
class OpcUaLockIT {
  private static final Profile LOCKED =
      ((ProfileRead.Sound)
              new ProfileReader().read(OwnProfiles.locked(RobotBench.PROFILE.source())))
          .profile();

  @TempDir private Path folder;
  private RobotBench bench;
  private MachineLink link;

  @BeforeEach
  void connect() {
    bench = RobotBench.trusting(folder);
    link = started(bench.links);
  }

  @AfterEach
  void leave() {
    link.close();
    bench.close();
  }

  private MachineLink started(OpcUaLinks links) {
    LinkSettings settings = bench.settings(LOCKED, "SignAndEncrypt/Basic256Sha256", "secret");
    MachineLink made = links.link(settings, new FakeIntake(), status -> {});
    made.start();
    await().atMost(Duration.ofSeconds(60)).until(() -> made.status().state() == LinkState.ONLINE);
    return made;
  }

  /** A gateway process of its own. */
  private OpcUaLinks gateway(String uri, String pki) {
    OpcUaLinks links =
        new OpcUaLinks(
            folder.resolve(pki),
            uri,
            bench.trust,
            new Notebook(folder.resolve(pki + "-notebook")),
            bench.deadLetters,
            bench.clock);
    bench.robot.trust(links.ownCertificate());
    return links;
  }

  private void awaitOurs(MachineLink of) {
    await().atMost(Duration.ofSeconds(60)).until(() -> of.lock() instanceof LockHold.Ours);
  }

  @Test
  void itIsOneGatewaysAtATimeAndTheNextOneHasItWhenItIsGivenBack() {
    link.holdLock("Fucina session s1");
    awaitOurs(link);
    OpcUaLinks others = gateway("urn:other:gateway", "other");
    MachineLink other = started(others);
    other.holdLock("Fucina session s2");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> other.lock().equals(new LockHold.Others("urn:fucina:test", "gateway")));
    assertThat(answer(other, "load")).isInstanceOf(Answer.Rejected.class);
    assertThat(answer(link, "load")).isInstanceOf(Answer.Accepted.class);
    link.releaseLock();
    awaitOurs(other);
    other.close();
    link.holdLock("Fucina session s1");
    awaitOurs(link);
    others.close();
  }

  @Test
  void heldByAnotherClientTheyAreNamedAndItIsTakenWhenTheyAreGone() {
    bench.robot.suffer(new Fault.LockedByAnother(true));
    link.holdLock("Fucina session s1");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> link.lock().equals(new LockHold.Others("urn:another:client", "operator")));
    bench.robot.suffer(new Fault.LockedByAnother(false));
    awaitOurs(link);
  }

  @Test
  void afterALostConnectionItIsTakenAnewAndAStopIsNotHeldUp() {
    link.holdLock("Fucina session s1");
    awaitOurs(link);
    bench.restart();
    await().atMost(Duration.ofSeconds(60)).until(() -> link.status().state() == LinkState.ONLINE);
    // A stop is sent whoever has the lock; what we held before does not stand in its way for long.
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> answer(link, "stop") instanceof Answer.Accepted);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> answer(link, "load") instanceof Answer.Accepted);
    awaitOurs(link);
  }

  @Test
  void aSessionThatTheRobotForgotIsFollowedByOneThatHasTheLock() {
    link.holdLock("Fucina session s1");
    awaitOurs(link);
    bench.robot.suffer(new Fault.SessionsLost());
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> answer(link, "load") instanceof Answer.Accepted);
    await().atMost(Duration.ofSeconds(60)).until(() -> link.lock() instanceof LockHold.Ours);
  }

  @Test
  void whatAKilledGatewayHeldShutsItsSuccessorOutOfNothing() {
    link.holdLock("Fucina session s1");
    awaitOurs(link);
    // The first goes on holding it, as the robot believes of one that was killed.
    OpcUaLinks successors = gateway("urn:fucina:test", "successor");
    MachineLink successor = started(successors);
    assertThat(answer(successor, "stop")).isInstanceOf(Answer.Accepted.class);
    successor.close();
    successors.close();
  }

  private static Answer answer(MachineLink link, String command) {
    Map<String, Value> arguments =
        command.equals("load")
            ? Map.of("Name", Value.of("PickAndPlace_demo"))
            : Map.of("StopMode", Value.of(0));
    try {
      return link.execute(LOCKED.command(command).orElseThrow(), arguments, "r")
          .get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
