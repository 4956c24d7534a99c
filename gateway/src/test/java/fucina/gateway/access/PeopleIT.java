package fucina.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.access.SignIns.Attempt;
import fucina.scheduler.Actor;
import fucina.scheduler.Actor.Capacity;
import fucina.scheduler.postgres.Audit;
import fucina.scheduler.postgres.Database;
import fucina.scheduler.postgres.DatabaseSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People and their proofs on a real database, with a clock the test moves. */
class PeopleIT {
  private static final String HERE = "10.0.0.1";
  private static volatile Instant now = Instant.parse("2026-11-22T09:00:00Z");

  @TempDir static Path folder;
  private static Vertx vertx;
  private static Database database;
  private static People people;
  private static SignIns signIns;
  private static Tokens tokens;

  @BeforeAll
  static void open() {
    vertx = Vertx.vertx();
    database = Database.open(vertx, DatabaseSettings.embedded(folder.resolve("postgres")));
    people = get(People.open(vertx, database, PeopleIT::now));
    signIns = new SignIns(people);
    tokens = new Tokens(people, signIns);
    get(people.add(List.of(new Organisation("officina", "Officina Demo"))));
    get(people.add(anna(), Actor.GATEWAY));
  }

  @AfterAll
  static void close() {
    people.close();
    database.close();
    vertx.close();
  }

  private static NewPerson anna() {
    return new NewPerson(
        "anna",
        "Anna@officina.example",
        "Anna",
        "officina",
        Capacity.MEMBER,
        Optional.empty(),
        "right password");
  }

  private static Attempt.In in() {
    return (Attempt.In) get(signIns.signIn("anna@officina.example", "right password", HERE));
  }

  private static <T> T get(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void thePasswordIsKeptOnlyAsAnArgon2idHash() {
    String kept =
        get(database.pool().query("SELECT password_hash FROM person WHERE id = 'anna'").execute())
            .iterator()
            .next()
            .getString(0);
    assertThat(kept).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").doesNotContain("right");
  }

  @Test
  void theSecretIsKeptOnlyAsItsHash() {
    String secret = in().secret();
    String kept =
        get(database.pool().query("SELECT string_agg(s::text, ' ') FROM sign_in s").execute())
            .iterator()
            .next()
            .getString(0);
    assertThat(kept).doesNotContain(secret).doesNotContain(secret.substring(9));
  }

  @Test
  void aSignInHoldsTwelveHoursAndNoLonger() {
    Instant before = now();
    String secret = in().secret();
    now = before.plus(Duration.ofHours(12)).minusSeconds(1);
    assertThat(get(signIns.authenticate(secret))).isPresent();
    now = before.plus(Duration.ofHours(12));
    assertThat(get(signIns.authenticate(secret))).isEmpty();
  }

  @Test
  void whoSignsOutIsOutAndEverybodyWhoListensIsTold() {
    List<String> told = new CopyOnWriteArrayList<>();
    signIns.onEnded(told::add);
    Attempt.In in = in();
    get(signIns.signOut(in.who()));
    assertThat(get(signIns.authenticate(in.secret()))).isEmpty();
    assertThat(get(signIns.holds(in.who()))).isFalse();
    assertThat(told).containsExactly(in.who().id());
  }

  @Test
  void aTokenExpires() {
    Instant before = now();
    Tokens.Made made = get(tokens.make(in().who(), "script", Scope.READ, before.plusSeconds(60)));
    assertThat(get(signIns.authenticate(made.secret())).orElseThrow().scope())
        .isEqualTo(Scope.READ);
    assertThat(get(tokens.list(in().who().person())).get(0).lastUsedAt()).contains(before);
    now = before.plusSeconds(60);
    assertThat(get(signIns.authenticate(made.secret()))).isEmpty();
  }

  @Test
  void aTicketIsGoodOnceAndForAMinute() {
    Tickets tickets = new Tickets(PeopleIT::now);
    Tickets.Ticket used = tickets.issue(in().who()).orElseThrow();
    assertThat(tickets.redeem(used.secret())).isPresent();
    assertThat(tickets.redeem(used.secret())).isEmpty();
    Tickets.Ticket late = tickets.issue(in().who()).orElseThrow();
    now = now().plusSeconds(60);
    assertThat(tickets.redeem(late.secret())).isEmpty();
  }

  @Test
  void whatIsNoSecretOfOursIsNobody() {
    assertThat(get(signIns.authenticate(""))).isEmpty();
    assertThat(get(signIns.authenticate("fucina_s_short"))).isEmpty();
    assertThat(get(signIns.authenticate("fucina_x_" + "a".repeat(43)))).isEmpty();
    assertThat(get(signIns.authenticate("fucina_s_" + "a".repeat(43)))).isEmpty();
  }

  @Test
  void theFirstAdministratorIsMadeOnce() {
    Optional<String> password = get(people.createFirstAdministrator("admin@lab.example"));
    assertThat(password).isPresent();
    assertThat(get(people.createFirstAdministrator("admin@lab.example"))).isEmpty();
    Attempt attempt = get(signIns.signIn("admin@lab.example", password.orElseThrow(), HERE));
    assertThat(((Attempt.In) attempt).who().actor().capacity()).isEqualTo(Capacity.ADMINISTRATOR);
  }

  @Test
  void demoPeopleComeInOnceHoweverOftenAsked() {
    DemoPeople demo =
        new DemoPeople(List.of(new Organisation("officina", "Officina Demo")), List.of(anna()));
    get(demo.letIn(people));
    get(demo.letIn(people));
    assertThat(get(people.of("officina"))).extracting(Person::id).contains("anna");
    assertThat(people.personName("anna")).isEqualTo("Anna");
    assertThat(people.organisationName("officina")).isEqualTo("Officina Demo");
  }

  @Test
  void everySignInIsInTheAudit() {
    in();
    List<Audit.Line> lines =
        get(new Audit(database).list(Optional.empty(), Optional.of("anna"), 1, Optional.empty()));
    assertThat(lines.get(0).entry().action()).isEqualTo("person.signed-in");
    assertThat(lines.get(0).entry().detail()).containsEntry("address", HERE);
  }

  private static Instant now() {
    return now;
  }

  @Test
  void devicesAreKnownAgainAfterARestartByTheHashOfTheirPassword() {
    Map<String, String> first = new ConcurrentHashMap<>();
    Map<String, String> second = new ConcurrentHashMap<>();
    DeviceUser oven = new DeviceUser("oven-7", "made", new DeviceUser.Below("ovens/7"));
    DeviceUser cell = new DeviceUser("cell-7", "made", new DeviceUser.EdgeNode("made", "cell-7"));
    try (DeviceUsers before = new DeviceUsers(vertx, database, PeopleIT::now, door(first));
        DeviceUsers after = new DeviceUsers(vertx, database, PeopleIT::now, door(second))) {
      assertThat(get(before.admit(oven, Actor.GATEWAY)))
          .isInstanceOf(DeviceUsers.Outcome.Admitted.class);
      assertThat(get(before.admit(cell, Actor.GATEWAY)))
          .isInstanceOf(DeviceUsers.Outcome.Admitted.class);
      assertThat(get(before.admit(new DeviceUser("cell-8", "made", cell.reach()), Actor.GATEWAY)))
          .as("an edge node has one user")
          .isInstanceOf(DeviceUsers.Outcome.Taken.class);
      get(after.start());
      assertThat(second).isEqualTo(first).containsOnlyKeys("oven-7", "cell-7");
      assertThat(second.values()).allSatisfy(hash -> assertThat(hash).startsWith("$argon2id$"));
      assertThat(get(after.list())).containsExactly(cell, oven);
      get(after.remove(oven, Actor.GATEWAY));
      assertThat(second).containsOnlyKeys("cell-7");
    }
  }

  private static DeviceUsers.Door door(Map<String, String> hashes) {
    return new DeviceUsers.Door() {
      @Override
      public void admit(DeviceUser user, String passwordHash) {
        hashes.put(user.name(), passwordHash);
      }

      @Override
      public void dismiss(String name) {
        hashes.remove(name);
      }

      @Override
      public Optional<String> inTheWay(DeviceUser user) {
        return Optional.empty();
      }
    };
  }
}
