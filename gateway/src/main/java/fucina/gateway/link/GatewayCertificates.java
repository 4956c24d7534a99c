package fucina.gateway.link;

import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * The gateway's own certificate, which machines' operators accept by hand, and the one that will
 * take its place. Making the next one changes nothing; only the switch does, and a second switch
 * takes it back. Thread-safe; calls that change write to disk.
 */
public interface GatewayCertificates {

  /** The one shown to machines. */
  X509Certificate current();

  /** The one to switch to; empty while there is none. */
  Optional<X509Certificate> next();

  /**
   * Makes the next one.
   *
   * @return empty where there is one already
   */
  Optional<X509Certificate> renew();

  /**
   * From now on new connections show the next one; the old one becomes the next.
   *
   * @return empty where there is no next one
   */
  Optional<X509Certificate> swap();

  /** Whether the next one was in use since the start: connections may still stand on it. */
  boolean nextWasInUse();

  /** Throws the next one away; false where there is none, or where it was in use. */
  boolean drop();
}
