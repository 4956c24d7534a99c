package fucina.gateway.store.influx;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Adds the token to each request, and leads writes of the client, which speaks the paths of version
 * 2, to where an InfluxDB before 1.8 takes them. Thread-safe.
 */
final class ServerPaths implements Interceptor {
  private static final List<String> WRITE = List.of("api", "v2", "write");

  private final InfluxSettings settings;
  private volatile boolean old;
  private volatile @Nullable String token;

  ServerPaths(InfluxSettings settings) {
    this.settings = settings;
  }

  /** Sets whether the server is older than 1.8. */
  void old(boolean is) {
    old = is;
  }

  boolean old() {
    return old;
  }

  /** Sets the token; null for none. */
  void token(@Nullable String is) {
    token = is;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    Request.Builder changed = request.newBuilder();
    String own = token;
    if (own != null) {
      changed.header("Authorization", authorization(own));
    }
    List<String> path = request.url().pathSegments();
    int before = path.size() - WRITE.size();
    if (old && before >= 0 && path.subList(before, path.size()).equals(WRITE)) {
      changed.url(oldWrite(request.url()));
    }
    return chain.proceed(changed.build());
  }

  private String authorization(String own) {
    return old && own.indexOf(':') >= 0
        ? "Basic " + Base64.getEncoder().encodeToString(own.getBytes(StandardCharsets.UTF_8))
        : "Token " + own;
  }

  private HttpUrl oldWrite(HttpUrl url) {
    int last = url.pathSize() - 1;
    HttpUrl.Builder write =
        url.newBuilder()
            .removePathSegment(last)
            .removePathSegment(last - 1)
            .setPathSegment(last - 2, "write")
            .query(null)
            .addQueryParameter("db", settings.database())
            .addQueryParameter("precision", "n");
    settings.policy().ifPresent(policy -> write.addQueryParameter("rp", policy));
    return write.build();
  }
}
