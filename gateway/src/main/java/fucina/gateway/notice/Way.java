package fucina.gateway.notice;

import io.vertx.core.Future;

/** A way to tell somebody. */
interface Way {
  /** As the table of deliveries names it. */
  String name();

  /**
   * Tries once, within less than {@link Lane#HELD}.
   *
   * @param id the same at every attempt
   * @param recipient id of whom to tell
   */
  Future<Outcome> tell(String id, String recipient, Happening happening);
}
