package fucina.gateway.api;

import fucina.gateway.access.Person;
import fucina.gateway.access.Scope;
import fucina.gateway.access.SignedIn;
import fucina.gateway.alarm.AlarmChange;
import fucina.gateway.api.LiveSockets.MachineNow;
import fucina.gateway.session.Session;
import fucina.gateway.session.SessionEvent;
import fucina.gateway.telemetry.Feed;
import fucina.gateway.telemetry.Frame;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Validator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One live connection, whatever carries it. All of it runs on its own event loop, but {@link
 * #frame}, which the feeds' thread calls; a value is looked at once more there, so that none leaves
 * after the window's last instant.
 */
final class LiveSocket implements Feed.Sink {
  private static final Logger LOG = LoggerFactory.getLogger(LiveSocket.class);
  private static final int MISSED_PINGS_AT_MOST = 3;
  private static final int UNREAD_BEATS_AT_MOST = 12;
  private static final short TRY_AGAIN_LATER = 1013;
  private static final short SIGNED_OUT = 4001;
  private static final short GOING_AWAY = 1001;

  private final LiveLine line;
  private final Context context;
  private final SignedIn who;
  private final Rooms rooms;
  private final Sight sight;
  private final Feed feed;
  private final LiveQueue queue;
  private final LiveAlarms alarms;
  private final LiveWatches watches;
  private Future<Void> commands = Future.succeededFuture();
  private int unanswered;
  private int unread;

  LiveSocket(LiveLine line, Context context, SignedIn who, Rooms rooms) {
    this.line = line;
    this.context = context;
    this.who = who;
    this.rooms = rooms;
    this.sight = new Sight(rooms.parts(), who);
    this.feed = rooms.parts().values().feeds().open(this);
    this.queue = new LiveQueue(line);
    this.alarms = new LiveAlarms(queue, rooms.parts(), sight, new AlarmShape(rooms.shape()));
    this.watches = new LiveWatches(this, rooms, sight, feed, alarms);
  }

  /** What a connection works with. */
  record Rooms(
      Parts parts,
      SessionShape shape,
      Validator messages,
      LiveResume resume,
      LiveStates states,
      SharedFrames frames) {}

  Context context() {
    return context;
  }

  boolean of(Person person) {
    return who.person().id().equals(person.id());
  }

  Set<String> machines() {
    return watches.machines();
  }

  boolean closed() {
    return line.closed();
  }

  /** Listens to what a WebSocket's client says. */
  void listen(ServerWebSocket socket) {
    socket.textMessageHandler(this::message);
    socket.binaryMessageHandler(bytes -> misread("Send JSON as text, not binary."));
    socket.pongHandler(pong -> unanswered = 0);
    socket.exceptionHandler(fault -> LOG.debug("a live socket broke: {}", fault.toString()));
  }

  void gone() {
    watches.gone();
  }

  void goAway() {
    line.close(GOING_AWAY, "the gateway is stopping");
  }

  /** Only a WebSocket's client can answer; of the others the heartbeat finds out. */
  void ping() {
    if (line instanceof LiveLine.Socket && ++unanswered > MISSED_PINGS_AT_MOST) {
      line.close(GOING_AWAY, "no answer");
    } else {
      line.ping();
    }
  }

  /** Tells that the line carries, whatever the machines do; ends one that was full for long. */
  void beat(JsonObject heartbeat) {
    if (!line.full()) {
      unread = 0;
      send(heartbeat);
    } else if (++unread > UNREAD_BEATS_AT_MOST) {
      line.close(TRY_AGAIN_LATER, "nothing is read");
    }
  }

  /** Whether the sign-in behind it still holds: it may have been ended in another process. */
  void recheck() {
    rooms
        .parts()
        .access()
        .signIns()
        .holds(who)
        .map(holds -> holds ? "" : who.id())
        .onSuccess(this::signedOut);
  }

  void signedOut(String signIn) {
    if (signIn.equals(who.id())) {
      gone();
      send(LiveFrames.closed(null, "signed-out"));
      line.close(SIGNED_OUT, "signed out");
    }
  }

  private void message(String text) {
    LiveMessage message = LiveMessage.of(text, rooms.messages());
    if (message instanceof LiveMessage.Understood understood) {
      understood(understood);
    } else {
      misread(((LiveMessage.Misread) message).detail());
    }
  }

  /** Does what a watcher asked. */
  void understood(LiveMessage.Understood asked) {
    asked.rate().ifPresent(feed::rate);
    asked.unsubscribe().forEach(watches::unsubscribe);
    asked.subscribe().forEach(watches::subscribe);
    asked
        .present()
        .filter(session -> who.scope() == Scope.OPERATE)
        .ifPresent(id -> rooms.parts().lab().sessions().present(id, who.actor()));
  }

  /** States that changed; and windows that are over, should their event have been lost. */
  void looked(Map<String, MachineNow> changed) {
    for (String id : watches.withValues()) {
      if (!sight.values(id)) {
        watches.over(id, "window-ended");
      }
    }
    for (String id : List.copyOf(watches.machines())) {
      @Nullable MachineNow now = changed.get(id);
      if (now != null) {
        queue.offer(LiveFrames.state(id, now, shape(sight.running(id))));
      }
    }
  }

  void event(SessionEvent event) {
    if (!watches.has(event.machine())) {
      return;
    }
    if (event instanceof SessionEvent.Closed end) {
      if (end.organisation().equals(sight.actor().organisation())) {
        watches.over(end.machine(), end.reason());
      }
    } else if (event instanceof SessionEvent.Changed change) {
      if (sight.session(change.session())) {
        state(change.machine(), Optional.of(change.session()));
      }
    } else if (event instanceof SessionEvent.Commanded commanded) {
      command(commanded);
    }
  }

  void alarm(AlarmChange change) {
    alarms.changed(change);
  }

  /** Steps are sent in their order, though whether they may be seen is looked up. */
  private void command(SessionEvent.Commanded event) {
    JsonObject frame = LiveFrames.command(rooms.shape().command(event.command()));
    commands =
        commands
            .compose(before -> sight.command(event.command()))
            .onSuccess(
                sees -> {
                  if (sees) {
                    context.runOnContext(go -> queue.offer(frame));
                  }
                })
            .<Void>mapEmpty()
            .recover(fault -> Future.succeededFuture());
  }

  private void misread(String detail) {
    send(LiveFrames.refused(Optional.empty(), "message", detail));
  }

  /** How a machine and the session that runs on it stand. */
  void state(String machine) {
    state(machine, sight.running(machine));
  }

  private void state(String machine, Optional<Session> session) {
    if (watches.has(machine)) {
      MachineNow now = MachineNow.of(rooms.parts().lab().registry(), machine);
      queue.offer(LiveFrames.state(machine, now, shape(session)));
    }
  }

  private @Nullable JsonObject shape(Optional<Session> session) {
    return session.map(rooms.shape()::session).orElse(null);
  }

  void send(JsonObject frame) {
    if (!line.closed()) {
      line.write(frame.encode());
    }
  }

  @Override
  public boolean ready() {
    return !line.closed() && !line.full();
  }

  @Override
  public void frame(Frame frame) {
    Optional<OwnWindow> own = watches.shown(frame);
    if (own.isPresent() && !line.closed()) {
      rooms.frames().values(frame, own.get()).ifPresent(line::write);
      if (frame.missed() > 0) {
        send(LiveFrames.missed(frame.machine(), frame.missed()));
      }
    }
  }
}
