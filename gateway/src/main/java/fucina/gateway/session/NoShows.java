package fucina.gateway.session;

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
    MachineState state = room.floor.state(live.session().machine());
    if (state == MachineState.RUNNING || state == MachineState.HELD) {
      live.someoneCame();
    }
    Instant now = room.clock.instant();
    boolean over = live.keptUntil().filter(until -> !until.isAfter(now)).isPresent();
    if (over && live.session().state() == State.ACTIVE && nobodyCame(live.session().booking())) {
      ending.end(live, Scheduler.NO_SHOW, Actor.GATEWAY);
    }
  }

  private boolean nobodyCame(String booking) {
    return room.live().stream()
        .filter(each -> each.session().booking().equals(booking))
        .noneMatch(LiveSession::came);
  }
}
