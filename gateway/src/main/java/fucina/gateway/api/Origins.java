package fucina.gateway.api;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells our own pages from other sites that make a browser send its cookie along. Browsers say
 * where a request comes from in {@code Sec-Fetch-Site} and {@code Origin}; a request with neither
 * comes from a program, which sends no cookie it was not given (the same judgement as Go's
 * CrossOriginProtection). SameSite=Strict stands before this.
 */
final class Origins {
  private final Optional<URI> publicAddress;

  Origins(HttpSettings settings) {
    this.publicAddress = settings.publicAddress();
  }

  /** Whether a request may use the cookie it carries to change something. */
  boolean ours(HttpServerRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return site.equals("same-origin") || site.equals("none");
    }
    String origin = request.getHeader("Origin");
    return origin == null || same(origin, request);
  }

  private boolean same(String origin, HttpServerRequest request) {
    URI from;
    try {
      from = URI.create(origin);
    } catch (IllegalArgumentException e) {
      return false;
    }
    String authority = lower(from.getAuthority());
    String host = lower(authority(request));
    return !authority.isEmpty()
        && (authority.equals(host)
            || publicAddress
                .filter(own -> own.getAuthority() != null)
                .filter(own -> lower(own.getAuthority()).equals(authority))
                .isPresent());
  }

  /** The host and port a request was sent to, in HTTP/1.1's Host or HTTP/2's :authority. */
  static String authority(HttpServerRequest request) {
    @Nullable HostAndPort authority = request.authority();
    if (authority == null) {
      return "";
    }
    return authority.port() > 0 ? authority.host() + ":" + authority.port() : authority.host();
  }

  private static String lower(@Nullable String text) {
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }
}
