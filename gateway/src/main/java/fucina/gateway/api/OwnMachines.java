package fucina.gateway.api;

import fucina.gateway.registry.Machine;
import fucina.gateway.registry.Registry;
import fucina.scheduler.Actor;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Function;

/** Machines as the one who asks may reach them: a draft is there for staff of its centre only. */
record OwnMachines(Registry registry) {

  Optional<Machine> seen(String id, Actor actor) {
    return registry.machine(id).filter(machine -> sees(machine, actor));
  }

  static boolean sees(Machine machine, Actor actor) {
    return machine.published() || actor.staffOf(machine.centre());
  }

  /** Work on a machine that exists. */
  Future<Answer> with(Call call, Function<Machine, Future<Answer>> work) {
    return with(call, call.path("machine"), work);
  }

  /** Work on a machine that exists, named anywhere in the request. */
  Future<Answer> with(Call call, String id, Function<Machine, Future<Answer>> work) {
    return seen(id, call.actor())
        .map(work)
        .orElseGet(() -> Future.succeededFuture(Problem.notFound("machine " + id)));
  }

  /** Work on a machine of a centre whose technician asks. */
  Future<Answer> kept(Call call, Function<Machine, Future<Answer>> work) {
    return kept(call, call.path("machine"), work);
  }

  Future<Answer> kept(Call call, String id, Function<Machine, Future<Answer>> work) {
    return with(
        call,
        id,
        machine ->
            keeps(call.actor(), machine.centre())
                ? work.apply(machine)
                : Future.succeededFuture(notOurs(machine.centre())));
  }

  static boolean keeps(Actor actor, String centre) {
    return actor.technicianOf(centre) || actor.capacity() == Actor.Capacity.ADMINISTRATOR;
  }

  static Problem notOurs(String centre) {
    return Problem.forbidden("Only a technician of centre " + centre + " may do this.");
  }
}
