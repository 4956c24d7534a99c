package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fucina.profiles.Value;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Raw readings go out as fast as the client takes them, and no faster. */
class RawValuesIT {
  private static final int MANY = 1_000_000;

  @TempDir static Path folder;
  private static Lobby lobby;
  private static String bearer;

  @BeforeAll
  static void open() {
    lobby = new Lobby(folder);
    bearer =
        Visitor.nobody(lobby.port, new Described(lobby.contract))
            .as("technician")
            .header("Authorization");
    lobby.measure("robot-1", "robot.mode", Value.of(4), Instant.now());
  }

  @AfterAll
  static void close() {
    lobby.close();
  }

  @Test
  void aReaderWhoTakesNothingHoldsTheStoreUpAndNotTheMemory() throws Exception {
    lobby.store.times = MANY;
    try (Socket socket = new Socket("127.0.0.1", lobby.port)) {
      String request =
          "GET /api/v1/machines/robot-1/telemetry?raw=true HTTP/1.1\r\nHost: x\r\nAuthorization: "
              + bearer
              + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      await().until(() -> lobby.store.told.get() > 0);
      await().during(Duration.ofSeconds(1)).until(RawValuesIT::standsStill);
      assertThat(lobby.store.told.get()).isLessThan(MANY / 2);
      assertThat(socket.getInputStream().read()).isEqualTo('H');
    }
    // The reader is gone: the worker is free again for the next one.
    lobby.store.times = 1;
    Visitor next =
        Visitor.nobody(lobby.port, new Described(lobby.contract)).with("Authorization", bearer);
    for (int i = 0; i < 8; i++) {
      assertThat(next.get("/machines/robot-1/telemetry?raw=true").response().body().lines())
          .hasSize(1);
    }
    assertThat(lobby.store.told.get()).isLessThan(MANY);
  }

  private static long before;

  private static boolean standsStill() {
    long now = lobby.store.told.get();
    boolean still = now == before;
    before = now;
    return still;
  }
}
