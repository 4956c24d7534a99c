package fucina.scheduler;

import java.util.Optional;

/** One house rule: a pure function from what is asked to its refusal, or to none. */
@FunctionalInterface
interface Rule {
  Optional<Refusal> broken(Ask ask);
}
