package fucina.gateway.api;

import fucina.gateway.access.People;
import fucina.gateway.access.Person;
import fucina.gateway.session.CommandRecord;
import fucina.gateway.session.Outcome;
import fucina.gateway.session.Session;
import fucina.gateway.session.Sessions;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Sessions: joined, consented to, commanded, ended. */
final class SessionsApi implements Resource {
  private final Sessions sessions;
  private final People people;
  private final SessionShape shape;

  SessionsApi(Sessions sessions, People people, SessionShape shape) {
    this.sessions = sessions;
    this.people = people;
    this.shape = shape;
  }

  @Override
  public Map<String, Door.Work> works() {
    return Map.ofEntries(
        Map.entry("listSessions", this::list),
        Map.entry("getSession", this::get),
        Map.entry("joinSession", call -> session(sessions.join(id(call), call.actor()))),
        Map.entry("attendSession", this::attend),
        Map.entry("endSession", call -> session(sessions.end(id(call), call.actor()))),
        Map.entry("extendSession", this::extend),
        Map.entry("handOver", this::handOver),
        Map.entry("giveConsent", call -> session(sessions.consent(id(call), call.actor()))),
        Map.entry(
            "withdrawConsent", call -> session(sessions.withdrawConsent(id(call), call.actor()))),
        Map.entry("sendCommand", this::send),
        Map.entry("listCommands", this::commands),
        Map.entry("getCommand", this::command));
  }

  /** What the live socket's {@code present} says, where no socket gets through. */
  private Future<Answer> attend(Call call) {
    sessions.present(id(call), call.actor());
    return sessions
        .find(id(call), call.actor())
        .map(
            found ->
                found
                    .<Answer>map(session -> Answer.nothing())
                    .orElseGet(() -> Problem.notFound("session " + id(call))));
  }

  private static String id(Call call) {
    return call.path("session");
  }

  private Future<Answer> list(Call call) {
    int limit = call.number("limit");
    return sessions
        .list(call.actor(), call.flag("active"), limit + 1, call.text("after"))
        .map(found -> Answer.ok(Page.of(found, limit, Session::id, shape::session).json()));
  }

  private Future<Answer> get(Call call) {
    return sessions
        .find(id(call), call.actor())
        .map(
            found ->
                found
                    .<Answer>map(session -> Answer.ok(shape.session(session)))
                    .orElseGet(() -> Problem.notFound("session " + id(call))));
  }

  private Future<Answer> extend(Call call) {
    Duration by = Duration.ofMinutes(call.body().getInteger("minutes"));
    return session(sessions.extend(id(call), call.actor(), by));
  }

  /** To a colleague by id or e-mail; whether they may take over is the session's to say. */
  private Future<Answer> handOver(Call call) {
    String to = call.body().getString("to");
    Future<Optional<Person>> colleague = to.contains("@") ? people.byEmail(to) : people.byId(to);
    return colleague.compose(
        found ->
            found
                .filter(
                    person ->
                        person.organisation().id().equals(call.actor().organisation())
                            && person.capacity() == call.actor().capacity())
                .map(person -> session(sessions.handOver(id(call), call.actor(), person.id())))
                .orElseGet(
                    () ->
                        sessions
                            .find(id(call), call.actor())
                            .map(session -> noColleague(session, id(call)))));
  }

  private static Answer noColleague(Optional<Session> session, String id) {
    return session.isPresent()
        ? Problem.unprocessable("to", "is nobody of your organisation who may operate")
        : Problem.notFound("session " + id);
  }

  private Future<Answer> send(Call call) {
    JsonObject body = call.body();
    return sessions
        .command(
            id(call),
            call.actor(),
            body.getString("command"),
            body.getJsonObject("arguments", new JsonObject()).getMap(),
            body.getString("nonce", ""))
        .map(outcome -> Outcomes.of(outcome, this::sent));
  }

  private Answer sent(CommandRecord command) {
    return Answer.json(202, shape.command(command))
        .with("Location", "/api/v1/sessions/" + command.session() + "/commands/" + command.id());
  }

  private Future<Answer> commands(Call call) {
    return sessions
        .commands(id(call), call.actor())
        .map(
            outcome ->
                Outcomes.of(
                    outcome, all -> Page.cut(all, call, CommandRecord::id, shape::command)));
  }

  private Future<Answer> command(Call call) {
    return sessions
        .findCommand(id(call), call.path("command"), call.actor())
        .map(outcome -> Outcomes.of(outcome, found -> Answer.ok(shape.command(found))));
  }

  private Future<Answer> session(Future<Outcome<Session>> outcome) {
    return outcome.map(known -> Outcomes.of(known, session -> Answer.ok(shape.session(session))));
  }
}
