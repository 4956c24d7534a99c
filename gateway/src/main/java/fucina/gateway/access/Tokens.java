package fucina.gateway.access;

import fucina.scheduler.postgres.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** API tokens: long-lived secrets for a person's programs. */
public final class Tokens {
  private final People people;
  private final SignIns signIns;
  private final Database database;

  public Tokens(People people, SignIns signIns) {
    this.people = people;
    this.signIns = signIns;
    this.database = people.database();
  }

  /**
   * An API token, without its secret.
   *
   * @param name what its owner calls it
   * @param lastUsedAt to the minute; empty where it was never used
   */
  public record ApiToken(
      String id,
      String name,
      Scope scope,
      Instant createdAt,
      Instant expiresAt,
      Optional<Instant> lastUsedAt) {}

  /**
   * A token just made.
   *
   * @param secret shown this once
   */
  public record Made(ApiToken token, String secret) {}

  public Future<Made> make(SignedIn owner, String name, Scope scope, Instant expiresAt) {
    String secret = Secret.fresh(Secret.TOKEN);
    ApiToken token =
        new ApiToken(
            Secret.id(), name, scope, people.clock().instant(), expiresAt, Optional.empty());
    return database
        .inTransaction(
            sql ->
                sql.preparedQuery(
                        "INSERT INTO api_token (id, secret_hash, person, name, scope, created_at,"
                            + " expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)")
                    .execute(
                        Tuple.of(
                            token.id(),
                            Secret.hash(secret),
                            owner.person().id(),
                            name,
                            scope.name(),
                            token.createdAt().atOffset(ZoneOffset.UTC),
                            expiresAt.atOffset(ZoneOffset.UTC)))
                    .compose(
                        done ->
                            people.audit(
                                sql,
                                owner.actor(),
                                "token.made",
                                token.id(),
                                Map.of("name", name, "scope", scope.name()))))
        .map(done -> new Made(token, secret));
  }

  /** A person's tokens that were not revoked, newest first. */
  public Future<List<ApiToken>> list(Person owner) {
    return database
        .pool()
        .preparedQuery(
            "SELECT id, name, scope, created_at, expires_at, last_used_at FROM api_token WHERE"
                + " person = $1 AND revoked_at IS NULL ORDER BY created_at DESC, id")
        .execute(Tuple.of(owner.id()))
        .map(rows -> rows.stream().map(Tokens::token).toList());
  }

  /**
   * Revokes a token at once.
   *
   * @return false where the person has no such token
   */
  public Future<Boolean> revoke(SignedIn owner, String id) {
    return database
        .inTransaction(
            sql ->
                sql.preparedQuery(
                        "UPDATE api_token SET revoked_at = $3 WHERE id = $1 AND person = $2 AND"
                            + " revoked_at IS NULL")
                    .execute(Tuple.of(id, owner.person().id(), people.now()))
                    .compose(
                        rows ->
                            rows.rowCount() == 0
                                ? Future.succeededFuture(false)
                                : people
                                    .audit(sql, owner.actor(), "token.revoked", id, Map.of())
                                    .map(true)))
        .onSuccess(
            revoked -> {
              if (revoked) {
                signIns.ended(id);
              }
            });
  }

  private static ApiToken token(Row row) {
    return new ApiToken(
        row.getString("id"),
        row.getString("name"),
        Scope.valueOf(row.getString("scope")),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("expires_at").toInstant(),
        Optional.ofNullable(row.getOffsetDateTime("last_used_at")).map(OffsetDateTime::toInstant));
  }
}
