package fucina.gateway.notice;

import fucina.gateway.link.Cells;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which hosts a webhook may name: not those inside, which whoever registers it could not reach
 * otherwise. Asked at each delivery, and the address that was judged is the one connected to, so
 * that a name cannot point elsewhere in between.
 */
final class PublicHosts {
  private static final Logger LOG = LoggerFactory.getLogger(PublicHosts.class);

  /** What is not public (IANA's special-purpose registries), tunnels into it included. */
  private static final Cells INSIDE =
      new Cells(
          List.of(
              "0.0.0.0/8",
              "10.0.0.0/8",
              "100.64.0.0/10",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "172.16.0.0/12",
              "192.0.0.0/24",
              "192.0.2.0/24",
              "192.88.99.0/24",
              "192.168.0.0/16",
              "198.18.0.0/15",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "224.0.0.0/3",
              "::/96",
              "::ffff:0:0:0/96",
              "64:ff9b::/32",
              "100::/64",
              "2001::/23",
              "2001:db8::/32",
              "2002::/16",
              "3fff::/20",
              "5f00::/16",
              "fc00::/7",
              "fe80::/9",
              "ff00::/8"));

  private final boolean allowPrivate;

  PublicHosts(boolean allowPrivate) {
    this.allowPrivate = allowPrivate;
  }

  /** A host that may not be told anything. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String host) {
      super(
          host + " is no public address; webhooks go to one unless webhooks.allow-private is true");
    }
  }

  /**
   * The address to connect to; looks the name up, so it may wait.
   *
   * @throws Refused if any address of the host is inside
   */
  InetAddress address(String host) throws UnknownHostException, Refused {
    InetAddress[] all = InetAddress.getAllByName(host);
    for (InetAddress each : all) {
      if (!allowPrivate && INSIDE.hold(each)) {
        // Whoever registered it reads the sentence; how names resolve inside is not theirs to
        // learn.
        LOG.debug("webhook host {} is {}, which is inside", host, each.getHostAddress());
        throw new Refused(host);
      }
    }
    return all[0];
  }
}
