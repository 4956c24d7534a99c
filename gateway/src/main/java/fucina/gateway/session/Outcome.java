package fucina.gateway.session;

import fucina.scheduler.Refusal;
import io.vertx.core.Future;
import java.util.List;

/** The answer to something asked of a session: an expected refusal is a value, not an exception. */
public sealed interface Outcome<T> {
  /** Done. */
  record Done<T>(T value) implements Outcome<T> {}

  /** Refused, with every reason. */
  record Refused<T>(List<Refusal> refusals) implements Outcome<T> {
    public Refused {
      refusals = List.copyOf(refusals);
    }
  }

  /** No such session for this actor, or no such command of this machine. */
  record NotFound<T>(String what) implements Outcome<T> {}

  /** This actor may never do that. */
  record Forbidden<T>(String why) implements Outcome<T> {}

  /** An argument is not what the profile allows. */
  record BadArgument<T>(String argument, String reason) implements Outcome<T> {}

  /** Done, as a future. */
  static <T> Future<Outcome<T>> done(T value) {
    return Future.succeededFuture(new Done<>(value));
  }

  /** Not found, as a future. */
  static <T> Future<Outcome<T>> notFound(String what) {
    return Future.succeededFuture(new NotFound<>(what));
  }

  /** Forbidden, as a future. */
  static <T> Future<Outcome<T>> forbidden(String why) {
    return Future.succeededFuture(new Forbidden<>(why));
  }

  /** Refused by one rule, as a future. */
  static <T> Future<Outcome<T>> refused(String rule, String limit, String actual, String detail) {
    return Future.succeededFuture(new Refused<>(List.of(new Refusal(rule, limit, actual, detail))));
  }
}
