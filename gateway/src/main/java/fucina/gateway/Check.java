package fucina.gateway;

import fucina.profiles.Catalogue;
import fucina.scheduler.postgres.Database;
import fucina.scheduler.postgres.DatabaseSettings;
import fucina.scheduler.postgres.DatabaseUnavailable;
import fucina.scheduler.postgres.Invariants;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads settings and profiles as a start would, and says every flaw it finds. */
final class Check {
  private final Path config;
  private final Map<String, String> environment;
  private final boolean stores;

  /**
   * @param stores whether to hold the stores against their invariants too; no Fucina may be running
   *     on them
   */
  Check(Path config, Map<String, String> environment, boolean stores) {
    this.config = config;
    this.environment = environment;
    this.stores = stores;
  }

  /** Every flaw, one a line with its file, line and key; empty where there is none. */
  List<String> flaws() {
    List<String> flaws = new ArrayList<>();
    try {
      SettingsReader reader = new SettingsReader().file(config).environment(environment);
      Settings settings = reader.settings();
      flaws.addAll(SettingsFiles.flaws(settings, reader::place));
      settings
          .profiles()
          .filter(Files::isDirectory)
          .ifPresent(
              folder ->
                  Catalogue.builtIn()
                      .with(folder)
                      .flaws()
                      .forEach(
                          (file, found) ->
                              found.forEach(
                                  flaw ->
                                      flaws.add(
                                          file
                                              + ":"
                                              + flaw.line()
                                              + ": "
                                              + flaw.key()
                                              + ": "
                                              + flaw.reason()))));
      if (stores) {
        flaws.addAll(brokenInvariants(settings));
      }
    } catch (SettingsReader.Flawed flawed) {
      flaws.addAll(flawed.flaws());
    }
    return flaws;
  }

  private static List<String> brokenInvariants(Settings settings) {
    Vertx vertx = Vertx.vertx();
    try (DataFolder ignored = DataFolder.take(settings.data(), false);
        Database database =
            Database.open(
                vertx,
                new DatabaseSettings(
                    settings.database().url(), settings.data().resolve("postgres"), 2))) {
      return Startup.await("the check of the stores", Invariants.broken(database));
    } catch (StartFailure | DatabaseUnavailable unusable) {
      return List.of(String.valueOf(unusable.getMessage()));
    } finally {
      Startup.await("the end of the check", vertx.close());
    }
  }
}
