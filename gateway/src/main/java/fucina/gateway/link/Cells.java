package fucina.gateway.link;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The networks in which machines may be addressed; every other host is refused, when it is written
 * down and again, by its resolved address, when it is connected to: a name that was inside
 * yesterday may point elsewhere today.
 */
public final class Cells {
  /** Any host may be addressed. */
  public static final Cells ANY = new Cells(List.of());

  private final List<String> networks;
  private final Set<String> besides;

  /**
   * @param networks in CIDR notation (RFC 4632, RFC 4291); empty for any host
   */
  public Cells(List<String> networks) {
    this(networks, Set.of());
  }

  private Cells(List<String> networks, Set<String> besides) {
    this.networks = List.copyOf(networks);
    this.besides = Set.copyOf(besides);
  }

  /** These cells and one host by its name: our own broker, which is no machine. */
  public Cells besides(String host) {
    return new Cells(networks, Set.of(host));
  }

  /** Whether any host at all may be addressed. */
  public boolean any() {
    return networks.isEmpty();
  }

  /** Whether this address lies inside. */
  public boolean hold(InetAddress address) {
    return any() || networks.stream().anyMatch(network -> inside(address.getAddress(), network));
  }

  /**
   * Why a host may not be addressed, as a sentence that names it and the cells; empty where it may.
   * Looks the name up, so it may wait. Every address it has must lie inside.
   */
  public Optional<String> objection(String host) {
    if (any() || besides.contains(host)) {
      return Optional.empty();
    }
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (!hold(address)) {
          return Optional.of(outside(host, address));
        }
      }
      return Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.of(
          host
              + " is no host known here, so nobody can say whether it lies in the cells in which"
              + " machines may be addressed (setting cells: "
              + this
              + ")");
    }
  }

  /**
   * The sentence for a host whose address lies outside.
   *
   * @param host as it was written
   */
  public String outside(String host, InetAddress address) {
    String numeric = address.getHostAddress();
    return host
        + (host.equals(numeric) ? "" : " (" + numeric + ")")
        + " is outside the cells in which machines may be addressed (setting cells: "
        + this
        + ")";
  }

  private static boolean inside(byte[] address, String network) {
    int slash = network.indexOf('/');
    int bits = Integer.parseInt(network.substring(slash + 1));
    byte[] base;
    try {
      // A literal address: nothing is looked up.
      base = InetAddress.getByName(network.substring(0, slash)).getAddress();
    } catch (UnknownHostException e) {
      return false;
    }
    if (base.length != address.length) {
      return false;
    }
    for (int bit = 0; bit < Math.min(bits, base.length * 8); bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((base[bit / 8] & mask) != (address[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return any() ? "any" : String.join(", ", networks);
  }
}
