package fucina.gateway.registry;

import fucina.gateway.link.Cells;
import fucina.gateway.registry.Registry.Invalid;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Addresses of machines and brokers as a technician writes them. */
final class Endpoints {
  private static final String FIELD = "connection.endpoint";
  private static final int HIGHEST_PORT = 65_535;

  /** {@code user:password@} before the host. */
  private static final Pattern SIGNED_IN = Pattern.compile("^[^/]*(//)?[^/]*@");

  private Endpoints() {}

  /**
   * Checks an address; its host is looked up where cells say so.
   *
   * @param example what would be right
   * @throws Invalid with a sentence that never repeats a user or a password
   */
  static void check(String endpoint, Set<String> schemes, String example, Cells cells) {
    Optional<URI> read = read(endpoint);
    boolean signedIn =
        SIGNED_IN.matcher(endpoint).find()
            || read.isEmpty() && endpoint.contains("@")
            || read.map(URI::getRawUserInfo).isPresent();
    if (signedIn) {
      throw new Invalid(
          FIELD,
          "holds a user or a password, which are not part of it: write an address like "
              + example
              + ", the user into connection.username and the password into connection.password");
    }
    URI uri =
        read.filter(known -> known.getScheme() != null && schemes.contains(known.getScheme()))
            .filter(known -> known.getHost() != null)
            .orElseThrow(
                () -> new Invalid(FIELD, "\"" + endpoint + "\" is not an address like " + example));
    if (uri.getPort() == 0 || uri.getPort() > HIGHEST_PORT) {
      throw new Invalid(
          FIELD, "port " + uri.getPort() + " is none: write one from 1 to 65535, as in " + example);
    }
    cells
        .objection(uri.getHost())
        .ifPresent(
            why -> {
              throw new Invalid(FIELD, why);
            });
  }

  private static Optional<URI> read(String endpoint) {
    try {
      return Optional.of(URI.create(endpoint));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
