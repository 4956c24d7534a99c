package fucina.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.scheduler.postgres.Database;
import fucina.scheduler.postgres.DatabaseSettings;
import fucina.scheduler.postgres.OldRows;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What machines said leaves the database with their readings; what was done stays. */
class ForgottenIT {
  @TempDir static Path folder;
  private static Vertx vertx;
  private static Database database;

  @BeforeAll
  static void open() {
    vertx = Vertx.vertx();
    database = Database.open(vertx, DatabaseSettings.embedded(folder));
  }

  @AfterAll
  static void close() {
    database.close();
    vertx.close();
  }

  private static <T> T done(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private static void write(String sql) throws Exception {
    done(database.pool().query(sql).execute());
  }

  private static List<String> ids(String sql) throws Exception {
    List<String> ids = new ArrayList<>();
    done(database.pool().query(sql).execute()).forEach(row -> ids.add(row.getString(0)));
    return ids;
  }

  private static void alarm(String id, int count, String raised, String cleared) throws Exception {
    write(
        "INSERT INTO alarm (id, machine, centre, source, condition, title_en, title_it, severity,"
            + " raised_at, cleared_at, cleared_by) SELECT '%1$s' || n, 'robot-1', 'made', 'PROFILE', 'HOT',"
                .formatted(id)
            + " 'Hot', 'Caldo', 500, now() - interval '%s', %s, %s FROM generate_series(1, %d) n"
                .formatted(
                    raised,
                    cleared.isEmpty() ? "NULL" : "now() - interval '" + cleared + "'",
                    cleared.isEmpty() ? "NULL" : "'BACK_TO_NORMAL'",
                    count));
  }

  private static void sweep(Optional<Duration> retention) throws Exception {
    try (OldRows rows =
        new OldRows(vertx, database, InstantSource.system(), Forgotten.rules(retention))) {
      done(rows.sweep());
    }
  }

  @Test
  void alarmsGoWithTheReadingsButNotThoseThatStillStand() throws Exception {
    alarm("old", 2_500, "900 days", "800 days");
    alarm("standing", 1, "900 days", "");
    alarm("young", 1, "900 days", "20 days");
    sweep(Optional.empty());
    assertThat(ids("SELECT id FROM alarm ORDER BY id")).containsExactly("standing1", "young1");
    sweep(Optional.of(Duration.ofDays(10)));
    assertThat(ids("SELECT id FROM alarm")).containsExactly("standing1");
  }

  @Test
  void deadLettersAndSignInsGoWhenTheirTimeIsOver() throws Exception {
    write(
        "INSERT INTO dead_letter SELECT 'printer-1', n, 'topic', 'reason', '', 0,"
            + " now() - n * interval '300 days', 1 FROM generate_series(1, 3) n");
    write("INSERT INTO organisation VALUES ('o', 'O', now())");
    write(
        "INSERT INTO person (id, email, name, organisation, capacity, password_hash, created_at)"
            + " VALUES ('p', 'p@o', 'P', 'o', 'MEMBER', 'x', now())");
    write(
        "INSERT INTO sign_in (id, secret_hash, person, created_at, expires_at)"
            + " SELECT 's' || n, decode(md5(n::text), 'hex'), 'p', now() - interval '1 year',"
            + " now() - n * interval '20 days' FROM generate_series(0, 2) n");
    sweep(Optional.empty());
    assertThat(ids("SELECT place::text FROM dead_letter ORDER BY place")).containsExactly("1", "2");
    assertThat(ids("SELECT id FROM sign_in ORDER BY id")).containsExactly("s0", "s1");
  }
}
