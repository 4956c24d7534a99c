package fucina.gateway.api;

import fucina.gateway.link.LinkFault;
import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.NodeBrowser.Unfound;
import fucina.gateway.link.TrustFolder;
import fucina.gateway.registry.Registry;
import fucina.gateway.registry.Registry.Draft;
import fucina.gateway.registry.Registry.Invalid;
import fucina.scheduler.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where machines are tried out: a few at once, a person one or two, on threads that may wait for
 * machines.
 */
final class TrialDesk implements AutoCloseable {
  private static final int AT_ONCE = 8;
  private static final int EACH = 3;
  private static final Duration AGAIN = Duration.ofSeconds(5);

  private final Registry registry;
  private final OwnMachines machines;
  private final WorkerExecutor workers;
  private final AtomicInteger busy = new AtomicInteger();
  private final Map<String, Integer> byPerson = new ConcurrentHashMap<>();

  TrialDesk(Vertx vertx, Registry registry) {
    this.registry = registry;
    this.machines = new OwnMachines(registry);
    this.workers = vertx.createSharedWorkerExecutor("trials", AT_ONCE, 2, TimeUnit.MINUTES);
  }

  /** What is done with a connection; may wait. */
  @FunctionalInterface
  interface Work {
    Answer done(LinkSettings settings) throws LinkFault, Unfound, InterruptedException;
  }

  /** Of a registered machine or of a connection, as the body says: one of the two. */
  Future<Answer> ofBody(Call call, Work work) {
    JsonObject body = call.body();
    Optional<String> machine = Optional.ofNullable(body.getString("machine"));
    boolean connection = body.containsKey("connection");
    if (machine.isPresent() == connection) {
      return Future.succeededFuture(
          Problem.invalid(
              connection ? "connection" : "machine",
              connection
                  ? "leave it out where a machine is given"
                  : "give the id of a registered machine, or a connection"));
    }
    // What it is does not matter for looking around; only the address is used.
    JsonObject address = body.copy();
    address.remove("profile");
    return machine.isPresent()
        ? machines.kept(call, machine.get(), known -> of(call, machine, new JsonObject(), work))
        : of(call, machine, address, work);
  }

  /** Of a machine, with what the body says in its stead. */
  Future<Answer> of(Call call, Optional<String> machine, JsonObject body, Work work) {
    Future<LinkSettings> settings;
    try {
      JsonObject asked = new JsonObject();
      List.of("profile", "connection")
          .forEach(
              field -> {
                if (body.containsKey(field)) {
                  asked.put(field, body.getValue(field));
                }
              });
      Draft draft = MachineDraft.of(asked, Optional.empty());
      settings = registry.settings(machine, draft);
    } catch (Invalid invalid) {
      settings = Future.failedFuture(invalid);
    }
    return settings
        .map(known -> machine.isPresent() ? known : draft(call, known))
        .compose(known -> run(call.actor().person(), known, work))
        .recover(TrialDesk::explained);
  }

  /** What is not registered yet is named after whose technician tries it, and where. */
  private static LinkSettings draft(Call call, LinkSettings settings) {
    return settings.endpoint().startsWith("opc.tcp:")
        ? settings.named(TrustFolder.draft(call.actor().centre().orElse(""), settings.endpoint()))
        : settings;
  }

  private Future<Answer> run(String person, LinkSettings settings, Work work) {
    int mine = byPerson.merge(person, 1, Integer::sum);
    int all = busy.incrementAndGet();
    Future<Answer> answer =
        mine > EACH || all > AT_ONCE
            ? Future.succeededFuture(Problem.tooMany(AGAIN))
            : workers.executeBlocking(() -> work.done(settings), false);
    return answer.onComplete(
        done -> {
          busy.decrementAndGet();
          byPerson.computeIfPresent(person, (who, count) -> count > 1 ? count - 1 : null);
        });
  }

  private static Future<Answer> explained(Throwable fault) {
    if (fault instanceof Invalid invalid) {
      return Future.succeededFuture(Problem.unprocessable(invalid.reasons()));
    }
    if (fault instanceof Unfound unfound) {
      return Future.succeededFuture(Problem.unprocessable(unfound.field(), unfound.sentence()));
    }
    if (fault instanceof LinkFault link) {
      return Future.succeededFuture(
          Problem.refused(
              List.of(
                  new Refusal(
                      Shapes.word(link.state()), "a connection", "none", link.sentence()))));
    }
    return Future.failedFuture(fault);
  }

  @Override
  public void close() {
    workers.close();
  }
}
