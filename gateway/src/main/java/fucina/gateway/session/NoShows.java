package fucina.gateway.session;

import fucina.gateway.link.LinkState;
import fucina.gateway.session.Session.State;
import fucina.profiles.MachineState;
import fucina.scheduler.Actor;
import fucina.scheduler.Scheduler;
import java.time.Instant;

/**
 * Gives windows back that nobody comes to, where a policy says how long they are kept. Whoever of
 * the organisation joins, commands or watches has come, and so has somebody where the machine was
 * measured working; who comes to one machine of a booking has come to all of them.
 */
final class NoShows {
  private final SessionRoom room;
  private final Ending ending;

  NoShows(SessionRoom room, Ending ending) {
    this.room = room;
    this.ending = ending;
  }

  void look(LiveSession live) {
    String machine = live.session().machine();
    MachineState state = room.floor.state(machine);
    if (state == MachineState.RUNNING || state == MachineState.HELD) {
      room.someoneCame(live);
    }
    // What is not heard may be working: it is judged when it is heard again.
    boolean heard = room.floor.link(machine).state() == LinkState.ONLINE;
    Instant now = room.clock.instant();
    boolean over = live.keptUntil().filter(until -> !until.isAfter(now)).isPresent();
    if (over
        && heard
        && live.session().state() == State.ACTIVE
        && !room.cameTo(live.session().booking())) {
      ending.end(live, Scheduler.NO_SHOW, Actor.GATEWAY);
    }
  }
}
