package fucina.gateway.api;

import fucina.gateway.access.SignedIn;
import fucina.gateway.session.CommandRecord;
import fucina.gateway.session.Session;
import fucina.scheduler.Actor;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one watcher of the live socket may see; used on the socket's event loop. */
final class Sight {
  private static final int REMEMBERED_AT_MOST = 1_000;

  private final Parts parts;
  private final Actor actor;
  private final Map<String, Boolean> known = new HashMap<>();

  Sight(Parts parts, SignedIn who) {
    this.parts = parts;
    this.actor = who.actor();
  }

  Actor actor() {
    return actor;
  }

  /** Whether values of a machine may be shown at this instant; safe on any thread. */
  boolean values(String machine) {
    return staffOf(machine)
        || parts.lab().sessions().mayWatch(machine, actor.organisation(), parts.clock().instant());
  }

  /** When the own window on a machine began; empty for staff, who see all. */
  Future<Optional<Instant>> since(String machine) {
    return staffOf(machine)
        ? Future.succeededFuture(Optional.empty())
        : OwnWindow.since(parts.lab().sessions(), machine, actor.organisation()).map(Optional::of);
  }

  boolean session(Session session) {
    return actor.staff()
        ? staffOf(session.machine())
        : session.party().organisation().equals(actor.organisation());
  }

  /** The session of a machine that runs now, where it may be seen. */
  Optional<Session> running(String machine) {
    return parts.lab().sessions().on(machine).filter(this::session);
  }

  /**
   * Whether alarms of a machine may be shown now: to staff of its centre, and to who holds its
   * running window.
   */
  Optional<Since> alarms(String machine) {
    if (actor.staff()) {
      return staffOf(machine) ? Optional.of(new Since(Optional.empty())) : Optional.empty();
    }
    return values(machine)
        ? running(machine)
            .map(session -> session.startedAt().orElse(session.window().from()))
            .map(begin -> new Since(Optional.of(begin)))
        : Optional.empty();
  }

  /**
   * Since when things may be known.
   *
   * @param own when the own window began; empty for staff, who see all
   */
  record Since(Optional<Instant> own) {}

  Future<Boolean> command(CommandRecord command) {
    String session = command.session();
    if (session.isEmpty()) {
      return Future.succeededFuture(
          staffOf(command.machine()) || (!actor.staff() && values(command.machine())));
    }
    @Nullable Boolean before = known.get(session);
    if (before != null) {
      return Future.succeededFuture(before);
    }
    return parts
        .lab()
        .sessions()
        .find(session, actor)
        .map(Optional::isPresent)
        .onSuccess(sees -> remember(session, sees));
  }

  private void remember(String session, boolean sees) {
    if (known.size() >= REMEMBERED_AT_MOST) {
      known.clear();
    }
    known.put(session, sees);
  }

  private boolean staffOf(String machine) {
    return parts
        .lab()
        .registry()
        .machine(machine)
        .filter(found -> actor.staffOf(found.centre()))
        .isPresent();
  }

  static String noWindow(String machine) {
    return "Values of "
        + machine
        + " are for the organisation whose window is running; book it with POST /api/v1/bookings.";
  }
}
