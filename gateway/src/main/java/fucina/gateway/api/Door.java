package fucina.gateway.api;

import fucina.gateway.access.Scope;
import fucina.gateway.access.SignedIn;
import fucina.scheduler.Actor.Capacity;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way into every operation: who is it, does it come from our pages, may this role, is the
 * request as the file says; only then the operation itself. Runs on the event loop.
 */
final class Door {
  private static final Logger LOG = LoggerFactory.getLogger(Door.class);

  private final Parts.Access access;
  private final Origins origins;

  /** Operations that a ticket opens, and that stream what a page of another site must not read. */
  private static final Set<String> LIVE = Set.of("live", "liveEvents");

  Door(Parts.Access access, Origins origins) {
    this.access = access;
    this.origins = origins;
  }

  /** What an operation does. */
  @FunctionalInterface
  interface Work {
    Future<Answer> answer(Call call);
  }

  /** The handler of one operation. */
  Handler<RoutingContext> to(Contract.Operation operation, Work work) {
    Set<Capacity> roles =
        Roles.of(operation.id())
            .orElseThrow(
                () -> new IllegalStateException("nobody is allowed to call " + operation.id()));
    return context ->
        admitted(operation, roles, context)
            .compose(
                admitted ->
                    admitted instanceof Admitted.In in
                        ? checked(operation, work, context, in.who())
                        : Future.<Answer>succeededFuture(((Admitted.Out) admitted).problem()))
            .onSuccess(answer -> Answers.write(context, answer))
            .onFailure(fault -> Answers.fault(context, fault));
  }

  /** Whether a caller is let in. */
  private sealed interface Admitted {
    record In(Optional<SignedIn> who) implements Admitted {}

    record Out(Problem problem) implements Admitted {}
  }

  private Future<Answer> checked(
      Contract.Operation operation, Work work, RoutingContext context, Optional<SignedIn> who) {
    Checks.Checked checked = operation.checks().check(context);
    return checked instanceof Checks.Checked.Sound sound
        ? work.answer(new Call(context, who, sound))
        : Future.succeededFuture(((Checks.Checked.Unsound) checked).problem());
  }

  private Future<Admitted> admitted(
      Contract.Operation operation, Set<Capacity> roles, RoutingContext context) {
    HttpServerRequest request = context.request();
    boolean live = LIVE.contains(operation.id());
    Credential credential = Credential.of(request, live);
    boolean byBrowser = credential instanceof Credential.Session || operation.open();
    if (byBrowser && (changes(request) || live) && !origins.ours(request)) {
      LOG.warn("refused a request of {} that came from another site", operation.id());
      return out(Problem.forbidden("The request comes from another site than our own pages."));
    }
    if (operation.open()) {
      return Future.succeededFuture(new Admitted.In(Optional.empty()));
    }
    return known(credential)
        .map(
            who ->
                who.map(known -> role(operation, roles, request, known))
                    .orElseGet(() -> new Admitted.Out(nobody(credential))));
  }

  private static Admitted role(
      Contract.Operation operation, Set<Capacity> roles, HttpServerRequest request, SignedIn who) {
    if (who.scope() == Scope.READ && changes(request)) {
      return new Admitted.Out(
          Problem.forbidden("This token may only read; make one with scope operate."));
    }
    if (!roles.contains(who.person().capacity())) {
      return new Admitted.Out(
          Problem.forbidden(
              "As "
                  + Shapes.word(who.person().capacity())
                  + " you may not do this; it is for: "
                  + String.join(", ", roles.stream().map(Shapes::word).toList())
                  + "."));
    }
    return new Admitted.In(Optional.of(who));
  }

  private Future<Optional<SignedIn>> known(Credential credential) {
    if (credential instanceof Credential.Bearer bearer) {
      return access.signIns().authenticate(bearer.secret());
    }
    if (credential instanceof Credential.Session session) {
      return access.signIns().authenticate(session.secret());
    }
    if (credential instanceof Credential.Ticket ticket) {
      return redeemed(ticket);
    }
    return Future.succeededFuture(Optional.empty());
  }

  /** A ticket is void with the sign-in it was made under. */
  private Future<Optional<SignedIn>> redeemed(Credential.Ticket ticket) {
    Optional<SignedIn> who = access.tickets().redeem(ticket.secret());
    if (who.isEmpty()) {
      return Future.succeededFuture(who);
    }
    return access.signIns().holds(who.get()).map(holds -> holds ? who : Optional.empty());
  }

  private static Problem nobody(Credential credential) {
    if (credential instanceof Credential.None) {
      return Problem.notSignedIn("Sign in with POST /api/v1/sign-in.");
    }
    if (credential instanceof Credential.Malformed) {
      return Problem.notSignedIn("Authorization must read: Bearer, a space, and the token.");
    }
    return credential instanceof Credential.Ticket
        ? Problem.notSignedIn("The ticket is used up or older than a minute; get a new one.")
        : Problem.notSignedIn(
            "The sign-in or token is not known here, or no longer; sign in again.");
  }

  private static Future<Admitted> out(Problem problem) {
    return Future.succeededFuture(new Admitted.Out(problem));
  }

  private static boolean changes(HttpServerRequest request) {
    return request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD;
  }
}
