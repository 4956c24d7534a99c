package fucina.gateway.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fucina.gateway.link.Cells;
import fucina.gateway.registry.MachineTable.Kept;
import fucina.gateway.registry.Registry.Draft;
import fucina.gateway.registry.Registry.Invalid;
import fucina.profiles.AllowLists;
import fucina.profiles.Catalogue;
import fucina.profiles.Profile;
import fucina.profiles.ProfileRead;
import fucina.profiles.ProfileReader;
import fucina.scheduler.Actor;
import fucina.scheduler.MachineRules;
import fucina.scheduler.postgres.Database;
import fucina.scheduler.postgres.DatabaseSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions of profiles, and the machines pinned to them, on a real database. */
class ProfileVersionsIT {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-22T09:00:00Z"));
  private static final Actor TECHNICIAN =
      new Actor("tina", "made", Actor.Capacity.TECHNICIAN, Optional.of("made"));
  private static final MachineRules RULES =
      new MachineRules(
          ZoneId.of("Europe/Rome"),
          Duration.ofMinutes(1),
          Duration.ofMinutes(1),
          Duration.ofHours(8),
          Duration.ZERO,
          Duration.ZERO,
          Duration.ofDays(90),
          MachineRules.ALWAYS);
  private static final Profile KLIPPER =
      Catalogue.builtIn().profile("printer-fff-klipper").orElseThrow();

  @TempDir static Path folder;
  private static Vertx vertx;
  private static Database database;

  @BeforeAll
  static void open() {
    vertx = Vertx.vertx();
    database = Database.open(vertx, DatabaseSettings.embedded(folder.resolve("postgres")));
    get(new MachineTable(database, CLOCK).centre(new Centre("made", "MADE", "Milano")));
  }

  @AfterAll
  static void close() {
    database.close();
    vertx.close();
  }

  private static <T> T get(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  /** A shelf as a gateway finds it at its start. */
  private static ProfileShelf shelf(Catalogue packaged) {
    ProfileShelf shelf = new ProfileShelf(new ProfileTable(database, CLOCK), packaged);
    get(shelf.start());
    return shelf;
  }

  private static String text(String id, String version) {
    return KLIPPER
        .source()
        .replace("profile:printer-fff-klipper", "profile:" + id)
        .replace("model: \"" + KLIPPER.version() + "\"", "model: \"" + version + "\"");
  }

  @Test
  void aVersionIsAddedOnceAndNeverChanged() {
    ProfileShelf shelf = shelf(Catalogue.builtIn());
    String first = text("added-once", "1.0.0");

    assertThat(get(shelf.add(first, TECHNICIAN))).isInstanceOf(ProfileAdded.Added.class);
    assertThat(get(shelf.add(first, TECHNICIAN))).isInstanceOf(ProfileAdded.Unchanged.class);
    String other = first + "\n# another text\n";
    ProfileAdded.Taken taken = (ProfileAdded.Taken) get(shelf.add(other, TECHNICIAN));
    assertThat(taken.kept().source()).isEqualTo(first);
    assertThat(taken.hash()).isNotEqualTo(taken.kept().hash());
    assertThat(get(shelf.add("title: 3", TECHNICIAN))).isInstanceOf(ProfileAdded.Flawed.class);
  }

  @Test
  void aVersionThatAnotherGatewayAddedMeanwhileIsNotOverwritten() {
    ProfileShelf one = shelf(Catalogue.builtIn());
    ProfileShelf other = shelf(Catalogue.builtIn());
    String text = text("added-twice", "1.0.0");
    get(one.add(text, TECHNICIAN));

    ProfileAdded late = get(other.add(text + "\n# later\n", TECHNICIAN));

    assertThat(late).isInstanceOf(ProfileAdded.Taken.class);
    assertThat(other.profile("added-twice", "1.0.0").orElseThrow().source()).isEqualTo(text);
  }

  @Test
  void aProfileThatComesWithTheProductTakesNoAddedVersions() {
    ProfileShelf shelf = shelf(Catalogue.builtIn());
    Actor administrator = new Actor("ada", "rete", Actor.Capacity.ADMINISTRATOR, Optional.empty());

    for (Actor actor : List.of(TECHNICIAN, administrator)) {
      assertThat(get(shelf.add(text("printer-fff-klipper", "99.0.0"), actor)))
          .isInstanceOf(ProfileAdded.Reserved.class);
    }
    assertThat(shelf.profile("printer-fff-klipper")).contains(KLIPPER);
  }

  @Test
  void furtherVersionsComeFromTheCentreOfTheFirstOrAnAdministrator() {
    ProfileShelf shelf = shelf(Catalogue.builtIn());
    Actor other = new Actor("tina", "cim40", Actor.Capacity.TECHNICIAN, Optional.of("cim40"));
    Actor colleague = new Actor("tea", "made", Actor.Capacity.TECHNICIAN, Optional.of("made"));
    Actor administrator = new Actor("ada", "rete", Actor.Capacity.ADMINISTRATOR, Optional.empty());
    get(shelf.add(text("added-by-made", "1.0.0"), TECHNICIAN));

    assertThat(get(shelf.add(text("added-by-made", "9.0.0"), other)))
        .isInstanceOf(ProfileAdded.Reserved.class);
    assertThat(shelf.profile("added-by-made").orElseThrow().version()).isEqualTo("1.0.0");
    assertThat(get(shelf.add(text("added-by-made", "1.1.0"), colleague)))
        .isInstanceOf(ProfileAdded.Added.class);
    assertThat(get(shelf.add(text("added-by-made", "1.2.0"), administrator)))
        .isInstanceOf(ProfileAdded.Added.class);
  }

  @Test
  void aMachineStaysAtItsVersionThoughTheProductBringsItNoMore() {
    Profile old = sound(text("pinned-printer", "1.0.0"));
    Profile young = sound(text("pinned-printer", "2.0.0"));
    ProfileShelf before = shelf(Catalogue.builtIn().with(old));
    Drafts drafts = new Drafts(new Cells(List.of("127.0.0.0/8")), RULES);
    Machine machine =
        drafts.machine(draft(Optional.empty()), before, List.of(new Centre("made", "M", "Milano")));
    MachineTable table = new MachineTable(database, CLOCK);
    get(
        table.machine(
            new MachineTable.Kept(machine, Optional.empty(), Optional.empty()),
            AllowLists.NONE,
            TECHNICIAN,
            "machine.registered"));

    ProfileShelf after = shelf(Catalogue.builtIn().with(young));
    List<Kept> kept =
        get(table.machines((id, version) -> version.flatMap(one -> after.profile(id, one)), RULES));

    assertThat(after.profile("pinned-printer").orElseThrow().version()).isEqualTo("2.0.0");
    Machine found = kept.get(0).machine();
    assertThat(found.profile()).isEqualTo(old);
    assertThat(drafts.changed(found, draft(Optional.empty()), after).profile()).isEqualTo(old);
    assertThat(drafts.changed(found, draft(Optional.of("2.0.0")), after).profile())
        .isEqualTo(young);
    assertThatThrownBy(() -> drafts.changed(found, draft(Optional.of("3.0.0")), after))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("has no version 3.0.0; it has 2.0.0, 1.0.0");
  }

  private static Profile sound(String text) {
    return ((ProfileRead.Sound) new ProfileReader().read(text)).profile();
  }

  private static Draft draft(Optional<String> version) {
    return new Draft(
        Optional.of("printer-77"),
        Optional.of("Printer"),
        Optional.of("made"),
        Optional.of("pinned-printer"),
        Optional.of(
            new Machine.Connection(
                "mqtt://127.0.0.1:1883", "", Optional.empty(), Map.of("PREFIX", "printer-77"))),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        version);
  }
}
