package fucina.profiles;

/** The kind of value a signal carries or an argument takes. */
public enum ValueType {
  /** A floating-point number. */
  NUMBER,
  /** A whole number, or an enumeration's index. */
  INTEGER,
  /** True or false. */
  BOOLEAN,
  /** A text. */
  STRING
}
