package fucina.gateway.api;

import fucina.gateway.access.Person;
import fucina.gateway.access.Preferences.Language;
import fucina.gateway.access.Preferences.Preferred;
import fucina.gateway.access.SignIns;
import fucina.gateway.access.SignIns.Attempt;
import fucina.gateway.access.SignedIn;
import fucina.gateway.access.Tickets;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Signing in and out, who I am, tickets for the live socket. */
final class SignInApi implements Resource {
  private final Parts.Access access;
  private final MachineShape machines;
  private final boolean secure;

  SignInApi(Parts.Access access, MachineShape machines, boolean secure) {
    this.access = access;
    this.machines = machines;
    this.secure = secure;
  }

  @Override
  public Map<String, Door.Work> works() {
    return Map.of(
        "signIn", this::signIn,
        "signOut", this::signOut,
        "me", call -> me(call.person()).map(Answer::ok),
        "changeMe", this::changeMe,
        "changePassword", this::changePassword,
        "createLiveTicket", this::ticket);
  }

  private Future<Answer> signIn(Call call) {
    JsonObject body = call.body();
    return access
        .signIns()
        .signIn(body.getString("email"), body.getString("password"), call.address())
        .compose(attempt -> answered(call, attempt));
  }

  private Future<Answer> answered(Call call, Attempt attempt) {
    if (attempt instanceof Attempt.Wait wait) {
      return Future.succeededFuture(Problem.tooMany(wait.left()));
    }
    if (!(attempt instanceof Attempt.In in)) {
      return Future.succeededFuture(
          Problem.notSignedIn("The e-mail or the password is not right."));
    }
    cookie(call, in.secret(), SignIns.LENGTH);
    return me(in.who().person())
        .map(
            me ->
                Answer.ok(
                    new JsonObject()
                        .put("token", in.secret())
                        .put("expiresAt", Shapes.instant(in.who().expiresAt()))
                        .put("me", me)));
  }

  private Future<Answer> signOut(Call call) {
    return access
        .signIns()
        .signOut(call.who())
        .map(
            done -> {
              cookie(call, "", Duration.ZERO);
              return Answer.nothing();
            });
  }

  private Future<JsonObject> me(Person person) {
    Optional<JsonObject> centre = person.centre().map(machines::centre).map(SignInApi::named);
    Future<List<Person>> organisation = access.people().of(person.organisation().id());
    return access
        .preferences()
        .of(person.id())
        .compose(
            wishes ->
                organisation.map(
                    all -> Shapes.me(person, all, centre).mergeIn(SignInApi.wishes(wishes))));
  }

  private static JsonObject wishes(Optional<Preferred> wishes) {
    return new JsonObject()
        .put("language", wishes.map(Preferred::language).map(Shapes::word).orElse("it"))
        .put("notices", new JsonObject().put("mail", wishes.filter(Preferred::mail).isPresent()));
  }

  private Future<Answer> changeMe(Call call) {
    JsonObject body = call.body();
    Optional<Language> language =
        Optional.ofNullable(body.getString("language"))
            .map(text -> Language.valueOf(text.toUpperCase(Locale.ROOT)));
    Optional<Boolean> mail =
        Optional.ofNullable(body.getJsonObject("notices")).map(n -> n.getBoolean("mail"));
    return access
        .preferences()
        .change(call.person(), language, mail)
        .compose(done -> me(call.person()))
        .map(Answer::ok);
  }

  private static JsonObject named(JsonObject centre) {
    return Shapes.named(centre.getString("id"), centre.getString("name"));
  }

  private Future<Answer> changePassword(Call call) {
    SignedIn who = call.who();
    if (who.kind() == SignedIn.Kind.TOKEN) {
      return Future.succeededFuture(Problem.forbidden("A token cannot change a password."));
    }
    JsonObject body = call.body();
    return access
        .signIns()
        .changePassword(who, body.getString("current"), body.getString("new"), call.address())
        .map(SignInApi::changed);
  }

  private static Answer changed(SignIns.Change change) {
    if (change instanceof SignIns.Change.Wait wait) {
      return Problem.tooMany(wait.left());
    }
    return change instanceof SignIns.Change.Changed
        ? Answer.nothing()
        : Problem.unprocessable("current", "is not the password in use");
  }

  private Future<Answer> ticket(Call call) {
    Optional<Tickets.Ticket> made = access.tickets().issue(call.who());
    return Future.succeededFuture(
        made.<Answer>map(
                ticket ->
                    Answer.created(
                        "/live?access_token=" + ticket.secret(),
                        new JsonObject()
                            .put("token", ticket.secret())
                            .put("expiresAt", Shapes.instant(ticket.expiresAt()))))
            .orElseGet(() -> Problem.tooMany(Tickets.LENGTH)));
  }

  /** Written out, because the library spells {@code HttpOnly} in capitals. */
  private void cookie(Call call, String value, Duration length) {
    call.context()
        .response()
        .putHeader(
            "Set-Cookie",
            Credential.COOKIE
                + "="
                + value
                + "; Path=/; Max-Age="
                + length.toSeconds()
                + "; HttpOnly; SameSite=Strict"
                + (secure ? "; Secure" : ""));
  }
}
