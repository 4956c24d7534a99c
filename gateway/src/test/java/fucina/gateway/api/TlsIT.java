package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SelfSignedCertificate;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The public door over TLS. */
class TlsIT {
  @TempDir static Path folder;

  @Test
  void overTlsTheCookieIsSecureAndTheBrowserIsToldToStayThere() {
    SelfSignedCertificate pair = SelfSignedCertificate.create("localhost");
    HttpSettings settings =
        new HttpSettings(
            "127.0.0.1",
            0,
            Optional.empty(),
            Optional.of(Path.of(pair.certificatePath())),
            Optional.of(Path.of(pair.privateKeyPath())));
    try (Lobby lobby = new Lobby(folder, settings)) {
      for (HttpVersion version : new HttpVersion[] {HttpVersion.HTTP_1_1, HttpVersion.HTTP_2}) {
        HttpClientResponse answer = signIn(lobby, version);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.version()).isEqualTo(version);
        assertThat(answer.getHeader("Strict-Transport-Security")).startsWith("max-age=");
        assertThat(answer.getHeader("Set-Cookie")).contains("; Secure");
      }
    } finally {
      pair.delete();
    }
  }

  private static HttpClientResponse signIn(Lobby lobby, HttpVersion version) {
    HttpClientOptions trusting =
        new HttpClientOptions()
            .setSsl(true)
            .setTrustAll(true)
            .setVerifyHost(false)
            .setUseAlpn(true)
            .setProtocolVersion(version);
    RequestOptions to =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost("127.0.0.1")
            .setPort(lobby.port)
            .setURI("/api/v1/sign-in")
            .putHeader("Origin", "https://127.0.0.1:" + lobby.port)
            .putHeader("Content-Type", "application/json");
    JsonObject person =
        new JsonObject().put("email", "sme@demo.fucina").put("password", Lobby.PASSWORD);
    // Held until it has answered: a client nobody holds is closed by the garbage collector.
    HttpClient client = lobby.vertx.createHttpClient(trusting);
    try {
      return Lobby.get(client.request(to).compose(request -> request.send(person.toBuffer())));
    } finally {
      Lobby.get(client.close());
    }
  }
}
