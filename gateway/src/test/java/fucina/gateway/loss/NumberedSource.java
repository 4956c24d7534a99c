package fucina.gateway.loss;

import fucina.gateway.scale.StoredNumbers;
import fucina.gateway.scale.StoredNumbers.Count;

/** A machine that numbers what it tells, and knows outside the gateway what that was. */
interface NumberedSource extends AutoCloseable {

  /** Its id at the gateway. */
  String machine();

  /** What it is, in a few words. */
  String words();

  /** Whether nothing of it may ever be missing; else what is missing lies in a declared gap. */
  boolean whole();

  /** From now on what it tells counts; once its machine is heard. */
  void begin() throws Exception;

  /** How many numbers it told that count: where a broker acknowledges, those it acknowledged. */
  long published() throws Exception;

  /** Tells nothing new from now on; returns when all it told counts. */
  void finish() throws Exception;

  /** Holds what it told against what is stored; after {@link #finish}. */
  Count count(StoredNumbers stored) throws Exception;

  @Override
  void close() throws Exception;
}
