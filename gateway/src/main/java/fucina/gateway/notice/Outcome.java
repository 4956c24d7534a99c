package fucina.gateway.notice;

/** What became of one attempt to tell somebody. */
sealed interface Outcome {
  /** The other side has taken it. */
  record Taken() implements Outcome {}

  /** Not this time. */
  record Later(String reason) implements Outcome {}

  /** Never: another attempt would end the same. */
  record Never(String reason) implements Outcome {}
}
