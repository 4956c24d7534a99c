package fucina.gateway.api;

import fucina.gateway.session.CommandRecord;
import fucina.gateway.session.CommandRecord.Step;
import fucina.gateway.session.CommandRecord.Stepped;
import fucina.gateway.session.Outcome;
import fucina.gateway.session.Session;
import fucina.gateway.session.Session.State;
import fucina.gateway.session.SessionEvent;
import fucina.gateway.session.Sessions;
import fucina.scheduler.Actor;
import fucina.scheduler.Due;
import fucina.scheduler.Refusal;
import fucina.scheduler.Scheduler;
import fucina.scheduler.Window;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Sessions in memory of what a real scheduler has granted; every command is confirmed at once. */
final class FakeSessions implements Sessions {
  private final Scheduler scheduler;
  private final InstantSource clock;
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();
  private final Map<String, List<CommandRecord>> commands = new ConcurrentHashMap<>();
  private final List<Consumer<SessionEvent>> listeners = new CopyOnWriteArrayList<>();
  final List<String> present = new CopyOnWriteArrayList<>();
  volatile boolean consentNeeded;

  FakeSessions(Scheduler scheduler, InstantSource clock) {
    this.scheduler = scheduler;
    this.clock = clock;
  }

  @Override
  public Future<Void> openDue() {
    return scheduler
        .due()
        .onSuccess(
            all ->
                all.forEach(
                    due -> sessions.computeIfAbsent(due.allocation().session(), id -> begun(due))))
        .mapEmpty();
  }

  private Session begun(Due due) {
    return new Session(
        due.allocation().session(),
        due.booking().id(),
        due.allocation().machine(),
        due.booking().party(),
        due.allocation().window(),
        State.ACTIVE,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        1,
        Optional.of(due.allocation().window().from()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The window of a machine's session is over. */
  void windowEnds(String machine, String reason) {
    sessions.values().stream()
        .filter(session -> session.machine().equals(machine) && session.state() == State.ACTIVE)
        .toList()
        .forEach(
            session -> {
              change(session.id(), s -> with(s, State.ENDED, s.operator(), s.consent()));
              emit(new SessionEvent.Closed(machine, session.party().organisation(), reason));
            });
  }

  @Override
  public Future<Optional<Session>> find(String id, Actor actor) {
    return Future.succeededFuture(visible(id, actor));
  }

  private Optional<Session> visible(String id, Actor actor) {
    return Optional.ofNullable(sessions.get(id))
        .filter(
            session ->
                actor.staffOf("made")
                    || session.party().organisation().equals(actor.organisation()));
  }

  @Override
  public Optional<Session> on(String machine) {
    return sessions.values().stream()
        .filter(session -> session.machine().equals(machine) && session.state() == State.ACTIVE)
        .findFirst();
  }

  @Override
  public Future<List<Session>> list(
      Actor actor, boolean activeOnly, int limit, Optional<String> after) {
    return Future.succeededFuture(
        sessions.values().stream()
            .filter(session -> visible(session.id(), actor).isPresent())
            .filter(session -> !activeOnly || session.state() == State.ACTIVE)
            .limit(limit)
            .toList());
  }

  @Override
  public Future<Outcome<Session>> join(String id, Actor actor) {
    return on(id, actor, s -> with(s, s.state(), Optional.of(actor.person()), s.consent()));
  }

  @Override
  public Future<Outcome<Session>> handOver(String id, Actor actor, String toPerson) {
    return on(id, actor, s -> with(s, s.state(), Optional.of(toPerson), s.consent()));
  }

  @Override
  public Future<Outcome<Session>> end(String id, Actor actor) {
    return on(id, actor, s -> with(s, State.ENDED, s.operator(), s.consent()));
  }

  @Override
  public Future<Outcome<Session>> extend(String id, Actor actor, Duration by) {
    return on(id, actor, s -> s);
  }

  @Override
  public Future<Outcome<Session>> consent(String id, Actor actor) {
    if (!actor.technicianOf("made")) {
      return Future.succeededFuture(new Outcome.Forbidden<>("Only a technician of made."));
    }
    Session.Consent consent = new Session.Consent(actor.person(), clock.instant());
    return on(id, actor, s -> with(s, s.state(), s.operator(), Optional.of(consent)));
  }

  @Override
  public Future<Outcome<Session>> withdrawConsent(String id, Actor actor) {
    return on(id, actor, s -> with(s, s.state(), s.operator(), Optional.empty()));
  }

  @Override
  public Future<Outcome<CommandRecord>> command(
      String id, Actor actor, String command, Map<String, Object> arguments, String nonce) {
    Optional<Session> session = visible(id, actor);
    if (session.isEmpty()) {
      return Future.succeededFuture(new Outcome.NotFound<>("session " + id));
    }
    if (command.equals("fly")) {
      return Future.succeededFuture(new Outcome.NotFound<>("command fly"));
    }
    if (arguments.containsKey("Nme")) {
      return Future.succeededFuture(new Outcome.BadArgument<>("Nme", "is no argument of load"));
    }
    if (consentNeeded && session.get().consent().isEmpty()) {
      return Future.succeededFuture(
          new Outcome.Refused<>(
              List.of(
                  new Refusal("consent", "given", "none", "The technician has not consented."))));
    }
    return Future.succeededFuture(
        new Outcome.Done<>(record(id, session.get().machine(), command, arguments, actor)));
  }

  private CommandRecord record(
      String session, String machine, String command, Map<String, Object> arguments, Actor actor) {
    Instant now = clock.instant();
    CommandRecord sent =
        new CommandRecord(
            UUID.randomUUID().toString(),
            session,
            machine,
            command,
            arguments,
            actor.person(),
            Step.SENT,
            List.of(new Stepped(Step.SENT, now, "")));
    CommandRecord confirmed =
        new CommandRecord(
            sent.id(),
            session,
            machine,
            command,
            arguments,
            actor.person(),
            Step.CONFIRMED,
            List.of(new Stepped(Step.SENT, now, ""), new Stepped(Step.CONFIRMED, now, "measured")));
    commands.computeIfAbsent(session, any -> new ArrayList<>()).add(confirmed);
    emit(new SessionEvent.Commanded(sent));
    emit(new SessionEvent.Commanded(confirmed));
    return sent;
  }

  @Override
  public Future<Outcome<List<CommandRecord>>> commands(String id, Actor actor) {
    return Future.succeededFuture(
        visible(id, actor).isEmpty()
            ? new Outcome.NotFound<>("session " + id)
            : new Outcome.Done<>(List.copyOf(commands.getOrDefault(id, List.of()))));
  }

  @Override
  public Future<Outcome<CommandRecord>> findCommand(String id, String commandId, Actor actor) {
    return Future.succeededFuture(
        commands.getOrDefault(id, List.of()).stream()
            .filter(record -> record.id().equals(commandId) && visible(id, actor).isPresent())
            .<Outcome<CommandRecord>>map(Outcome.Done::new)
            .findFirst()
            .orElseGet(() -> new Outcome.NotFound<>("command " + commandId)));
  }

  @Override
  public Future<Outcome<CommandRecord>> stopMachine(String machine, Actor actor, String reason) {
    return Future.succeededFuture(
        actor.staffOf("made")
            ? new Outcome.Done<>(record("", machine, "stop", Map.of(), actor))
            : new Outcome.Forbidden<>("Only a technician of the machine's centre may stop it."));
  }

  @Override
  public Future<Outcome<CommandRecord>> findStop(String machine, String commandId, Actor actor) {
    return Future.succeededFuture(
        commands.getOrDefault("", List.of()).stream()
            .filter(record -> record.id().equals(commandId) && record.machine().equals(machine))
            .<Outcome<CommandRecord>>map(Outcome.Done::new)
            .findFirst()
            .orElseGet(() -> new Outcome.NotFound<>("stop " + commandId)));
  }

  @Override
  public void present(String id, Actor actor) {
    present.add(id);
  }

  @Override
  public Future<List<Window>> readable(String machine, String organisation) {
    return Future.succeededFuture(
        sessions.values().stream()
            .filter(s -> s.machine().equals(machine))
            .filter(s -> s.party().organisation().equals(organisation))
            .map(
                s ->
                    new Window(
                        s.window().from(), s.endedAt().orElse(clock.instant().plusMillis(1))))
            .sorted((a, b) -> a.from().compareTo(b.from()))
            .toList());
  }

  @Override
  public boolean mayWatch(String machine, String organisation, Instant now) {
    return sessions.values().stream()
        .anyMatch(
            s ->
                s.machine().equals(machine)
                    && s.party().organisation().equals(organisation)
                    && s.state() == State.ACTIVE
                    && s.window().contains(now));
  }

  @Override
  public void onEvent(Consumer<SessionEvent> listener) {
    listeners.add(listener);
  }

  private void emit(SessionEvent event) {
    listeners.forEach(listener -> listener.accept(event));
  }

  private Future<Outcome<Session>> on(String id, Actor actor, UnaryOperator<Session> change) {
    if (visible(id, actor).isEmpty()) {
      return Future.succeededFuture(new Outcome.NotFound<>("session " + id));
    }
    return Future.succeededFuture(new Outcome.Done<>(change(id, change)));
  }

  private Session change(String id, UnaryOperator<Session> change) {
    Session now = sessions.compute(id, (any, before) -> change.apply(before));
    emit(new SessionEvent.Changed(now));
    return now;
  }

  private Session with(
      Session s, State state, Optional<String> operator, Optional<Session.Consent> consent) {
    return new Session(
        s.id(),
        s.booking(),
        s.machine(),
        s.party(),
        s.window(),
        state,
        operator,
        consent,
        s.withdrawal(),
        s.fencing() + 1,
        s.startedAt(),
        state == State.ENDED ? Optional.of(clock.instant()) : s.endedAt(),
        s.endReason(),
        s.endOutcome());
  }
}
