package fucina.gateway.api;

import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the public door is.
 *
 * @param port 0 takes a free one
 * @param publicUrl the address people use, where it is not the one listened on
 * @param certificate PEM chain; TLS is on where it and {@code key} are given
 * @param limits how patient it is with slow clients
 */
public record HttpSettings(
    String host,
    int port,
    Optional<String> publicUrl,
    Optional<Path> certificate,
    Optional<Path> key,
    Reception.Limits limits) {

  /** As patient as usual. */
  public HttpSettings(
      String host,
      int port,
      Optional<String> publicUrl,
      Optional<Path> certificate,
      Optional<Path> key) {
    this(host, port, publicUrl, certificate, key, Reception.Limits.usual());
  }

  /** Plain HTTP on a free port of this machine. */
  public static HttpSettings loopback(int port) {
    return new HttpSettings(
        "127.0.0.1", port, Optional.empty(), Optional.empty(), Optional.empty());
  }

  boolean tls() {
    return certificate.isPresent() && key.isPresent();
  }

  /** Whether people reach it over TLS, ours or a proxy's. */
  boolean secure() {
    return tls() || publicUrl.filter(url -> url.startsWith("https:")).isPresent();
  }

  /** The address people use, as {@code https://lab.example}: the one asked where none is set. */
  String base(HttpServerRequest request) {
    return publicUrl.orElseGet(() -> request.scheme() + "://" + Origins.authority(request));
  }

  Optional<URI> publicAddress() {
    return publicUrl.map(URI::create);
  }
}
