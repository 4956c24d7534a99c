package fucina.scheduler.postgres;

import static fucina.scheduler.postgres.Lab.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fucina.scheduler.Scheduler;
import fucina.scheduler.SettableClock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlConnection;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class DatabaseIT {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseIT.class);
  private final Vertx vertx = Vertx.vertx();
  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createTempDirectory("fucina-database");
  }

  @AfterEach
  void removeFolder() throws IOException {
    await(vertx.close());
    Postmaster.stopOrphan(folder.toRealPath().resolve("data"));
    Lab.delete(folder);
  }

  @Test
  void whatWasWrittenIsThereAfterARestartAndDurabilityIsOn() {
    try (Database first = open()) {
      for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
        assertThat(text(first, "SHOW " + setting)).as(setting).isEqualTo("on");
      }
      execute(first, "CREATE TABLE note (words text)");
      execute(first, "INSERT INTO note VALUES ('kept')");
    }

    try (Database second = open()) {
      assertThat(text(second, "SELECT words FROM note")).isEqualTo("kept");
    }
  }

  @Test
  void nobodyEntersWithoutThePasswordThatOnlyItsOwnerReads() throws IOException {
    try (Database database = open()) {
      int port = Integer.parseInt(text(database, "SHOW port"));

      assertThat(text(database, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
          .isEqualTo("rwx------");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(folder.resolve("password"))))
          .isEqualTo("rw-------");
      assertThatThrownBy(() -> Database.open(vertx, external(port, "postgres:wrong")))
          .isInstanceOf(DatabaseUnavailable.class)
          .hasMessageContaining("127.0.0.1:" + port)
          .hasMessageNotContaining("wrong");
      String password = Files.readString(folder.resolve("password"));
      Database.open(vertx, external(port, "postgres:" + password)).close();
    }
  }

  @Test
  void aLostPasswordIsReplaced() throws IOException {
    open().close();
    Files.delete(folder.resolve("password"));

    try (Database database = open()) {
      int port = Integer.parseInt(text(database, "SHOW port"));
      assertThatThrownBy(() -> Database.open(vertx, external(port, "postgres:wrong")))
          .isInstanceOf(DatabaseUnavailable.class);
    }
  }

  @Test
  void aSecondOneOnTheSameFolderIsToldSoInOneSentence() {
    try (Database first = open()) {
      assertThatThrownBy(this::open)
          .isInstanceOf(DatabaseUnavailable.class)
          .hasMessageContaining("in use by another Fucina");
      assertThat(text(first, "SELECT 'unharmed'")).isEqualTo("unharmed");
    }
  }

  @Test
  void aServerThatCannotBeReachedIsNamedWithoutItsPassword() {
    assertThatThrownBy(() -> Database.open(vertx, external(1, "anna:secret-word")))
        .isInstanceOf(DatabaseUnavailable.class)
        .hasMessageContaining("127.0.0.1:1/postgres")
        .hasMessageNotContaining("secret-word");
    assertThatThrownBy(
            () ->
                Database.open(
                    vertx, new DatabaseSettings(Optional.of("mysql://a:secret-word@b"), folder, 4)))
        .isInstanceOf(DatabaseUnavailable.class)
        .hasMessageNotContaining("secret-word");
  }

  @Test
  void dataOfAnotherVersionIsLeftAloneAndSaidSo() throws IOException {
    open().close();
    Files.writeString(folder.resolve("data/PG_VERSION"), "14\n");

    assertThatThrownBy(this::open)
        .isInstanceOf(DatabaseUnavailable.class)
        .hasMessageContaining("PostgreSQL 14");
    assertThat(folder.resolve("data/global")).exists();
  }

  @Test
  void aFirstStartKilledHalfWayIsBegunAgain() throws IOException {
    Files.createDirectories(folder.resolve("data.draft"));
    Files.writeString(folder.resolve("data.draft/postgresql.conf"), "half");

    try (Database database = open()) {
      assertThat(text(database, "SELECT 'here'")).isEqualTo("here");
    }
  }

  @Test
  void aServerThatCannotStartSaysWhyAtOnce() throws IOException {
    open().close();
    Files.write(folder.resolve("data/global/pg_control"), new byte[10]);

    assertThatThrownBy(this::open)
        .isInstanceOf(DatabaseUnavailable.class)
        .hasMessageContaining("pg_control")
        .hasMessageContaining("database.url");
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> Database.open(vertx, DatabaseSettings.embedded(file)))
        .isInstanceOf(DatabaseUnavailable.class)
        .hasMessageContaining("is a file where a folder should be");
  }

  @Test
  void rootWithoutUserNamespacesIsToldWhatToDo() {
    assertThat(ServerProgram.obstacle(true, false).orElseThrow())
        .contains("plain user")
        .contains("database.url");
    assertThat(ServerProgram.obstacle(true, true)).isEmpty();
    assertThat(ServerProgram.obstacle(false, false)).isEmpty();
  }

  @Test
  void aNoteOfADeadServerWhoseNumberAnotherProgramHasIsNoHindrance() throws IOException {
    open().close();
    Files.writeString(
        folder.resolve("data/postmaster.pid"),
        ProcessHandle.current().pid() + "\n" + folder.resolve("data") + "\n");

    try (Database database = open()) {
      assertThat(text(database, "SELECT 'here'")).isEqualTo("here");
    }
  }

  @Test
  void aTransactionThatLosesADeadlockRunsAgain() {
    try (Database database = open()) {
      execute(database, "CREATE TABLE tally (id int PRIMARY KEY, n int)");
      execute(database, "INSERT INTO tally VALUES (1, 0), (2, 0)");
      List<Future<Void>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        int first = 1 + i % 2;
        all.add(
            database.inTransaction(
                connection -> add(connection, first).compose(done -> add(connection, 3 - first))));
      }
      all.forEach(Lab::await);

      assertThat(text(database, "SELECT sum(n)::text FROM tally")).isEqualTo("16");
    }
  }

  @Test
  void aFaultIsNotTriedAgainAndNothingOfItIsKept() {
    try (Database database = open()) {
      execute(database, "CREATE TABLE note (words text)");
      AtomicInteger tries = new AtomicInteger();
      Future<Void> failing =
          database.inTransaction(
              connection -> {
                tries.incrementAndGet();
                return connection
                    .query("INSERT INTO note VALUES ('lost')")
                    .execute()
                    .compose(done -> connection.query("SELECT nonsense").execute())
                    .mapEmpty();
              });

      assertThatThrownBy(() -> await(failing)).hasRootCauseInstanceOf(PgException.class);
      assertThat(tries).hasValue(1);
      assertThat(text(database, "SELECT count(*)::text FROM note")).isEqualTo("0");
    }
  }

  @Test
  void nothingGrantedIsMissingAfterAKillUnderLoad() throws IOException {
    long seed = System.nanoTime();
    LOG.info("kill -9 under load, seed {}", seed);
    Random random = new Random(seed);
    List<String> granted = new ArrayList<>();
    int minute = 10;
    for (int round = 0; round < 3; round++) {
      int before = granted.size();
      granted.addAll(killed(minute, 50 + random.nextInt(500)));
      assertThat(granted).hasSizeGreaterThan(before);
      // A killed process leaves its server behind; it is found by the next and stopped.
      assertThat(folder.resolve("data/postmaster.pid")).exists();
      minute += 5_000;
    }

    try (Database database = open()) {
      Scheduler scheduler =
          new Scheduler(new PostgresBookings(database), new SettableClock(Lab.MONDAY_TEN));
      for (String id : granted) {
        assertThat(await(scheduler.find(id))).as(id).isPresent();
      }
      assertThat(await(Invariants.broken(database))).isEmpty();
    }
  }

  @Test
  void anOrphanedServerIsStoppedAndItsDataTakenOver() throws IOException {
    killed(10, 5);
    List<String> note = Files.readAllLines(folder.resolve("data/postmaster.pid"));
    ProcessHandle orphan = ProcessHandle.of(Long.parseLong(note.get(0).strip())).orElseThrow();
    assertThat(orphan.isAlive()).isTrue();
    assertThat(Postmaster.running(folder.resolve("data"), note)).contains(orphan);
    assertThat(Postmaster.running(Path.of("/elsewhere"), note)).isEmpty();

    try (Database database = open()) {
      Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !orphan.isAlive());
      assertThat(text(database, "SELECT (count(*) >= 5)::text FROM booking")).isEqualTo("true");
    }
  }

  @Test
  void aServerThatDiesIsStartedAgainOnTheSameDataAndWhatWaitedIsWritten() throws IOException {
    try (Database database = open();
        WriteQueue writes = new WriteQueue(vertx)) {
      execute(database, "CREATE TABLE note (words text)");
      execute(database, "INSERT INTO note VALUES ('before')");
      for (int death = 0; death < 2; death++) {
        ProcessHandle server = server();
        server.destroyForcibly();
        Awaitility.await().until(() -> await(database.trouble()).isPresent());
        Future<Void> late =
            writes.add(
                "a note",
                () ->
                    database
                        .pool()
                        .query("INSERT INTO note VALUES ('meanwhile')")
                        .execute()
                        .mapEmpty());

        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> await(database.trouble()).isEmpty());
        await(late);
        assertThat(server().pid()).isNotEqualTo(server.pid());
      }
      assertThat(text(database, "SELECT string_agg(words, ' ') FROM note"))
          .isEqualTo("before meanwhile meanwhile");
    }
    assertThat(folder.resolve("data/postmaster.pid")).doesNotExist();
  }

  @Test
  void aQuestionToADeadServerFailsSoonAndIsKnownAsItsAbsence() throws IOException {
    try (Database database = open()) {
      server().destroyForcibly();
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(database.pool().query("SELECT 1").execute())
                      .satisfies(
                          asked ->
                              assertThatThrownBy(() -> await(asked))
                                  .matches(DatabaseUnavailable::isBehind)));
    }
  }

  private ProcessHandle server() throws IOException {
    List<String> note = Files.readAllLines(folder.resolve("data/postmaster.pid"));
    return Postmaster.running(folder.toRealPath().resolve("data"), note).orElseThrow();
  }

  /** Books in a process of its own, kills it after so many grants, and answers what it said. */
  private List<String> killed(int minute, int grants) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dfucina.postgres.programs="
                    + System.getProperty("fucina.postgres.programs", folder.toString()),
                "-cp",
                System.getProperty("java.class.path"),
                BookingLoad.class.getName(),
                folder.toString(),
                String.valueOf(minute))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> said = new ArrayList<>();
    try (BufferedReader reader = process.inputReader()) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.matches("[0-9a-f-]{36}")) {
          said.add(line);
        }
        if (said.size() == grants) {
          // Its handle kills it and leaves what it said to be read.
          process.toHandle().destroyForcibly();
        }
      }
    }
    process.onExit().join();
    return said;
  }

  private static Future<Void> add(SqlConnection connection, int id) {
    return connection.query("UPDATE tally SET n = n + 1 WHERE id = " + id).execute().mapEmpty();
  }

  private Database open() {
    return Database.open(vertx, DatabaseSettings.embedded(folder));
  }

  private DatabaseSettings external(int port, String user) {
    return new DatabaseSettings(
        Optional.of("postgresql://" + user + "@127.0.0.1:" + port + "/postgres"), folder, 4);
  }

  private static void execute(Database database, String sql) {
    await(database.pool().query(sql).execute());
  }

  private static String text(Database database, String sql) {
    return await(database.pool().query(sql).execute()).iterator().next().getString(0);
  }
}
