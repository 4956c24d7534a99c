package fucina.gateway.bench;

import fucina.gateway.journey.LabClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Bookings that do not conflict, by sixteen clients. */
final class Bookings {
  private static final int CLIENTS = 16;

  private Bookings() {}

  /**
   * How many are granted a second.
   *
   * @throws IllegalStateException if one is refused
   */
  static double aSecond(LabClient sme, int bookings) throws Exception {
    Instant day = Instant.now().plus(Duration.ofDays(10)).truncatedTo(ChronoUnit.DAYS);
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      long begun = System.nanoTime();
      List<Future<LabClient.Answer>> answers =
          IntStream.range(0, bookings)
              .mapToObj(n -> day.plus(Duration.ofMinutes(10L * n)))
              .map(from -> clients.submit(() -> sme.post("/bookings", slot(from))))
              .toList();
      for (Future<LabClient.Answer> answer : answers) {
        if (answer.get().status() != 201) {
          throw new IllegalStateException(answer.get().toString());
        }
      }
      return bookings / ((System.nanoTime() - begun) / 1e9);
    } finally {
      clients.shutdownNow();
    }
  }

  private static JsonObject slot(Instant from) {
    return new JsonObject()
        .put("machines", new JsonArray().add("printer-1"))
        .put("from", from.toString())
        .put("to", from.plus(Duration.ofMinutes(10)).toString())
        .put("purpose", "bench");
  }
}
