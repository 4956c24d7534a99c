package fucina.gateway.store.influx;

import java.time.Duration;

/** What came of an attempt to write. */
sealed interface Answer {

  /**
   * They are stored, but for those older than the server keeps any.
   *
   * @param tooOld how many it did not keep
   */
  record Taken(long tooOld) implements Answer {}

  /** At least one of them can never be stored. */
  record Refused(String reason) implements Answer {}

  /** They are too many for one request. */
  record TooLarge() implements Answer {}

  /**
   * The server, not the points, is in trouble: the same is tried again.
   *
   * @param least how long to wait at least
   */
  record Later(String reason, Duration least) implements Answer {}
}
