package fucina.gateway.registry;

import fucina.gateway.registry.MachineTable.Kept;
import fucina.gateway.registry.Registry.Taken;
import fucina.profiles.AllowLists;
import fucina.scheduler.Actor;
import fucina.scheduler.Scheduler;
import io.vertx.core.Future;
import java.util.Optional;

/** Puts a machine on the books: at rest, in memory, before the scheduler, and on the line. */
record Enrolment(
    MachineTable table, MachineShelf machines, MachineLinks links, Scheduler scheduler) {
  /**
   * Writes a machine that is new or was changed, and lets it hold.
   *
   * @return the machine as it stands; fails with {@link Taken} where another published machine is
   *     commanded at the same points
   */
  Future<Machine> keep(Kept kept, Actor actor, String action) {
    Machine machine = kept.machine();
    Kept before = machines.get(machine.id());
    AllowLists approved = before == null ? AllowLists.NONE : before.machine().allowLists();
    Optional<Machine> other =
        MachineLinks.same(before, kept)
            ? Optional.empty()
            : links.take(kept).flatMap(machines::machine);
    if (other.isPresent()) {
      return Future.failedFuture(new Taken(other.get().id(), other.get().centre()));
    }
    return table
        .machine(kept, approved, actor, action)
        .onFailure(fault -> links.settle(machine.id(), before))
        .compose(
            done -> {
              machines.put(kept);
              links.settle(machine.id(), kept);
              if (!machine.published()) {
                return Future.<Void>succeededFuture();
              }
              return MachineLinks.same(before, kept)
                  ? scheduler.machine(machines.asItStands(machine).bookable())
                  : connect(kept);
            })
        .map(done -> machines.asItStands(machine));
  }

  /** Tells the scheduler of a machine and starts its link; nothing of a draft. */
  Future<Void> connect(Kept kept) {
    if (!kept.machine().published()) {
      return Future.succeededFuture();
    }
    return scheduler
        .machine(machines.asItStands(kept.machine()).bookable())
        .compose(done -> links.start(kept));
  }
}
