package fucina.gateway.registry;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.link.DeadLetter;
import fucina.gateway.link.DeadLetters;
import fucina.scheduler.postgres.Database;
import fucina.scheduler.postgres.DatabaseSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters over restarts, on a real database. */
class DeadLetterShelfIT {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-22T09:00:00Z"));

  @TempDir private Path folder;

  private static void get(Future<?> future) {
    future.toCompletionStage().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }

  private static void add(DeadLetters letters, String machine, String source, String payload) {
    letters.add(machine, source, "is no JSON", payload.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theNextGatewayKnowsThemAndCountsOn() throws Exception {
    Vertx vertx = Vertx.vertx();
    Database database = Database.open(vertx, DatabaseSettings.embedded(folder.resolve("postgres")));
    try {
      get(
          database
              .pool()
              .query(
                  "INSERT INTO centre (id, name, city) VALUES ('made', 'MADE', 'Milano');"
                      + "INSERT INTO registered_machine (id, name, centre, profile, endpoint, security,"
                      + " variables, rules, in_service, service_note) VALUES ('press-1', 'Press',"
                      + " 'made', 'sensor-mqtt', '', '', '{}', '{}', true, '')")
              .execute());
      DeadLetters before = new DeadLetters(CLOCK);
      DeadLetterShelf first = new DeadLetterShelf(vertx, database, before);
      get(first.start());
      add(before, "press-1", "a/b", "one\u0000");
      add(before, "press-1", "a/c", "two");
      add(before, "press-1", "a/b", "three");
      add(before, "unregistered", "a/b", "x");
      first.close();

      DeadLetters after = new DeadLetters(CLOCK);
      DeadLetterShelf second = new DeadLetterShelf(vertx, database, after);
      get(second.start());
      assertThat(after.recent("press-1")).isEqualTo(before.recent("press-1"));
      assertThat(after.recent("unregistered")).isEmpty();
      add(after, "press-1", "a/c", "four");
      assertThat(after.count("press-1")).isEqualTo(4);
      assertThat(after.recent("press-1"))
          .extracting(DeadLetter::source, DeadLetter::times, DeadLetter::excerpt)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("a/c", 2L, "four"),
              org.assertj.core.groups.Tuple.tuple("a/b", 2L, "three"));
      second.close();
    } finally {
      database.close();
      vertx.close();
    }
  }
}
