package fucina.gateway.store;

/** How far readings are carried on to another store; read at any time, by any thread. */
public interface Forwarding {
  /** Whether the last attempt to write was answered well. */
  boolean answering();

  /** Readings and gaps that the other store has taken, repeated ones counted again. */
  long written();

  /** Readings and gaps set aside because the other store can never take them. */
  long setAside();

  /** Readings the other store did not keep, being older than it keeps any. */
  long tooOld();

  /** Attempts that failed and are made again. */
  long failures();

  /**
   * Seconds from the newest instant up to which all is carried on, late stretches apart, to now.
   */
  double behindSeconds();

  /** Stretches of time that wait to be carried on because readings came late. */
  long lateStretches();
}
