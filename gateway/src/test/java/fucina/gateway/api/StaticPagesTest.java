package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StaticPagesTest {
  private static Vertx vertx;
  private static int built;
  private static int notBuilt;

  @BeforeAll
  static void open() {
    vertx = Vertx.vertx();
    built = serve("/some-pages");
    notBuilt = serve("/no-such-pages");
  }

  private static int serve(String root) {
    Router router = Router.router(vertx);
    router.route().handler(new StaticPages(root));
    HttpServer server = Lobby.get(vertx.createHttpServer().requestHandler(router).listen(0));
    return server.actualPort();
  }

  @AfterAll
  static void close() {
    vertx.close();
  }

  private static HttpResponse<byte[]> get(int port, String path, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return Visitor.HTTP.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @Test
  void theIndexIsAskedForAnewEachTime() throws Exception {
    HttpResponse<byte[]> index = get(built, "/");
    assertThat(header(index, "Cache-Control")).isEqualTo("no-cache");
    assertThat(header(index, "Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(get(built, "/", "If-None-Match", header(index, "ETag")).statusCode()).isEqualTo(304);
  }

  @Test
  void theIndexAnswersByItsNameToo() throws Exception {
    assertThat(new String(get(built, "/index.html").body())).contains("Some pages");
  }

  @Test
  void aHashedFileIsKeptForEverAndSentCompressed() throws Exception {
    HttpResponse<byte[]> plain = get(built, "/assets/index-Ab12Cd34.js");
    assertThat(header(plain, "Cache-Control")).contains("immutable");
    assertThat(header(plain, "Content-Type")).startsWith("text/javascript");
    assertThat(new String(plain.body())).contains("some pages");
    HttpResponse<byte[]> small =
        get(built, "/assets/index-Ab12Cd34.js", "Accept-Encoding", "br, gzip");
    assertThat(header(small, "Content-Encoding")).isEqualTo("gzip");
    assertThat(small.body()[0]).isEqualTo((byte) 0x1f);
    assertThat(header(get(built, "/robots.txt"), "Cache-Control")).isEqualTo("no-cache");
  }

  @Test
  void whatIsNoFileIsNoPage() throws Exception {
    for (String path :
        new String[] {
          "/assets/gone-Ab12Cd34.js", "/favicon.ico", "/nonsense", "/health/ready", "/metrics"
        }) {
      assertThat(get(built, path).statusCode()).as(path).isEqualTo(404);
    }
  }

  @Test
  void nothingOutsideThePagesIsServed() throws Exception {
    for (String path :
        new String[] {
          "/../own-certificate.pem",
          "/%2e%2e/own-certificate.pem",
          "/assets/..%2f..%2fown-certificate.pem",
          "/..%5cown-certificate.pem",
          "//own-certificate.pem"
        }) {
      assertThat(new String(get(built, path).body())).as(path).doesNotContain("CERTIFICATE");
    }
  }

  @Test
  void aHeadHasNoBodyAndOtherMethodsNoPage() throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + built + "/");
    HttpRequest head = HttpRequest.newBuilder(uri).method("HEAD", BodyPublishers.noBody()).build();
    HttpResponse<byte[]> answer = Visitor.HTTP.send(head, BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    HttpRequest post = HttpRequest.newBuilder(uri).POST(BodyPublishers.noBody()).build();
    assertThat(Visitor.HTTP.send(post, BodyHandlers.ofByteArray()).statusCode()).isEqualTo(404);
  }

  @Test
  void whereThePagesWereNotBuiltAPlainPageSaysSo() throws Exception {
    HttpResponse<byte[]> page = get(notBuilt, "/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(new String(page.body())).contains("were not built", "/api/docs");
  }
}
