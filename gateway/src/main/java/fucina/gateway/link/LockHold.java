package fucina.gateway.link;

import java.time.Instant;

/** Who has a machine's own lock (OPC 10000-100 §7), as far as its link knows. */
public sealed interface LockHold {

  /** Nobody here asked for it, or the machine has none. */
  record None() implements LockHold {}

  /**
   * This link has it.
   *
   * @param until by our clock; renewed well before
   */
  record Ours(Instant until) implements LockHold {}

  /**
   * Another client has it; it is asked for again and again.
   *
   * @param client its application's URI, as the machine says
   * @param user its user, as the machine says
   */
  record Others(String client, String user) implements LockHold {}

  /**
   * It is wanted and not had; it is asked for again and again.
   *
   * @param detail why, in a sentence
   */
  record Wanted(String detail) implements LockHold {}
}
