package fucina.gateway.link.mqtt;

/** What became of a message we published. */
public sealed interface Published {
  /** The broker has it; for QoS 0, it was sent. */
  record Taken() implements Published {}

  /** The broker refuses it. */
  record Refused(String reason) implements Published {}

  /** The connection broke before the broker answered. */
  record Unsure(String reason) implements Published {}

  /** There was no connection. */
  record NotSent(String reason) implements Published {}
}
