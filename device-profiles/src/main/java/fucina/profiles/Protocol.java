package fucina.profiles;

/** The wire a profile speaks; a machine has exactly one. */
public enum Protocol {
  OPC_UA,
  MQTT,
  SPARKPLUG
}
