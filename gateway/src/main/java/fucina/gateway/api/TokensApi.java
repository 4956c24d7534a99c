package fucina.gateway.api;

import fucina.gateway.access.Scope;
import fucina.gateway.access.SignedIn;
import fucina.gateway.access.Tokens;
import fucina.gateway.access.Tokens.ApiToken;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;

/** A person's API tokens. */
final class TokensApi implements Resource {
  private static final Duration USUAL = Duration.ofDays(90);
  private static final Duration LONGEST = Duration.ofDays(366);

  private final Tokens tokens;
  private final InstantSource clock;

  TokensApi(Tokens tokens, InstantSource clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  @Override
  public Map<String, Door.Work> works() {
    return Map.of("listTokens", this::list, "createToken", this::make, "revokeToken", this::revoke);
  }

  private Future<Answer> list(Call call) {
    return tokens
        .list(call.person())
        .map(all -> Page.cut(all, call, ApiToken::id, TokensApi::shape));
  }

  private Future<Answer> make(Call call) {
    if (call.who().kind() == SignedIn.Kind.TOKEN) {
      return Future.succeededFuture(
          Problem.forbidden("A token cannot make tokens; sign in with the password."));
    }
    Instant now = clock.instant();
    Instant expires = call.bodyInstant("expiresAt").orElse(now.plus(USUAL));
    if (!expires.isAfter(now) || expires.isAfter(now.plus(LONGEST))) {
      return Future.succeededFuture(
          Problem.invalid("expiresAt", "must be later than now and at most 366 days ahead"));
    }
    JsonObject body = call.body();
    Scope scope = Scope.valueOf(body.getString("scope").toUpperCase(Locale.ROOT));
    return tokens
        .make(call.who(), body.getString("name"), scope, expires)
        .map(
            made ->
                Answer.created(
                    "/tokens/" + made.token().id(),
                    shape(made.token()).put("token", made.secret())));
  }

  private Future<Answer> revoke(Call call) {
    String id = call.path("token");
    return tokens
        .revoke(call.who(), id)
        .map(revoked -> revoked ? Answer.nothing() : Problem.notFound("token " + id));
  }

  private static JsonObject shape(ApiToken token) {
    return new JsonObject()
        .put("id", token.id())
        .put("name", token.name())
        .put("scope", Shapes.word(token.scope()))
        .put("createdAt", Shapes.instant(token.createdAt()))
        .put("expiresAt", Shapes.instant(token.expiresAt()))
        .put("lastUsedAt", Shapes.instant(token.lastUsedAt()));
  }
}
