package fucina.gateway.api;

import fucina.gateway.session.Outcome;
import fucina.scheduler.Decision;
import java.util.function.Function;

/** What the rooms behind decided, as answers. */
final class Outcomes {
  private Outcomes() {}

  /** A session's outcome. */
  static <T> Answer of(Outcome<T> outcome, Function<T, Answer> done) {
    if (outcome instanceof Outcome.Done<T> good) {
      return done.apply(good.value());
    }
    if (outcome instanceof Outcome.Refused<T> refused) {
      return Problem.refused(refused.refusals());
    }
    if (outcome instanceof Outcome.Forbidden<T> forbidden) {
      return Problem.forbidden(forbidden.why());
    }
    if (outcome instanceof Outcome.BadArgument<T> bad) {
      return Problem.unprocessable(bad.argument(), bad.reason());
    }
    return Problem.notFound(((Outcome.NotFound<T>) outcome).what());
  }

  /** A decision of the scheduler. */
  static Answer of(Decision decision, Function<Decision.Granted, Answer> granted) {
    if (decision instanceof Decision.Granted good) {
      return granted.apply(good);
    }
    if (decision instanceof Decision.Refused refused) {
      return Problem.refused(409, refused.refusals(), refused.alternatives());
    }
    if (decision instanceof Decision.UnknownMachines unknown) {
      return Problem.notFound("machine " + String.join(", ", unknown.machines()));
    }
    if (decision instanceof Decision.KeyReused reused) {
      return Problem.keyReused(reused.key());
    }
    if (decision instanceof Decision.Stale stale) {
      return Problem.stale(stale.version());
    }
    return Problem.notFound("such booking");
  }
}
