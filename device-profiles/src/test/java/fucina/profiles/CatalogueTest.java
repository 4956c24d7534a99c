package fucina.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CatalogueTest {
  private final Catalogue builtIn = Catalogue.builtIn();

  @Test
  void theTenPackagedProfilesAreSound() {
    assertThat(builtIn.profiles())
        .extracting(Profile::id)
        .containsExactly(
            "energy-meter-opcua",
            "lab-device-lads",
            "line-packml",
            "line-sparkplug",
            "printer-fff-bambu",
            "printer-fff-klipper",
            "printer-fff-octoprint",
            "robot-arm-6axis",
            "robot-arm-monitored",
            "sensor-mqtt");
  }

  @Test
  void addingAProfileGivesANewCatalogue() {
    Catalogue more = builtIn.with(SomeProfiles.sound(SomeProfiles.ROBOT));

    assertThat(more.profile("small-robot")).isPresent();
    assertThat(builtIn.profile("small-robot")).isEmpty();
  }

  @Test
  void aFolderAddsItsSoundProfilesAndReportsTheOthersByFile(@TempDir Path folder)
      throws IOException {
    Files.writeString(folder.resolve("robot.yaml"), SomeProfiles.ROBOT);
    Files.writeString(
        folder.resolve("printer.yml"), SomeProfiles.PRINTER.replace("unece: P1", "unece: Q1Q"));
    Files.write(folder.resolve("latin.json"), new byte[] {(byte) 0xe8, (byte) 0xe9});
    Files.writeString(folder.resolve("notes.txt"), "no profile");

    Catalogue.FolderRead read = builtIn.with(folder);

    assertThat(read.catalogue().profile("small-robot")).isPresent();
    assertThat(read.flaws())
        .containsOnlyKeys(folder.resolve("latin.json"), folder.resolve("printer.yml"));
    assertThat(read.flaws().get(folder.resolve("printer.yml")))
        .extracting(Flaw::key)
        .containsExactly("properties.job.progress.fucina.unece");
  }

  @Test
  void everyVersionStaysAndTheHighestNumberIsTheNewest() {
    Catalogue three = builtIn.with(version("1.10.0")).with(version("1.9.0")).with(version("1.9.1"));

    assertThat(three.versions("small-robot"))
        .extracting(Profile::version)
        .containsExactly("1.10.0", "1.9.1", "1.9.0");
    assertThat(three.profile("small-robot").orElseThrow().version()).isEqualTo("1.10.0");
    assertThat(three.profile("small-robot", "1.9.0")).isPresent();
    assertThat(three.profile("small-robot", "2.0.0")).isEmpty();
    assertThat(three.versions("no-such")).isEmpty();
  }

  private static Profile version(String version) {
    return SomeProfiles.sound(SomeProfiles.ROBOT.replace("1.0.0", version));
  }

  @Test
  void aVersionThatIsTakenByAnotherTextIsAFlawOfTheFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("mine.yaml");
    String taken = builtIn.profile("robot-arm-6axis").orElseThrow().version();
    Files.writeString(
        file, SomeProfiles.ROBOT.replace("small-robot", "robot-arm-6axis").replace("1.0.0", taken));

    Catalogue.FolderRead read = builtIn.with(folder);

    assertThat(read.flaws()).containsOnlyKeys(file);
    assertThat(read.catalogue().profile("robot-arm-6axis"))
        .isEqualTo(builtIn.profile("robot-arm-6axis"));
  }

  @Test
  void aFolderThatIsNotThereIsAFlawOfTheFolder(@TempDir Path folder) {
    Path missing = folder.resolve("missing");

    assertThat(builtIn.with(missing).flaws()).containsOnlyKeys(missing);
  }
}
