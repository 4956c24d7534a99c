package fucina.gateway.notice;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The server mail is handed to.
 *
 * @param username empty where the server asks for none
 * @param passwordFile read at each connection, so that a new password needs no restart
 * @param from the address mail comes from
 * @param tls how the connection is protected
 */
public record MailSettings(
    String host,
    int port,
    Optional<String> username,
    Optional<Path> passwordFile,
    String from,
    Tls tls) {

  /** How the connection is protected (RFC 8314). */
  public enum Tls {
    /** Not at all: for a server on the same machine. */
    NONE,
    /** Turned on before anything is said, or nothing is. */
    STARTTLS,
    /** From the first byte. */
    TLS
  }
}
