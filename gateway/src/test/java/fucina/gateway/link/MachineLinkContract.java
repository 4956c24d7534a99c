package fucina.gateway.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fucina.gateway.Patience;
import fucina.gateway.link.MachineLink.Answer;
import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Command;
import fucina.profiles.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every link promises, whatever it speaks; against a real machine on a real wire. */
@Timeout(400)
public abstract class MachineLinkContract {
  protected static final Duration PATIENCE = Patience.LONG;

  protected final FakeIntake intake = new FakeIntake();
  protected final List<LinkStatus> seen = new CopyOnWriteArrayList<>();
  protected Bench bench;
  protected MachineLink link;

  /** A machine, its wire and the makers of its link. */
  public interface Bench extends AutoCloseable {
    MachineLink link(FakeIntake intake, Consumer<LinkStatus> onStatus);

    /** A signal that changes by itself all the time. */
    String lively();

    /** A command the machine takes now. */
    Command taken();

    /** Its arguments. */
    Map<String, Value> arguments();

    /** A command the machine refuses now; empty where its wire has no answer to refuse by. */
    Optional<Call> refused();

    /** The machine's server, or its broker, goes away and comes back. */
    void restart() throws Exception;

    /** The line between us and it. */
    Wire wire();

    /** What the threads of this link are called. */
    String threads();

    @Override
    void close() throws Exception;
  }

  /** A command with its arguments. */
  public record Call(Command command, Map<String, Value> arguments) {}

  protected abstract Bench bench() throws Exception;

  @BeforeEach
  void open() throws Exception {
    bench = bench();
    link = bench.link(intake, seen::add);
  }

  @AfterEach
  void shut() throws Exception {
    intake.release();
    link.close();
    bench.close();
  }

  protected void startAndWait() {
    link.start();
    await().atMost(PATIENCE).until(() -> link.status().state() == LinkState.ONLINE);
    await().atMost(PATIENCE).until(() -> intake.last(bench.lively()).isPresent());
  }

  protected Answer answer(CompletableFuture<Answer> future) throws Exception {
    return future.get(60, TimeUnit.SECONDS);
  }

  @Test
  void valuesArriveGoodAndInTime() {
    Instant begun = Instant.now();
    startAndWait();
    await().atMost(PATIENCE).until(() -> intake.of(bench.lively()).size() > 5);
    assertThat(intake.last(bench.lively()))
        .get()
        .satisfies(r -> assertThat(r.quality()).isEqualTo(Quality.GOOD))
        .satisfies(
            r ->
                assertThat(r.time())
                    .isBetween(begun.minusSeconds(5), Instant.now().plusSeconds(2)));
    assertThat(intake.of(bench.lively()).stream().map(Reading::time)).isSorted();
  }

  @Test
  void whileNothingBecomesDurableTheLinkTakesLittleAndStaysOnline() {
    startAndWait();
    intake.hold();
    await().atMost(PATIENCE).until(() -> intake.heldOffers() > 0);
    Patience.holds(
        Duration.ofSeconds(3),
        () -> link.status().state() == LinkState.ONLINE && intake.heldOffers() <= 1000);
    int before = intake.of(bench.lively()).size();
    intake.release();
    await().atMost(PATIENCE).until(() -> intake.of(bench.lively()).size() > before + 5);
  }

  @Test
  void aCommandTheMachineTakesIsAccepted() throws Exception {
    startAndWait();
    assertThat(answer(link.execute(bench.taken(), bench.arguments(), "job-1")))
        .isInstanceOf(Answer.Accepted.class);
  }

  @Test
  void aCommandTheMachineRefusesIsRejectedInItsWords() throws Exception {
    Optional<Call> refused = bench.refused();
    Assumptions.assumeTrue(
        refused.isPresent(), "this wire has no answer by which a machine could refuse");
    startAndWait();
    Call call = refused.orElseThrow();
    assertThat(answer(link.execute(call.command(), call.arguments(), "job-2")))
        .isInstanceOfSatisfying(
            Answer.Rejected.class, rejected -> assertThat(rejected.detail()).isNotBlank());
  }

  @Test
  void aCommandNobodyAnswersIsUnansweredAtItsTimeout() throws Exception {
    startAndWait();
    bench.wire().goDumb();
    Command impatient = within(bench.taken(), Duration.ofMillis(300));
    assertThat(answer(link.execute(impatient, bench.arguments(), "job-3")))
        .isInstanceOf(Answer.Unanswered.class);
  }

  @Test
  void aCommandWithoutALinkIsNotSentAndNotKept() throws Exception {
    assertThat(answer(link.execute(bench.taken(), bench.arguments(), "job-4")))
        .isInstanceOf(Answer.NotSent.class);
    startAndWait();
    bench.wire().cut();
    await().atMost(PATIENCE).until(() -> link.status().state() != LinkState.ONLINE);
    assertThat(answer(link.execute(bench.taken(), bench.arguments(), "job-5")))
        .isInstanceOf(Answer.NotSent.class);
  }

  @Test
  void itComesBackByItselfAfterARestart() throws Exception {
    startAndWait();
    bench.restart();
    Instant back = Instant.now();
    await()
        .atMost(PATIENCE)
        .until(() -> intake.lastIs(bench.lively(), r -> r.time().isAfter(back)));
    await().atMost(PATIENCE).until(() -> link.status().state() == LinkState.ONLINE);
    assertThat(seen).extracting(LinkStatus::state).contains(LinkState.ONLINE);
  }

  @Test
  void itNoticesALineThatWentDumbAndComesBack() {
    startAndWait();
    bench.wire().goDumb();
    await().atMost(PATIENCE.multipliedBy(2)).until(() -> link.status().state() != LinkState.ONLINE);
    assertThat(link.status().detail()).isNotBlank();
    bench.wire().mend();
    Instant mended = Instant.now();
    await()
        .atMost(PATIENCE.multipliedBy(2))
        .until(() -> intake.lastIs(bench.lively(), r -> r.time().isAfter(mended)));
  }

  @Test
  void nobodyAtTheAddressIsUnreachable() {
    bench.wire().cut();
    link.start();
    await().atMost(PATIENCE).until(() -> link.status().state() == LinkState.UNREACHABLE);
    assertThat(link.status().detail()).contains("127.0.0.1");
    bench.wire().mend();
    await().atMost(PATIENCE).until(() -> link.status().state() == LinkState.ONLINE);
  }

  @Test
  void closingFreesItsThreads() {
    startAndWait();
    link.close();
    assertThat(link.status().state()).isEqualTo(LinkState.STOPPED);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith(bench.threads())));
    int after = intake.durable().size();
    Patience.holds(Duration.ofMillis(500), () -> intake.durable().size() == after);
  }

  /** The same command with another patience. */
  protected static Command within(Command command, Duration timeout) {
    return new Command(
        command.name(),
        command.title(),
        command.kind(),
        command.arguments(),
        command.consentRequired(),
        command.preconditions(),
        command.confirmation(),
        timeout,
        command.statusWords(),
        command.address());
  }
}
