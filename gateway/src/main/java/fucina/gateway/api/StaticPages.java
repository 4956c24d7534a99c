package fucina.gateway.api;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The pages, from {@code webroot/} on the class path. They are small and never change while the
 * program runs, so each is read once and kept. Files whose name carries a hash may be kept by
 * browsers for ever, all others are asked for anew each time. The pages tell each other apart
 * behind the {@code #}, which never gets here: an address that is no file is none of ours.
 */
final class StaticPages implements Handler<RoutingContext> {
  private static final Pattern SAFE = Pattern.compile("(/[A-Za-z0-9_@~-][A-Za-z0-9._@~-]*)+");
  private static final Pattern HASHED = Pattern.compile("/assets/.+[.-][A-Za-z0-9_-]{8,}\\.\\w+");
  private static final String INDEX = "/index.html";
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("mjs", "text/javascript; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("webp", "image/webp"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("json", "application/json"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("txt", "text/plain; charset=utf-8"));
  private static final String NOT_BUILT =
      """
      <!doctype html><html lang="en"><head><meta charset="utf-8"><title>Fucina</title></head>
      <body><main><h1>Fucina is running</h1>
      <p>The pages were not built into this program (it was built with <code>-Dui.skip</code>).
      The API is here all the same: <a href="/api/docs">how to use it</a>.</p>
      </main></body></html>
      """;

  private final String root;
  private final Map<String, Page> read = new ConcurrentHashMap<>();

  StaticPages(String root) {
    this.root = root;
  }

  private record Page(
      Buffer plain, Optional<Buffer> gzip, String type, String tag, boolean hashed) {}

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
      context.next();
      return;
    }
    String path = context.normalizedPath();
    boolean first = path.equals("/");
    Optional<Page> page = page(first ? INDEX : path);
    if (page.isPresent()) {
      send(context, page.get());
    } else if (first) {
      context
          .response()
          .putHeader("Content-Type", TYPES.get("html"))
          .putHeader("Cache-Control", "no-cache")
          .end(NOT_BUILT);
    } else {
      context.next();
    }
  }

  private static void send(RoutingContext context, Page page) {
    HttpServerResponse response =
        context
            .response()
            .putHeader("Content-Type", page.type())
            .putHeader("ETag", page.tag())
            .putHeader("Vary", "Accept-Encoding")
            .putHeader(
                "Cache-Control",
                page.hashed() ? "public, max-age=31536000, immutable" : "no-cache");
    if (page.tag().equals(context.request().getHeader("If-None-Match"))) {
      response.setStatusCode(304).end();
      return;
    }
    @Nullable String accepted = context.request().getHeader("Accept-Encoding");
    Buffer body = page.plain();
    if (page.gzip().isPresent() && accepted != null && accepted.contains("gzip")) {
      response.putHeader("Content-Encoding", "gzip");
      body = page.gzip().get();
    }
    if (context.request().method() == HttpMethod.HEAD) {
      response.putHeader("Content-Length", Integer.toString(body.length())).end();
    } else {
      response.end(body);
    }
  }

  private Optional<Page> page(String path) {
    if (!SAFE.matcher(path).matches() || path.contains("..")) {
      return Optional.empty();
    }
    Optional<Page> page = Optional.ofNullable(read.get(path)).or(() -> load(path));
    page.ifPresent(found -> read.putIfAbsent(path, found));
    return page;
  }

  private Optional<Page> load(String path) {
    return bytes(path)
        .map(
            plain ->
                new Page(
                    plain,
                    bytes(path + ".gz"),
                    TYPES.getOrDefault(
                        path.substring(path.lastIndexOf('.') + 1), "application/octet-stream"),
                    tag(plain),
                    HASHED.matcher(path).matches()));
  }

  private Optional<Buffer> bytes(String path) {
    if (path.endsWith("/") || !path.contains(".")) {
      return Optional.empty();
    }
    try (InputStream file = StaticPages.class.getResourceAsStream(root + path)) {
      return file == null ? Optional.empty() : Optional.of(Buffer.buffer(file.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException("page " + path + " cannot be read", e);
    }
  }

  private static String tag(Buffer bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes.getBytes());
      return "\"" + HexFormat.of().formatHex(hash, 0, 12) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
