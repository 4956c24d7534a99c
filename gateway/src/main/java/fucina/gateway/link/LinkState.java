package fucina.gateway.link;

/** Where a machine's connection stands, in words a technician understands. */
public enum LinkState {
  /** Not started, or taken out of service. */
  STOPPED,
  /** On the way: connecting, subscribing. */
  CONNECTING,
  /** Connected, and values are flowing. */
  ONLINE,
  /** Connected, but the machine has been silent longer than its profile allows. */
  SILENT,
  /** Nobody answers at the address. */
  UNREACHABLE,
  /** The machine's certificate is not trusted by us yet: a technician must look at it. */
  CERTIFICATE_UNTRUSTED,
  /** The machine does not trust our certificate yet: its operator must accept it. */
  WAITING_FOR_TRUST,
  /** The machine refuses our user or password. */
  ACCESS_REFUSED,
  /** The machine answers, but not as its profile says: wrong security, missing signals. */
  MISCONFIGURED
}
