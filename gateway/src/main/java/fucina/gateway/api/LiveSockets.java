package fucina.gateway.api;

import fucina.gateway.access.SignedIn;
import fucina.gateway.registry.Registry;
import fucina.gateway.session.SessionEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Validator;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/**
 * All live connections: opened here, told here of sessions and of machines' states, and closed when
 * the sign-in behind them ends. Values reach each through its own feed.
 */
final class LiveSockets implements Resource, AutoCloseable {
  private static final int ONE_PERSON_AT_MOST = 24;
  private static final int ALL_AT_MOST = 5_000;
  private static final long LOOK_MILLIS = 500;
  private static final long PING_MILLIS = 15_000;
  private static final long BEAT_MILLIS = 5_000;
  private static final long RECHECK_MILLIS = 30_000;

  private final Vertx vertx;
  private final Parts parts;
  private final LiveSocket.Rooms rooms;
  private final Set<LiveSocket> open = ConcurrentHashMap.newKeySet();
  private final ConcurrentMap<String, MachineNow> states = new ConcurrentHashMap<>();
  private final Set<Long> timers = new HashSet<>();

  LiveSockets(Vertx vertx, Parts parts, SessionShape shape, Validator messages) {
    this.vertx = vertx;
    this.parts = parts;
    this.rooms =
        new LiveSocket.Rooms(
            parts,
            shape,
            messages,
            new LiveResume(vertx, parts.values().store()),
            new LiveStates(parts.lab().registry(), parts.values().hub(), this::turned),
            new SharedFrames());
  }

  /** A machine's state and link, as the wire writes them. */
  record MachineNow(String state, String link) {
    static MachineNow of(Registry registry, String machine) {
      return new MachineNow(
          Shapes.word(registry.state(machine)), Shapes.word(registry.link(machine).state()));
    }
  }

  /** Begins to listen to sessions and sign-ins. */
  void start() {
    parts.lab().sessions().onEvent(this::event);
    parts.values().hub().onReadings(rooms.states()::committed);
    parts.lab().links().onStatus((machine, status) -> turned(machine));
    parts.lab().alarms().onChange(change -> each(socket -> socket.alarm(change)));
    parts.access().signIns().onEnded(this::ended);
    timers.add(vertx.setPeriodic(LOOK_MILLIS, timer -> look()));
    timers.add(vertx.setPeriodic(PING_MILLIS, timer -> each(LiveSocket::ping)));
    timers.add(vertx.setPeriodic(BEAT_MILLIS, timer -> beat()));
    timers.add(vertx.setPeriodic(RECHECK_MILLIS, timer -> each(LiveSocket::recheck)));
  }

  @Override
  public Map<String, Door.Work> works() {
    return Map.of("live", this::open, "liveEvents", this::events);
  }

  @Override
  public void close() {
    timers.forEach(vertx::cancelTimer);
    each(LiveSocket::goAway);
    rooms.resume().close();
  }

  private Future<Answer> open(Call call) {
    HttpServerRequest request = call.context().request();
    if (!request.canUpgradeToWebSocket()) {
      return Future.succeededFuture(Problem.upgradeRequired());
    }
    SignedIn who = call.who();
    if (crowded(who)) {
      return Future.succeededFuture(Problem.tooMany(Duration.ofSeconds(10)));
    }
    return request
        .toWebSocket()
        .map(
            socket -> {
              LiveSocket live = opened(new LiveLine.Socket(socket), who);
              socket.closeHandler(closed -> gone(live));
              live.listen(socket);
              return new Answer.Taken();
            });
  }

  /** The same over one answer without end; what a socket's client says first is in the address. */
  private Future<Answer> events(Call call) {
    LiveMessage message = LiveMessage.of(call.text("request").orElseThrow(), rooms.messages());
    if (message instanceof LiveMessage.Misread misread) {
      return Future.succeededFuture(
          Problem.invalid(List.of(new Problem.Wrong("request", misread.detail()))));
    }
    if (crowded(call.who())) {
      return Future.succeededFuture(Problem.tooMany(Duration.ofSeconds(10)));
    }
    HttpServerResponse response = call.context().response();
    // Compression, and a proxy's buffer, would hold events back.
    response
        .setChunked(true)
        .putHeader("Content-Type", LiveLine.Events.TYPE)
        .putHeader("Content-Encoding", "identity")
        .putHeader("X-Accel-Buffering", "no");
    LiveSocket live = opened(new LiveLine.Events(response), call.who());
    response.closeHandler(closed -> gone(live));
    response.endHandler(ended -> gone(live));
    response.writeHead();
    live.understood((LiveMessage.Understood) message);
    return Future.succeededFuture(new Answer.Taken());
  }

  private boolean crowded(SignedIn who) {
    long own = open.stream().filter(socket -> socket.of(who.person())).count();
    return own >= ONE_PERSON_AT_MOST || open.size() >= ALL_AT_MOST;
  }

  private LiveSocket opened(LiveLine line, SignedIn who) {
    LiveSocket live = new LiveSocket(line, vertx.getOrCreateContext(), who, rooms);
    open.add(live);
    return live;
  }

  private void gone(LiveSocket live) {
    open.remove(live);
    live.gone();
  }

  private void beat() {
    JsonObject heartbeat = LiveFrames.heartbeat(parts.clock().instant());
    each(socket -> socket.beat(heartbeat));
  }

  private void event(SessionEvent event) {
    each(socket -> socket.event(event));
  }

  private void ended(String signIn) {
    each(socket -> socket.signedOut(signIn));
  }

  private void turned(String machine) {
    if (states.containsKey(machine)) {
      turned(machine, MachineNow.of(parts.lab().registry(), machine));
    }
  }

  /** A machine's state or link is another now. */
  private void turned(String machine, MachineNow now) {
    states.put(machine, now);
    each(socket -> socket.looked(Map.of(machine, now)));
  }

  /** Looks whether any watched machine's state or link has changed. */
  private void look() {
    Set<String> watched = new HashSet<>();
    open.forEach(socket -> watched.addAll(socket.machines()));
    states.keySet().retainAll(watched);
    rooms.states().retain(watched);
    Map<String, MachineNow> changed = new HashMap<>();
    for (String machine : watched) {
      MachineNow now = MachineNow.of(parts.lab().registry(), machine);
      if (!now.equals(states.put(machine, now))) {
        changed.put(machine, now);
      }
    }
    each(socket -> socket.looked(changed));
  }

  private void each(Consumer<LiveSocket> work) {
    open.forEach(socket -> socket.context().runOnContext(go -> work.accept(socket)));
  }
}
