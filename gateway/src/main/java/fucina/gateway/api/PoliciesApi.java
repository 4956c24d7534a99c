package fucina.gateway.api;

import fucina.gateway.access.Directory;
import fucina.gateway.access.Organisation;
import fucina.gateway.registry.Centre;
import fucina.gateway.registry.Machine;
import fucina.gateway.registry.Registry;
import fucina.scheduler.Actor;
import fucina.scheduler.Policies;
import fucina.scheduler.Policies.Written;
import fucina.scheduler.Policy;
import fucina.scheduler.Policy.Scope;
import fucina.scheduler.Terms;
import io.vertx.core.Future;
import java.time.DateTimeException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** House rules of the network, of a centre, of a machine: who may hold how much. */
final class PoliciesApi implements Resource {
  private final Policies policies;
  private final Directory directory;
  private final Registry registry;
  private final PolicyShape shape;

  PoliciesApi(Parts parts, SessionShape names) {
    this.policies = parts.lab().scheduler().policies();
    this.directory = parts.access().directory();
    this.registry = parts.lab().registry();
    this.shape = new PolicyShape(names);
  }

  @Override
  public Map<String, Door.Work> works() {
    return Map.of(
        "listPolicies", this::list,
        "getPolicy", this::get,
        "setPolicy", this::set,
        "withdrawPolicy", this::withdraw);
  }

  /** A place for a policy that the caller may set. */
  private record Place(Scope scope, Optional<String> organisation, Optional<String> centre) {}

  private Future<Answer> list(Call call) {
    return visible(call)
        .map(all -> Page.cut(all, call, PolicyShape::key, policy -> shape.policy(policy)));
  }

  private Future<Answer> get(Call call) {
    return visible(call)
        .map(
            all ->
                all.stream()
                    .filter(policy -> policy.scope().text().equals(call.path("scope")))
                    .filter(policy -> policy.organisation().equals(call.text("organisation")))
                    .findFirst()
                    .<Answer>map(this::whole)
                    .orElseGet(() -> none(call)));
  }

  /** Those for everybody, those of one's own organisation, and for staff those of their centre. */
  private Future<List<Policy>> visible(Call call) {
    Actor actor = call.actor();
    return policies
        .inForce()
        .map(
            all ->
                all.stream()
                    .filter(
                        policy ->
                            policy.organisation().isEmpty()
                                || policy.organisation().get().equals(actor.organisation())
                                || mine(policy.scope(), actor))
                    .toList());
  }

  private boolean mine(Scope scope, Actor actor) {
    return centre(scope)
        .map(actor::staffOf)
        .orElse(actor.capacity() == Actor.Capacity.ADMINISTRATOR);
  }

  private Future<Answer> set(Call call) {
    return placed(
        call,
        place -> {
          Terms terms;
          try {
            terms = shape.terms(call.body());
          } catch (DateTimeException e) {
            return Future.succeededFuture(
                Problem.unprocessable(
                    "holidays", e.getMessage() + "; write 2027-03-29, or 12-25 for every year"));
          }
          Optional<Long> read = call.header("If-Match").flatMap(ETags::version);
          return policies
              .set(place.scope(), place.organisation(), read, terms, place.centre(), call.actor())
              .map(written -> written(written, call));
        });
  }

  private Future<Answer> withdraw(Call call) {
    return placed(
        call,
        place ->
            policies
                .withdraw(place.scope(), place.organisation(), place.centre(), call.actor())
                .map(written -> written instanceof Written.Done ? Answer.nothing() : none(call)));
  }

  private Answer written(Written written, Call call) {
    if (written instanceof Written.Done done) {
      return whole(done.policy());
    }
    return written instanceof Written.Stale stale ? Problem.stale(stale.version()) : none(call);
  }

  private Answer.Result whole(Policy policy) {
    return Answer.json(200, shape.policy(policy)).with("ETag", ETags.of(policy.version()));
  }

  @FunctionalInterface
  private interface Work {
    Future<Answer> at(Place place);
  }

  /** A coordinator keeps those of the own centre and its machines, an administrator all. */
  private Future<Answer> placed(Call call, Work work) {
    String text = call.path("scope");
    Optional<Scope> scope = Scope.of(text).filter(this::known);
    if (scope.isEmpty()) {
      return Future.succeededFuture(
          Problem.notFound("scope " + text + " (network, centre:<id> or machine:<id>)"));
    }
    if (!mine(scope.get(), call.actor())) {
      return Future.succeededFuture(
          Problem.forbidden(
              "Coordinators keep the policies of their own centre and its machines;"
                  + " administrators those of the network."));
    }
    Place place = new Place(scope.get(), call.text("organisation"), centre(scope.get()));
    return place.organisation().isEmpty()
        ? work.at(place)
        : directory
            .organisations()
            .compose(
                all ->
                    all.stream().map(Organisation::id).anyMatch(place.organisation().get()::equals)
                        ? work.at(place)
                        : Future.succeededFuture(
                            Problem.notFound("organisation " + place.organisation().get())));
  }

  private boolean known(Scope scope) {
    return switch (scope.kind()) {
      case NETWORK -> true;
      case CENTRE -> registry.centres().stream().map(Centre::id).anyMatch(scope.id()::equals);
      case MACHINE -> registry.machine(scope.id()).isPresent();
    };
  }

  private Optional<String> centre(Scope scope) {
    return switch (scope.kind()) {
      case NETWORK -> Optional.empty();
      case CENTRE -> Optional.of(scope.id());
      case MACHINE -> registry.machine(scope.id()).map(Machine::centre);
    };
  }

  private static Problem none(Call call) {
    return Problem.notFound(
        "policy of "
            + call.path("scope")
            + call.text("organisation").map(id -> " for " + id).orElse(""));
  }
}
