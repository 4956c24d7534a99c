package fucina.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fucina.gateway.journey.OwnProfiles;
import fucina.gateway.link.LinkState;
import fucina.gateway.link.MachineLink;
import fucina.gateway.session.CommandRecord.Step;
import fucina.profiles.MachineState;
import fucina.profiles.ProfileRead;
import fucina.profiles.ProfileReader;
import fucina.profiles.Value;
import fucina.scheduler.Actor;
import fucina.scheduler.Actor.Capacity;
import fucina.scheduler.BookableMachine;
import fucina.scheduler.BookingRequest;
import fucina.scheduler.Decision;
import fucina.scheduler.Refusal;
import fucina.scheduler.Scheduler;
import fucina.scheduler.postgres.Database;
import fucina.scheduler.postgres.DatabaseSettings;
import fucina.scheduler.postgres.PostgresBookings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions on a real scheduler and a real database, with a robot that does what the test says. */
class BookedSessionsIT {
  private static final Actor SARA =
      new Actor("sara", "officina", Capacity.MEMBER, Optional.empty());
  private static final Actor COLLEAGUE =
      new Actor("carlo", "officina", Capacity.MEMBER, Optional.empty());
  private static final Actor STRANGER =
      new Actor("omar", "altra", Capacity.MEMBER, Optional.empty());
  private static final Actor TECHNICIAN =
      new Actor("teo", "made", Capacity.TECHNICIAN, Optional.of("made"));
  private static final Actor ELSEWHERE =
      new Actor("tina", "cim40", Capacity.TECHNICIAN, Optional.of("cim40"));
  private static final InstantSource CLOCK = InstantSource.system();

  @TempDir static Path folder;
  private static Vertx vertx;
  private static Database database;
  private static Scheduler scheduler;

  private FakeFloor floor;
  private BookedSessions sessions;
  private List<SessionEvent> events;

  @BeforeAll
  static void openTheDatabase() {
    vertx = Vertx.vertx();
    database = Database.open(vertx, DatabaseSettings.embedded(folder.resolve("postgres")));
    scheduler = new Scheduler(new PostgresBookings(database), CLOCK);
  }

  @AfterAll
  static void closeTheDatabase() {
    database.close();
    vertx.close();
  }

  @BeforeEach
  void startTheRoom() {
    floor = new FakeFloor(CLOCK);
    get(
        scheduler.machine(
            new BookableMachine(
                FakeFloor.ROBOT,
                "made",
                "robot",
                java.util.Set.of("handling"),
                floor.machine(FakeFloor.ROBOT).orElseThrow().rules(),
                true)));
    open();
  }

  private void open() {
    sessions = new BookedSessions(vertx, scheduler, database, floor, CLOCK);
    events = new CopyOnWriteArrayList<>();
    sessions.onEvent(events::add);
    get(sessions.start());
  }

  @AfterEach
  void endWhatRuns() {
    floor.link = LinkState.ONLINE;
    floor.obeys = true;
    get(sessions.list(TECHNICIAN, true, 10, Optional.empty()))
        .forEach(session -> get(sessions.end(session.id(), TECHNICIAN)));
    await().until(() -> get(sessions.list(TECHNICIAN, true, 10, Optional.empty())).isEmpty());
    sessions.close();
  }

  @Test
  void whoBookedOperatesFromTheFirstInstant() {
    Session session = booked(Duration.ofMinutes(2));
    assertThat(session.state()).isEqualTo(Session.State.ACTIVE);
    assertThat(session.operator()).contains("sara");
    assertThat(session.fencing()).isPositive();
    assertThat(sessions.mayWatch(FakeFloor.ROBOT, "officina", CLOCK.instant())).isTrue();
    assertThat(sessions.mayWatch(FakeFloor.ROBOT, "altra", CLOCK.instant())).isFalse();
  }

  @Test
  void theMachinesLockIsTheSessionsFromItsBeginningToItsEndAndAfterARestart() {
    Session session = booked(Duration.ofMinutes(2));
    await().until(() -> floor.locked.equals("Fucina session " + session.id()));
    sessions.close();
    floor.locked = "";
    open();
    await().until(() -> floor.locked.equals("Fucina session " + session.id()));
    get(sessions.end(session.id(), SARA));
    await().until(() -> state(session) == Session.State.ENDED);
    await().until(() -> floor.locked.isEmpty());
  }

  @Test
  void beforeConsentAStartIsRefusedAndNothingIsSent() {
    Session session = booked(Duration.ofMinutes(2));
    assertThat(rules(command(session, SARA, "start", nonce()))).containsExactly("consent");
    assertThat(floor.sent).isEmpty();
  }

  @Test
  void withConsentAStartIsConfirmedByTheMeasuredState() {
    Session session = consented();
    CommandRecord record = done(command(session, SARA, "start", nonce()));
    assertThat(record.step()).isEqualTo(Step.SENT);
    await().until(() -> lastStep(session, record) == Step.CONFIRMED);
    assertThat(steps(session, record))
        .containsExactly(Step.SENT, Step.ACCEPTED, Step.EXECUTING, Step.CONFIRMED);
    assertThat(floor.watchdogFed).hasPositiveValue();
  }

  @Test
  void aMachineThatAcceptsAndDoesNotMoveEndsInAFailureThatSaysSo() {
    floor.obeys = false;
    Session session = consented();
    CommandRecord record = done(command(session, SARA, "start", nonce()));
    await().until(() -> lastStep(session, record) == Step.FAILED);
    assertThat(find(session, record).steps().get(3).detail()).contains("task.state is Ready");
  }

  @Test
  void aMachineThatMovesAndDoesNotAnswerIsConfirmedByMeasurement() {
    floor.answers = false;
    Session session = consented();
    CommandRecord record = done(command(session, SARA, "start", nonce()));
    await().until(() -> lastStep(session, record) == Step.CONFIRMED);
    assertThat(steps(session, record)).doesNotContain(Step.ACCEPTED);
  }

  @Test
  void anAnswerThatComesLateStandsOnItsCommandAndChangesNoOutcome() {
    floor.answers = false;
    Session session = consented();
    CommandRecord record = done(command(session, SARA, "start", nonce()));
    await().until(() -> lastStep(session, record) == Step.CONFIRMED);
    floor.late.complete(new MachineLink.Answer.Rejected("busy (12)"));
    await()
        .untilAsserted(
            () -> {
              List<CommandRecord.Stepped> steps = find(session, record).steps();
              assertThat(steps.get(steps.size() - 1).detail())
                  .contains("late answer came")
                  .contains("refused, busy (12)");
            });
    assertThat(lastStep(session, record)).isEqualTo(Step.CONFIRMED);
    assertThat(find(session, record).justOver()).isFalse();
  }

  @Test
  void aRepeatedNonceIsRefusedAndNothingIsSentTwice() {
    Session session = consented();
    String nonce = nonce();
    CommandRecord record = done(command(session, SARA, "start", nonce));
    await().until(() -> lastStep(session, record) == Step.CONFIRMED);
    floor.measure("task.state", Value.of("Ready"));
    assertThat(rules(command(session, SARA, "start", nonce))).contains("repeated");
    assertThat(floor.sent.stream().filter("start"::equals)).hasSize(1);
  }

  @Test
  void aSecondMotionIsRefusedUntilTheFirstIsConfirmedOrFailedAndAStopNever() {
    floor.obeys = false;
    Session session = consented();
    CommandRecord first = done(command(session, SARA, "start", nonce()));
    Outcome<CommandRecord> second = command(session, SARA, "start", nonce());
    assertThat(rules(second)).containsExactly("busy");
    assertThat(((Outcome.Refused<CommandRecord>) second).refusals().get(0).actual())
        .contains("start")
        .contains(first.id());
    done(command(session, SARA, "load", nonce()));
    CommandRecord stop = done(get(sessions.command(session.id(), SARA, "stop", Map.of(), "")));
    assertThat(stop.step()).isEqualTo(Step.SENT);
    await().until(() -> lastStep(session, first) == Step.FAILED);
    done(command(session, SARA, "start", nonce()));
    assertThat(floor.sent.stream().filter("start"::equals)).hasSize(2);
  }

  @Test
  void aConfirmedStopSettlesTheMotionUnderWay() {
    floor.obeys = false;
    Session session = consented();
    CommandRecord first = done(command(session, SARA, "start", nonce()));
    floor.obeys = true;
    CommandRecord stop = done(get(sessions.command(session.id(), SARA, "stop", Map.of(), "")));
    await().until(() -> lastStep(session, stop) == Step.CONFIRMED);
    CommandRecord second = done(command(session, SARA, "start", nonce()));
    assertThat(second.id()).isNotEqualTo(first.id());
  }

  @Test
  void aMotionThatAKillCutShortHoldsUpNoOther() {
    floor.obeys = false;
    Session session = consented();
    CommandRecord record = done(command(session, SARA, "start", nonce()));
    await().until(() -> rest(record).equals("EXECUTING"));
    sessions.close();
    open();
    assertThat(lastStep(session, record)).isEqualTo(Step.FAILED);
    done(command(session, SARA, "start", nonce()));
  }

  @Test
  void aStopNeedsNoConsentAndNoNonce() {
    Session session = booked(Duration.ofMinutes(2));
    CommandRecord record = done(get(sessions.command(session.id(), SARA, "stop", Map.of(), "")));
    await().until(() -> lastStep(session, record) == Step.CONFIRMED);
    assertThat(floor.sent).containsExactly("stop");
  }

  @Test
  void aStopIsPressedEvenWhenTheMachineCannotBeReached() {
    Session session = booked(Duration.ofMinutes(2));
    floor.link = LinkState.UNREACHABLE;
    CommandRecord record = done(get(sessions.command(session.id(), SARA, "stop", Map.of(), "")));
    await().until(() -> lastStep(session, record) == Step.FAILED);
    assertThat(find(session, record).steps().get(1).detail()).contains("Not sent");
  }

  @Test
  void aStopThatMissedAMovingMachineIsSentAgainByTheGatewayWhenItsLinkIsBack() {
    Session session = running();
    floor.link = LinkState.UNREACHABLE;
    CommandRecord missed = done(get(sessions.command(session.id(), SARA, "stop", Map.of(), "")));
    await().until(() -> lastStep(session, missed) == Step.FAILED);
    assertThat(floor.sent).doesNotContain("stop");
    floor.link = LinkState.ONLINE;
    await().until(() -> commands(session).size() == 3 && commands(session).get(2).over());
    CommandRecord again = commands(session).get(2);
    assertThat(again.person()).isEqualTo(Actor.GATEWAY.person());
    assertThat(again.step()).isEqualTo(Step.CONFIRMED);
    assertThat(again.steps().get(0).detail()).contains("Sent again by the gateway");
    assertThat(floor.sent).containsExactly("start", "stop");
    await().until(() -> audited("command.stop").size() >= 2);
  }

  @Test
  void aStopThatMissedAMachineAtRestIsNotSentAgain() {
    Session session = running();
    floor.link = LinkState.UNREACHABLE;
    CommandRecord missed = done(get(sessions.command(session.id(), SARA, "stop", Map.of(), "")));
    await().until(() -> lastStep(session, missed) == Step.FAILED);
    floor.measure("task.state", Value.of("Ready"));
    floor.link = LinkState.ONLINE;
    // The room has looked once and more when it has noted that the motion is over.
    await().until(() -> rules(command(session, SARA, "start", nonce())).isEmpty());
    assertThat(floor.sent).doesNotContain("stop");
  }

  @Test
  void aQuarantinedMachineThatStillMovesIsStoppedWhenItsLinkIsBack() {
    Session session = running();
    floor.link = LinkState.UNREACHABLE;
    get(sessions.end(session.id(), SARA));
    await().until(() -> state(session) == Session.State.QUARANTINED);
    floor.takeOut("It could not be confirmed safe");
    assertThat(floor.sent).containsExactly("start");
    floor.link = LinkState.ONLINE;
    await().until(() -> floor.sent.contains("stop"));
    await()
        .until(
            () ->
                floor
                    .measured(FakeFloor.ROBOT, "task.state")
                    .orElseThrow()
                    .value()
                    .equals(Value.of("Ready")));
    assertThat(floor.sent).containsExactly("start", "stop");
  }

  @Test
  void anotherOrganisationFindsNothing() {
    Session session = booked(Duration.ofMinutes(2));
    assertThat(get(sessions.find(session.id(), STRANGER))).isEmpty();
    assertThat(get(sessions.command(session.id(), STRANGER, "start", Map.of(), nonce())))
        .isInstanceOf(Outcome.NotFound.class);
    assertThat(get(sessions.find(session.id(), ELSEWHERE))).isEmpty();
  }

  @Test
  void onlyATechnicianOfTheMachinesCentreConsents() {
    Session session = booked(Duration.ofMinutes(2));
    assertThat(get(sessions.consent(session.id(), SARA))).isInstanceOf(Outcome.Forbidden.class);
    assertThat(get(sessions.consent(session.id(), ELSEWHERE))).isInstanceOf(Outcome.NotFound.class);
    assertThat(get(sessions.consent(session.id(), TECHNICIAN))).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void consentWithdrawnStopsWhatTheSessionStartedAndRefusesANewStart() {
    Session session = running();
    Session without = done(get(sessions.withdrawConsent(session.id(), TECHNICIAN)));
    assertThat(without.withdrawal().map(Session.Consent::technician))
        .as("the operator is told who")
        .contains(TECHNICIAN.person());
    await().until(() -> floor.sent.contains("stop"));
    await().until(() -> rules(command(session, SARA, "start", nonce())).contains("consent"));
    Session again = done(get(sessions.consent(session.id(), TECHNICIAN)));
    assertThat(again.withdrawal()).isEmpty();
  }

  @Test
  void aStopRefusedAsThereIsNothingToStopIsConfirmedByTheStateMeasuredAfterIt() {
    floor.obeys = false;
    Session session = consented();
    CommandRecord start = done(command(session, SARA, "start", nonce()));
    await().until(() -> lastStep(session, start) == Step.FAILED);
    floor.refusesStops = true;
    get(sessions.withdrawConsent(session.id(), TECHNICIAN));
    await().until(() -> commands(session).size() == 2 && commands(session).get(1).over());
    CommandRecord stop = commands(session).get(1);
    assertThat(stop.step()).isEqualTo(Step.CONFIRMED);
    assertThat(stop.steps().get(1).detail()).contains("refused: nothing to stop (7)");
    get(sessions.consent(session.id(), TECHNICIAN));
    assertThat(state(session)).isEqualTo(Session.State.ACTIVE);
    assertThat(floor.quarantined).isEmpty();
  }

  @Test
  void aStopRefusedWhileTheMachineRunsIsPressedAgainAndNotWaitedFor() {
    Session session = running();
    floor.refusesStops = true;
    get(sessions.withdrawConsent(session.id(), TECHNICIAN));
    await().until(() -> state(session) == Session.State.QUARANTINED);
    assertThat(floor.sent).containsOnlyOnce("start").hasSize(7);
    assertThat(commands(session).subList(1, 7))
        .as("none waits for a state that the machine does not show")
        .allSatisfy(stop -> assertThat(stop.steps()).hasSize(2));
  }

  @Test
  void theWindowsEndStopsTheRobotClosesTheStreamAndRefusesCommands() {
    Session session = booked(Duration.ofSeconds(12));
    get(sessions.consent(session.id(), TECHNICIAN));
    done(command(session, SARA, "start", nonce()));
    await().until(() -> state(session) == Session.State.ENDED);
    assertThat(floor.sent).containsExactly("start", "stop");
    assertThat(sessions.mayWatch(FakeFloor.ROBOT, "officina", CLOCK.instant())).isFalse();
    assertThat(rules(command(session, SARA, "load", nonce()))).containsExactly("window");
    assertThat(events)
        .filteredOn(SessionEvent.Closed.class::isInstance)
        .containsExactly(new SessionEvent.Closed(FakeFloor.ROBOT, "officina", "window-ended"));
    assertThat(get(sessions.find(session.id(), SARA)).orElseThrow().endOutcome())
        .contains("confirmed-safe");
  }

  @Test
  void theMotionOfALocalOperatorIsLeftAlone() {
    Session session = booked(Duration.ofMinutes(2));
    floor.measure("robot.mode", Value.of(1));
    floor.measure("task.state", Value.of("Executing"));
    get(sessions.end(session.id(), SARA));
    await().until(() -> state(session) == Session.State.ENDED);
    assertThat(floor.sent).isEmpty();
    assertThat(get(sessions.find(session.id(), SARA)).orElseThrow().endOutcome())
        .contains("left-running");
  }

  @Test
  void motionTakenOverLocallyIsNoLongerOursToStop() {
    Session session = running();
    floor.measure("robot.mode", Value.of(1));
    get(sessions.end(session.id(), SARA));
    await().until(() -> state(session) == Session.State.ENDED);
    assertThat(floor.sent).containsExactly("start");
  }

  @Test
  void aRobotThatCameToRestAndWasStartedByAnotherIsNotStopped() {
    Session session = running();
    await().until(() -> floor.told == MachineState.RUNNING);
    floor.measure("task.state", Value.of("Ready"));
    await().until(() -> floor.told == MachineState.READY);
    floor.measure("task.state", Value.of("Executing"));
    get(sessions.end(session.id(), SARA));
    await().until(() -> state(session) == Session.State.ENDED);
    assertThat(floor.sent).containsExactly("start");
  }

  @Test
  void aRobotThatDoesNotStopIsQuarantinedAfterThreePresses() {
    Session session = running();
    floor.obeys = false;
    get(sessions.end(session.id(), SARA));
    await().until(() -> state(session) == Session.State.QUARANTINED);
    assertThat(floor.sent).containsExactly("start", "stop", "stop", "stop");
    assertThat(floor.quarantined).containsExactly(FakeFloor.ROBOT);
  }

  @Test
  void anAnswerIsNoProofThatAMachineIsSafeWhereOnlyTheEndNamesOne() {
    String proof = "      confirm: { property: task.state, in: [Idle, Ready], withinMs: 5000 }\n";
    String text = FakeFloor.PROFILE.source();
    int stop = text.indexOf("\n  stop:\n");
    floor.profile =
        ((ProfileRead.Sound)
                new ProfileReader()
                    .read(
                        text.substring(0, stop)
                            + text.substring(stop).replaceFirst(Pattern.quote(proof), "")))
            .profile();
    assertThat(floor.profile.command("stop").orElseThrow().confirmation()).isEmpty();
    Session session = running();
    floor.obeys = false;
    get(sessions.end(session.id(), SARA));
    await().until(() -> state(session) == Session.State.QUARANTINED);
    assertThat(floor.sent).containsExactly("start", "stop", "stop", "stop");
    assertThat(floor.quarantined).containsExactly(FakeFloor.ROBOT);
  }

  @Test
  void aMotionThatWasNotAnsweredAndHasNoProofIsStoppedAllTheSame() {
    String text = FakeFloor.PROFILE.source();
    int start = text.indexOf("\n  start:\n");
    int proof = text.indexOf("      confirm:", start);
    floor.profile =
        ((ProfileRead.Sound)
                new ProfileReader()
                    .read(text.substring(0, proof) + text.substring(text.indexOf('\n', proof) + 1)))
            .profile();
    assertThat(floor.profile.command("start").orElseThrow().confirmation()).isEmpty();
    floor.answers = false;
    Session session = consented();
    CommandRecord record = done(command(session, SARA, "start", nonce()));
    await().until(() -> lastStep(session, record) == Step.FAILED);
    floor.answers = true;
    done(get(sessions.withdrawConsent(session.id(), TECHNICIAN)));
    await().until(() -> floor.sent.contains("stop"));
  }

  @Test
  void aFaultEndsTheConsent() {
    Session session = running();
    await().until(() -> floor.told == MachineState.RUNNING);
    floor.measure("robot.emergencyStop", Value.of(true));
    floor.measure("task.state", Value.of("Ready"));
    await().until(() -> get(sessions.find(session.id(), SARA)).orElseThrow().consent().isEmpty());
  }

  @Test
  void aRobotThatGoesOnAfterItsEmergencyStopIsStillTheSessionsToStop() {
    Session session = running();
    await().until(() -> floor.told == MachineState.RUNNING);
    floor.measure("robot.emergencyStop", Value.of(true));
    await().until(() -> get(sessions.find(session.id(), SARA)).orElseThrow().consent().isEmpty());
    floor.measure("robot.emergencyStop", Value.of(false));
    await().until(() -> floor.told == MachineState.RUNNING);
    get(sessions.end(session.id(), SARA));
    await().until(() -> state(session) == Session.State.ENDED);
    assertThat(floor.sent).containsExactly("start", "stop");
  }

  @Test
  void controlIsHandedToAColleagueUnderANewFencingNumber() {
    Session session = consented();
    Session handed = done(get(sessions.handOver(session.id(), SARA, "carlo")));
    assertThat(handed.fencing()).isGreaterThan(session.fencing());
    assertThat(rules(command(session, SARA, "start", nonce()))).containsExactly("operator");
    done(command(session, COLLEAGUE, "start", nonce()));
  }

  @Test
  void aTechnicianStopsAMachineWithoutAnySession() {
    CommandRecord record = done(get(sessions.stopMachine(FakeFloor.ROBOT, TECHNICIAN, "smoke")));
    assertThat(record.session()).isEmpty();
    await().until(() -> floor.sent.contains("stop"));
    await().until(() -> done(get(found(record, TECHNICIAN))).step() == Step.CONFIRMED);
    await().untilAsserted(() -> assertThat(rest(record)).isEqualTo("CONFIRMED"));
    assertThat(get(found(record, STRANGER))).isInstanceOf(Outcome.NotFound.class);
    assertThat(get(found(record, ELSEWHERE))).isInstanceOf(Outcome.NotFound.class);
    sessions.close();
    open();
    assertThat(done(get(found(record, TECHNICIAN))).step()).isEqualTo(Step.CONFIRMED);
    assertThat(get(sessions.stopMachine(FakeFloor.ROBOT, STRANGER, "fun")))
        .isInstanceOf(Outcome.Forbidden.class);
    assertThat(get(sessions.stopMachine(FakeFloor.ROBOT, ELSEWHERE, "fun")))
        .isInstanceOf(Outcome.Forbidden.class);
  }

  @Test
  void aSessionGoesOnAfterARestartAndEndsOnTime() {
    Session session = booked(Duration.ofSeconds(12));
    sessions.close();
    open();
    Session resumed = get(sessions.find(session.id(), SARA)).orElseThrow();
    assertThat(resumed.state()).isEqualTo(Session.State.ACTIVE);
    assertThat(resumed.fencing()).isGreaterThan(session.fencing());
    await().until(() -> state(session) == Session.State.ENDED);
    assertThat(
            Duration.between(
                session.window().to(),
                get(sessions.find(session.id(), SARA)).orElseThrow().endedAt().orElseThrow()))
        .isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void theNextSessionOpensWhenTheLastIsOver() {
    Session first = booked(Duration.ofMinutes(2));
    get(sessions.end(first.id(), SARA));
    await().until(() -> state(first) == Session.State.ENDED);
    Session second = booked(Duration.ofMinutes(1));
    assertThat(second.fencing()).isGreaterThan(first.fencing());
    assertThat(get(sessions.readable(FakeFloor.ROBOT, "officina"))).hasSizeGreaterThanOrEqualTo(2);
    assertThat(get(sessions.readable(FakeFloor.ROBOT, "altra"))).isEmpty();
  }

  @Test
  void aStopIsSentWhileTheDatabaseIsDeadAndWrittenDownWhenItIsBack() throws Exception {
    Session session = running();
    CommandRecord record =
        whileTheDatabaseIsDead(
            () -> {
              CommandRecord stop =
                  done(get(sessions.command(session.id(), SARA, "stop", Map.of(), "")));
              await().until(() -> lastStep(session, stop) == Step.CONFIRMED);
              assertThat(floor.sent).containsExactly("start", "stop");
              return stop;
            });
    Instant sent = record.steps().get(0).at();
    await()
        .untilAsserted(
            () -> assertThat(audited("command.stop")).contains(record.id() + " " + micros(sent)));
    await().untilAsserted(() -> assertThat(rest(record)).isEqualTo("CONFIRMED"));
  }

  @Test
  void aTechnicianStopsAMachineWhileTheDatabaseIsDead() throws Exception {
    running();
    whileTheDatabaseIsDead(
        () -> done(get(sessions.stopMachine(FakeFloor.ROBOT, TECHNICIAN, "smoke"))));
    assertThat(floor.sent).containsExactly("start", "stop");
  }

  @Test
  void consentIsTakenBackWhileTheDatabaseIsDeadAndStaysTakenBackAfterARestart() throws Exception {
    Session session = running();
    whileTheDatabaseIsDead(
        () -> {
          Session without = done(get(sessions.withdrawConsent(session.id(), TECHNICIAN)));
          assertThat(without.consent()).isEmpty();
          await().until(() -> floor.sent.contains("stop"));
          return without;
        });
    await().untilAsserted(() -> assertThat(audited("consent.withdrawn")).isNotEmpty());
    sessions.close();
    open();
    assertThat(get(sessions.find(session.id(), SARA)).orElseThrow().consent()).isEmpty();
  }

  @Test
  void motionIsRefusedWhileItCannotBeWrittenDownAndTheSamePressIsGoodAfterwards() throws Exception {
    Session session = consented();
    String nonce = nonce();
    whileTheDatabaseIsDead(
        () -> {
          assertThat(rules(command(session, SARA, "start", nonce))).containsExactly("record");
          assertThat(floor.sent).isEmpty();
          return nonce;
        });
    done(command(session, SARA, "start", nonce));
    await().until(() -> floor.sent.contains("start"));
  }

  @Test
  void controlEndsAtTheWindowsEndWhileTheDatabaseIsDead() throws Exception {
    Session session = booked(Duration.ofSeconds(15));
    get(sessions.consent(session.id(), TECHNICIAN));
    done(command(session, SARA, "start", nonce()));
    await().until(() -> floor.sent.contains("start"));
    whileTheDatabaseIsDead(
        () -> {
          await().until(() -> floor.sent.contains("stop"));
          return assertThat(sessions.mayWatch(FakeFloor.ROBOT, "officina", CLOCK.instant()))
              .isFalse();
        });
    await().until(() -> state(session) == Session.State.ENDED);
    assertThat(get(sessions.find(session.id(), SARA)).orElseThrow().endReason())
        .contains("window-ended");
  }

  @Test
  void aWindowThatEndedWhileNobodyWatchedHasEndedForThatReason() {
    Session session = booked(Duration.ofSeconds(8));
    sessions.close();
    await().until(() -> CLOCK.instant().isAfter(session.window().to()));
    open();
    await().until(() -> state(session) == Session.State.ENDED);
    assertThat(get(sessions.find(session.id(), SARA)).orElseThrow().endReason())
        .contains("window-ended");
  }

  @Test
  void aWarningThatAKillCutShortIsEndedAndItsMotionNeverSent() {
    warnedForLong();
    Session session = consented();
    CommandRecord record = done(command(session, SARA, "start", nonce()));
    assertThat(record.step()).isEqualTo(Step.WARNING);
    await().until(() -> floor.sent.contains("beaconOn"));
    sessions.close();
    open();
    await().until(() -> floor.sent.contains("beaconOff"));
    assertThat(lastStep(session, record)).isEqualTo(Step.FAILED);
    assertThat(steps(session, record)).doesNotContain(Step.SENT);
    assertThat(floor.sent).doesNotContain("start");
  }

  @Test
  void aConsentTakenBackDuringTheWarningAndGivenAgainDoesNotCount() {
    warnedForLong();
    Session session = consented();
    CommandRecord record = done(command(session, SARA, "start", nonce()));
    await().until(() -> floor.sent.contains("beaconOn"));
    assertThat(rules(command(session, SARA, "start", nonce()))).containsExactly("busy", "warning");
    get(sessions.withdrawConsent(session.id(), TECHNICIAN));
    get(sessions.consent(session.id(), TECHNICIAN));
    await().until(() -> lastStep(session, record) == Step.FAILED);
    await().until(() -> floor.sent.contains("beaconOff"));
    assertThat(floor.sent).doesNotContain("start");
  }

  @Test
  void aWarningThatIsNotMeasuredMeansNoMotion() {
    warnedForLong();
    Session session = consented();
    floor.obeys = false;
    CommandRecord record = done(command(session, SARA, "start", nonce()));
    await().until(() -> lastStep(session, record) == Step.FAILED);
    assertThat(find(session, record).steps().get(1).detail())
        .contains("The room could not be warned");
    await().untilAsserted(() -> assertThat(audited("command.start.refused")).isNotEmpty());
    floor.obeys = true;
    await().until(() -> floor.sent.contains("beaconOff"));
    assertThat(floor.sent).doesNotContain("start");
  }

  @Test
  void theEndOfTheSessionEndsTheWarning() {
    warnedForLong();
    Session session = consented();
    done(command(session, SARA, "start", nonce()));
    await().until(() -> floor.sent.contains("beaconOn"));
    get(sessions.end(session.id(), SARA));
    await().until(() -> floor.sent.contains("beaconOff"));
    assertThat(floor.sent).doesNotContain("start");
  }

  /** For longer than any test takes. */
  private void warnedForLong() {
    String text = OwnProfiles.warned("warned-robot", 60_000);
    floor.profile = ((ProfileRead.Sound) new ProfileReader().read(text)).profile();
  }

  private Future<Outcome<CommandRecord>> found(CommandRecord stop, Actor actor) {
    return sessions.findStop(FakeFloor.ROBOT, stop.id(), actor);
  }

  /** Kills the server, keeps it from starting again until the work is done, and waits for it. */
  private <T> T whileTheDatabaseIsDead(java.util.concurrent.Callable<T> work) throws Exception {
    Path data = folder.resolve("postgres/data");
    Path needed = data.resolve("postgresql.conf");
    Path away = data.resolve("postgresql.conf.away");
    Files.move(needed, away);
    try {
      long server =
          Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
      ProcessHandle.of(server).orElseThrow().destroyForcibly();
      await().until(() -> get(database.trouble()).isPresent());
      return work.call();
    } finally {
      Files.move(away, needed);
      await().until(() -> get(database.trouble()).isEmpty());
    }
  }

  private List<String> audited(String action) {
    List<String> found = new java.util.ArrayList<>();
    get(database
            .pool()
            .preparedQuery("SELECT detail, at FROM audit WHERE action = $1 AND subject <> ''")
            .execute(io.vertx.sqlclient.Tuple.of(action)))
        .forEach(
            row ->
                found.add(
                    row.getJsonObject("detail").getString("command", "")
                        + " "
                        + row.getOffsetDateTime("at").toInstant()));
    return found;
  }

  private static Instant micros(Instant at) {
    return at.truncatedTo(java.time.temporal.ChronoUnit.MICROS);
  }

  /** Its step at rest; empty where it is not written yet. */
  private String rest(CommandRecord record) {
    String step = "";
    for (var row :
        get(
            database
                .pool()
                .preparedQuery("SELECT step FROM command WHERE id = $1")
                .execute(io.vertx.sqlclient.Tuple.of(record.id())))) {
      step = row.getString(0);
    }
    return step;
  }

  private Session booked(Duration length) {
    boolean cut = length.compareTo(Duration.ofMinutes(1)) < 0;
    if (cut) {
      // Nobody opens it before it is cut.
      sessions.close();
    }
    Instant to =
        CLOCK
            .instant()
            .plus(Duration.ofMinutes(2))
            .truncatedTo(java.time.temporal.ChronoUnit.MINUTES);
    Decision decision =
        get(
            scheduler.book(
                new BookingRequest(
                    SARA.party(),
                    List.of(FakeFloor.ROBOT),
                    Optional.empty(),
                    to,
                    "test",
                    Optional.empty()),
                SARA));
    assertThat(decision).isInstanceOf(Decision.Granted.class);
    String id = ((Decision.Granted) decision).booking().allocations().get(0).session();
    if (cut) {
      // Shorter than any rule allows, so that a test sees the end: the window is cut in the store.
      cut(id, CLOCK.instant().plus(length));
      open();
    }
    get(sessions.openDue());
    await().until(() -> state_(id) == Session.State.ACTIVE);
    return get(sessions.find(id, SARA)).orElseThrow();
  }

  private void cut(String session, Instant to) {
    get(
        database
            .pool()
            .preparedQuery(
                "UPDATE allocation SET window_to = $2, occupied = tstzrange(lower(occupied), $2) WHERE session = $1")
            .execute(io.vertx.sqlclient.Tuple.of(session, to.atOffset(java.time.ZoneOffset.UTC))));
  }

  private Session consented() {
    Session session = booked(Duration.ofMinutes(2));
    return done(get(sessions.consent(session.id(), TECHNICIAN)));
  }

  private Session running() {
    Session session = consented();
    CommandRecord record = done(command(session, SARA, "start", nonce()));
    await().until(() -> lastStep(session, record) == Step.CONFIRMED);
    return session;
  }

  private Outcome<CommandRecord> command(
      Session session, Actor actor, String command, String nonce) {
    Map<String, Object> arguments =
        command.equals("load") ? Map.of("Name", "PickAndPlace_demo") : Map.of();
    return get(sessions.command(session.id(), actor, command, arguments, nonce));
  }

  private List<CommandRecord> commands(Session session) {
    return done(get(sessions.commands(session.id(), SARA)));
  }

  private CommandRecord find(Session session, CommandRecord record) {
    return done(get(sessions.findCommand(session.id(), record.id(), SARA)));
  }

  private Step lastStep(Session session, CommandRecord record) {
    return find(session, record).step();
  }

  private List<Step> steps(Session session, CommandRecord record) {
    return find(session, record).steps().stream().map(CommandRecord.Stepped::step).toList();
  }

  private Session.State state(Session session) {
    return state_(session.id());
  }

  private Session.State state_(String id) {
    return get(sessions.find(id, SARA)).orElseThrow().state();
  }

  private static String nonce() {
    return UUID.randomUUID().toString();
  }

  private static List<String> rules(Outcome<?> outcome) {
    return outcome instanceof Outcome.Refused<?> refused
        ? refused.refusals().stream().map(Refusal::rule).toList()
        : List.of();
  }

  private static <T> T done(Outcome<T> outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    return ((Outcome.Done<T>) outcome).value();
  }

  private static <T> T get(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
