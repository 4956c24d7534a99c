package fucina.gateway.link;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What the first bytes of an answer say about who answers, where it is not who was expected.
 * Nothing is sent to find out: a stranger's machine might take it for a command.
 */
public final class FirstWords {
  /** So many bytes tell them apart. */
  public static final int ENOUGH = 8;

  /** What a broker is called here. */
  public static final String BROKER = "an MQTT broker";

  /** What a server of OPC UA is called here. */
  public static final String OPC_UA_SERVER = "an OPC UA server";

  private static final int TLS_ALERT = 0x15;
  private static final int TLS_HANDSHAKE = 0x16;
  private static final int TLS_VERSION = 3;
  private static final int CONNACK = 0x20;

  private FirstWords() {}

  /** Who speaks so, as "a web server (HTTP)"; empty where it cannot be told. */
  public static Optional<String> speaker(byte[] first) {
    String text = new String(first, StandardCharsets.ISO_8859_1);
    if (text.startsWith("HTTP/")) {
      return Optional.of("a web server (HTTP)");
    }
    if (text.startsWith("SSH-")) {
      return Optional.of("an SSH server");
    }
    if (text.startsWith("ERRF") || text.startsWith("ACKF") || text.startsWith("MSGF")) {
      return Optional.of(OPC_UA_SERVER);
    }
    if (text.startsWith("220")) {
      return Optional.of("a file or mail server (FTP, SMTP)");
    }
    if (first.length > 1
        && (first[0] == TLS_ALERT || first[0] == TLS_HANDSHAKE)
        && first[1] == TLS_VERSION) {
      return Optional.of("a server that speaks TLS only");
    }
    return first.length > 1 && first[0] == CONNACK && first[1] <= ENOUGH
        ? Optional.of(BROKER)
        : Optional.empty();
  }
}
