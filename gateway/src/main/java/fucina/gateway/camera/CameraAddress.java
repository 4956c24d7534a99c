package fucina.gateway.camera;

import fucina.gateway.registry.Machine;
import fucina.profiles.Camera;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Where a machine's camera is.
 *
 * @param uri http or https, its host from the registration
 * @param kind how its pictures come
 * @param login what it asks for, user and password with a colon between; empty where nothing
 */
record CameraAddress(URI uri, Camera.Kind kind, Optional<String> login) {

  /** The address as the registration fills it in; empty where it leaves the host out. */
  static Optional<CameraAddress> of(Machine machine, Camera camera, Optional<String> login) {
    String address = camera.address();
    for (Map.Entry<String, String> variable : machine.connection().variables().entrySet()) {
      address = address.replace("{{" + variable.getKey() + "}}", variable.getValue());
    }
    if (address.contains("{{")) {
      return Optional.empty();
    }
    try {
      URI uri = URI.create(address);
      boolean whole = uri.getHost() != null && uri.getUserInfo() == null;
      return whole ? Optional.of(new CameraAddress(uri, camera.kind(), login)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  boolean tls() {
    return "https".equals(uri.getScheme());
  }

  int port() {
    int usual = tls() ? 443 : 80;
    return uri.getPort() < 0 ? usual : uri.getPort();
  }

  /** Path and query. */
  String target() {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }

  @Override
  public String toString() {
    return uri.getHost() + ":" + port();
  }
}
