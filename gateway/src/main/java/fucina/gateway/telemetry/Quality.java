package fucina.gateway.telemetry;

/** How far a reading may be trusted, as in OPC 10000-4 §7.39: the top two bits of a status code. */
public enum Quality {
  GOOD,
  UNCERTAIN,
  BAD
}
