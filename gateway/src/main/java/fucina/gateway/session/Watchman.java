package fucina.gateway.session;

import fucina.gateway.link.LinkState;
import fucina.gateway.session.Session.State;
import fucina.profiles.Command.Kind;
import fucina.profiles.End;
import fucina.profiles.MachineState;
import fucina.scheduler.Actor;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every live session a few times a second: ends those whose time is over, notes when
 * motion began and ended by measurement, feeds watchdogs, and opens what is due. Every look is a
 * condition, so a late one catches up.
 */
final class Watchman {
  private static final Logger LOG = LoggerFactory.getLogger(Watchman.class);
  private static final long LOOK_MS = 200;
  private static final int LOOKS_A_SECOND = 5;

  /** How long an attended machine may move with nobody at the desk before it is stopped. */
  static final Duration UNATTENDED = Duration.ofSeconds(30);

  private final SessionRoom room;
  private final Opening opening;
  private final Ending ending;
  private final NoShows noShows;
  private long looks;
  private boolean unopened;
  private long timer = -1;

  Watchman(SessionRoom room, Opening opening, Ending ending) {
    this.room = room;
    this.opening = opening;
    this.ending = ending;
    this.noShows = new NoShows(room, ending);
  }

  void start() {
    timer = room.vertx.setPeriodic(LOOK_MS, ignored -> room.serial(this::look));
  }

  void stop() {
    room.vertx.cancelTimer(timer);
  }

  private Future<Void> look() {
    boolean secondly = looks++ % LOOKS_A_SECOND == 0;
    for (LiveSession live : room.live()) {
      ending.endIfOver(live);
      if (live.motion().isPresent()) {
        follow(live);
      }
      if (secondly) {
        noShows.look(live);
        // A link that was made anew knows nothing of what was wanted of the one before.
        room.hold(live);
      }
      if (secondly && live.motion().isPresent()) {
        room.floor.feedWatchdog(live.session().machine());
      }
    }
    room.missed.look(MissedStops.by(room, ending));
    if (secondly) {
      opening.openDue().onComplete(opened -> notOpened(opened.cause()));
    }
    return Future.succeededFuture();
  }

  /** Said once, not every second for as long as the database is away. */
  private void notOpened(@Nullable Throwable fault) {
    if (fault != null && !unopened) {
      LOG.warn("sessions that are due cannot be opened: {}", fault.getMessage());
    }
    unopened = fault != null;
  }

  private void follow(LiveSession live) {
    String machine = live.session().machine();
    Motion motion = live.motion().orElseThrow();
    MachineState state = room.floor.state(machine);
    boolean moving = state == MachineState.RUNNING || state == MachineState.HELD;
    if (moving && !motion.seen()) {
      live.motion(Optional.of(motion.measured()));
    } else if (!moving && motion.seen() && room.floor.link(machine).state() == LinkState.ONLINE) {
      if (state == MachineState.FAULT) {
        faulted(live);
      } else {
        over(live);
      }
    } else if (moving && unattended(live)) {
      ending.stopMotion(live, "presence-lost");
    }
  }

  /**
   * A fault ends the consent: somebody must look before anything moves again. Whether the motion is
   * over it does not say: a robot held by its emergency stop may go on when that is released.
   */
  private void faulted(LiveSession live) {
    if (live.session().consent().isEmpty()) {
      return;
    }
    Session without =
        live.session().withdrawn(new Session.Consent(Actor.GATEWAY.person(), room.clock.instant()));
    room.change(live, without);
    Told told = room.told(Actor.GATEWAY, "consent.ended", new JsonObject().put("reason", "fault"));
    room.write(
        "consent of " + without.id(), () -> room.table.save(live.session(), live.motion(), told));
  }

  /**
   * The machine came to rest by itself: what starts it again is not this session's unless pressed
   * again.
   */
  private void over(LiveSession live) {
    live.motion(Optional.empty());
    room.write(
        "motion of " + live.session().id(), () -> room.table.save(live.session(), live.motion()));
  }

  private boolean unattended(LiveSession live) {
    boolean attendedAlways =
        room.floor
            .machine(live.session().machine())
            .flatMap(machine -> machine.profile().end())
            .filter(end -> end.attended() == End.Attended.ALWAYS)
            .isPresent();
    Instant last = live.present().orElseGet(() -> live.motion().orElseThrow().since());
    return attendedAlways
        && live.session().state() == State.ACTIVE
        && stopNotPressed(live)
        && Duration.between(last, room.clock.instant()).compareTo(UNATTENDED) > 0;
  }

  /** One stop at a time: the next is pressed when the last is known to have failed. */
  private boolean stopNotPressed(LiveSession live) {
    return live.commands().values().stream()
        .filter(command -> !command.over())
        .noneMatch(
            command ->
                room.floor
                    .machine(command.machine())
                    .flatMap(machine -> machine.profile().command(command.command()))
                    .filter(known -> known.kind() == Kind.STOP)
                    .isPresent());
  }
}
