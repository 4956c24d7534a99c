package fucina.gateway.api;

import fucina.gateway.registry.Machine;
import fucina.gateway.registry.Registry;
import fucina.gateway.registry.Registry.Draft;
import fucina.gateway.registry.Registry.Invalid;
import fucina.gateway.registry.Registry.Taken;
import fucina.gateway.session.Sessions;
import fucina.scheduler.Refusal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Machines: found, registered, changed, stopped. */
final class MachinesApi implements Resource {
  private final Registry registry;
  private final OwnMachines machines;
  private final MachineHolds holds;
  private final Sessions sessions;
  private final MachineShape shape;
  private final SessionShape commands;

  MachinesApi(Parts parts, MachineShape shape, SessionShape commands) {
    Parts.Lab lab = parts.lab();
    this.registry = lab.registry();
    this.machines = new OwnMachines(registry);
    this.holds = new MachineHolds(lab.scheduler(), lab.problems(), lab.sessions(), parts.clock());
    this.sessions = lab.sessions();
    this.shape = shape;
    this.commands = commands;
  }

  @Override
  public Map<String, Door.Work> works() {
    return Map.of(
        "listMachines", this::list,
        "getMachine", this::get,
        "registerMachine", this::register,
        "changeMachine", this::change,
        "retireMachine", this::retire,
        "stopMachine", this::stop,
        "getStop", this::pressed);
  }

  private Future<Answer> list(Call call) {
    List<Machine> found =
        registry.machines().stream()
            .filter(machine -> OwnMachines.sees(machine, call.actor()))
            .filter(machine -> matches(machine, call))
            .sorted(Comparator.comparing(Machine::id))
            .toList();
    return Future.succeededFuture(
        Page.cut(found, call, Machine::id, machine -> shape.of(machine, call.actor())));
  }

  private static boolean matches(Machine machine, Call call) {
    return call.text("family").map(machine.profile().family()::equals).orElse(true)
        && call.text("capability").map(machine.profile().capabilities()::contains).orElse(true)
        && call.text("centre").map(machine.centre()::equals).orElse(true)
        && call.text("q").map(words -> mentions(machine, words)).orElse(true);
  }

  private static boolean mentions(Machine machine, String words) {
    String all =
        String.join(
                " ",
                machine.id(),
                machine.name(),
                machine.centre(),
                machine.profile().title().en(),
                machine.profile().title().it(),
                machine.profile().family(),
                String.join(" ", machine.profile().capabilities()))
            .toLowerCase(Locale.ROOT);
    return List.of(words.toLowerCase(Locale.ROOT).strip().split("\\s+")).stream()
        .allMatch(all::contains);
  }

  private Future<Answer> get(Call call) {
    return machines.with(
        call, machine -> Future.succeededFuture(Answer.ok(shape.of(machine, call.actor()))));
  }

  private Future<Answer> register(Call call) {
    String id = call.body().getString("id");
    String centre = call.body().getString("centre");
    if (!OwnMachines.keeps(call.actor(), centre)) {
      return Future.succeededFuture(OwnMachines.notOurs(centre));
    }
    if (registry.machine(id).isPresent()) {
      return Future.succeededFuture(
          Problem.refused(
              List.of(
                  new Refusal(
                      "unique-id",
                      "an id of its own",
                      id,
                      "There is a machine " + id + " already."))));
    }
    return drafted(
        () -> registry.register(MachineDraft.of(call.body(), Optional.empty()), call.actor()),
        machine -> Answer.created("/machines/" + machine.id(), shape.of(machine, call.actor())));
  }

  private Future<Answer> change(Call call) {
    JsonObject body = call.body();
    boolean moves = body.containsKey("connection") || body.containsKey("profile");
    boolean returns = Boolean.TRUE.equals(body.getBoolean("inService"));
    return machines.kept(
        call,
        machine ->
            holds
                .held(machine, moves ? "changed" : "")
                .compose(
                    refusals -> {
                      List<Refusal> all = new ArrayList<>(refusals);
                      holds.consentedTo(machine, body).ifPresent(all::add);
                      if (returns) {
                        holds.stopping(machine).ifPresent(all::add);
                      }
                      return all.isEmpty()
                          ? changed(call, machine)
                          : Future.succeededFuture(Problem.refused(all));
                    }));
  }

  private Future<Answer> changed(Call call, Machine machine) {
    return drafted(
        () -> {
          Draft draft = MachineDraft.of(call.body(), Optional.of(machine.rules()));
          return registry.change(machine.id(), draft, call.actor());
        },
        changed -> Answer.ok(shape.of(changed, call.actor())));
  }

  private Future<Answer> retire(Call call) {
    return machines.kept(
        call,
        machine ->
            holds
                .held(machine, "retired")
                .compose(
                    refusals ->
                        refusals.isEmpty()
                            ? registry
                                .retire(machine.id(), call.actor())
                                .map(done -> Answer.nothing())
                            : Future.succeededFuture(Problem.refused(refusals))));
  }

  private Future<Answer> stop(Call call) {
    String reason = call.body().getString("reason", "");
    return machines.with(
        call,
        machine ->
            sessions
                .stopMachine(machine.id(), call.actor(), reason)
                .map(
                    outcome ->
                        Outcomes.of(
                            outcome,
                            sent ->
                                Answer.json(202, commands.command(sent))
                                    .with(
                                        "Location",
                                        "/api/v1/machines/"
                                            + machine.id()
                                            + "/stops/"
                                            + sent.id()))));
  }

  private Future<Answer> pressed(Call call) {
    return machines.with(
        call,
        machine ->
            sessions
                .findStop(machine.id(), call.path("command"), call.actor())
                .map(outcome -> Outcomes.of(outcome, found -> Answer.ok(commands.command(found)))));
  }

  private static Future<Answer> drafted(
      Supplier<Future<Machine>> work, Function<Machine, Answer> answer) {
    Future<Machine> done;
    try {
      done = work.get();
    } catch (Invalid invalid) {
      done = Future.failedFuture(invalid);
    }
    return done.map(answer)
        .recover(
            fault -> {
              if (fault instanceof Invalid invalid) {
                return Future.succeededFuture(Problem.unprocessable(invalid.reasons()));
              }
              return fault instanceof Taken taken
                  ? Future.succeededFuture(taken(taken))
                  : Future.failedFuture(fault);
            });
  }

  private static Problem taken(Taken taken) {
    return Problem.refused(
        List.of(
            new Refusal(
                "machine-taken",
                "one published machine that is commanded there",
                taken.machine(),
                "Machine "
                    + taken.machine()
                    + " of centre "
                    + taken.centre()
                    + " is commanded at this very address already; a physical machine is published"
                    + " once. Retire that one first, or take a profile without commands to read"
                    + " only.")));
  }
}
