package fucina.gateway.access;

/** What an API token may be used for. */
public enum Scope {
  /** Only to read. */
  READ,
  /** For everything its person may do. */
  OPERATE
}
