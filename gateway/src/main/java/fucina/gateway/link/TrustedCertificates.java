package fucina.gateway.link;

import java.security.cert.X509Certificate;

/** Which machines' certificates are trusted; a technician decides, never the link. */
public interface TrustedCertificates {

  /**
   * Whether a technician has said yes to exactly this certificate of exactly this machine.
   *
   * @param machine the machine's id, or the name of what is tried out before it is registered
   */
  boolean trusted(String machine, X509Certificate certificate);

  /**
   * Whether a technician has said no to exactly this certificate of exactly this machine.
   *
   * @param machine as above
   */
  boolean rejected(String machine, X509Certificate certificate);

  /**
   * A machine showed a certificate nobody has decided on for it; it waits for a technician, unless
   * one of its centre trusted it while trying the machine out. Never throws.
   */
  void presented(String machine, X509Certificate certificate);
}
