package fucina.scheduler;

import fucina.scheduler.Ledger.PolicyVersion;
import fucina.scheduler.Policy.Scope;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where policies are set and ended; what is booked stays as it was granted. */
public final class Policies {
  private final BookingStore store;
  private final Grants grants;

  Policies(BookingStore store, Grants grants) {
    this.store = store;
    this.grants = grants;
  }

  /** What became of a change. */
  public sealed interface Written {
    /** It is as asked. */
    record Done(Policy policy) implements Written {}

    /** It has changed since the caller read it. */
    record Stale(long version) implements Written {}

    /** There is none to end. */
    record None() implements Written {}
  }

  /** Those in force, by scope, then by organisation. */
  public Future<List<Policy>> inForce() {
    return store.policies();
  }

  /**
   * Sets a policy in place of the one in force in its scope for its organisation.
   *
   * @param read the version the caller read, 0 for none; empty where any will do
   * @param terms what it says from now on
   * @param centre id of the centre it concerns, for the audit; empty for the network
   */
  public Future<Written> set(
      Scope scope,
      Optional<String> organisation,
      Optional<Long> read,
      Terms terms,
      Optional<String> centre,
      Actor actor) {
    return store.write(
        ledger ->
            ledger
                .policy(scope, organisation)
                .compose(
                    newest -> {
                      long now = newest.policy().isPresent() ? newest.version() : 0;
                      return read.filter(version -> version != now).isPresent()
                          ? Future.succeededFuture(new Written.Stale(now))
                          : written(
                              ledger,
                              policy(scope, organisation, newest, terms, actor),
                              false,
                              centre,
                              actor);
                    }));
  }

  /** Ends a policy: from then on the one for everybody counts, or none. */
  public Future<Written> withdraw(
      Scope scope, Optional<String> organisation, Optional<String> centre, Actor actor) {
    return store.write(
        ledger ->
            ledger
                .policy(scope, organisation)
                .compose(
                    newest ->
                        newest
                            .policy()
                            .map(
                                policy ->
                                    written(
                                        ledger,
                                        policy(scope, organisation, newest, policy.terms(), actor),
                                        true,
                                        centre,
                                        actor))
                            .orElseGet(() -> Future.succeededFuture(new Written.None()))));
  }

  private Policy policy(
      Scope scope, Optional<String> organisation, PolicyVersion newest, Terms terms, Actor actor) {
    return new Policy(
        scope, organisation, newest.version() + 1, terms, actor.person(), grants.now());
  }

  private static Future<Written> written(
      Ledger ledger, Policy policy, boolean withdrawn, Optional<String> centre, Actor actor) {
    AuditEntry line =
        new AuditEntry(
            policy.setAt(),
            actor,
            centre,
            withdrawn ? "policy.withdrawn" : "policy.set",
            policy.scope().text(),
            Map.of("organisation", policy.organisation().orElse(""), "version", policy.version()));
    return ledger
        .append(policy, withdrawn)
        .compose(done -> ledger.append(line))
        .map(new Written.Done(policy));
  }
}
