package fucina.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Executes the rooms table of ARCHITECTURE.md: the map cannot drift from the code. */
class RoomsTest {
  private static final List<String> EVERYWHERE =
      List.of("java", "javax", "org.jspecify", "org.slf4j");
  private static final Path MAP = Path.of("..", "ARCHITECTURE.md");
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("fucina");

  @TestFactory
  Stream<DynamicTest> aRoomTouchesOnlyWhatItsRowNames() throws IOException {
    return rows().entrySet().stream()
        .filter(row -> !row.getValue().contains("everything"))
        .map(
            row ->
                dynamicTest(
                    row.getKey(),
                    () ->
                        ArchRuleDefinition.classes()
                            .that()
                            .resideInAPackage(row.getKey())
                            .should()
                            .onlyDependOnClassesThat(insideOr(row.getKey(), row.getValue()))
                            .check(HOUSE)));
  }

  @Test
  void everyRoomHasARowAndEveryRowARoom() throws IOException {
    Set<String> rooms =
        HOUSE.stream()
            .map(JavaClass::getPackageName)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(rows().keySet()).containsExactlyInAnyOrderElementsOf(rooms);
  }

  @Test
  void everyRoomSaysWhatItIs() throws IOException {
    for (String room : rows().keySet()) {
      assertThat(Stream.of("device-profiles", "scheduler", "simulators", "gateway"))
          .as("package-info.java of %s", room)
          .anyMatch(
              module ->
                  Files.exists(
                      Path.of(
                          "..",
                          module,
                          "src/main/java",
                          room.replace('.', '/'),
                          "package-info.java")));
    }
  }

  @Test
  void noTwoRoomsGoInACircle() {
    SlicesRuleDefinition.slices().matching("fucina.(**)").should().beFreeOfCycles().check(HOUSE);
  }

  @Test
  void nobodyTouchesTheRoot() {
    ArchRuleDefinition.noClasses()
        .that()
        .resideOutsideOfPackage("fucina.gateway")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("fucina.gateway")
        .check(HOUSE);
  }

  @Test
  void onlyTheClockHandedInKnowsTheTime() {
    ArchRuleDefinition.noClasses()
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(HOUSE);
  }

  @Test
  void theMapFitsOnTwoPages() throws IOException {
    assertThat(Files.readAllLines(MAP)).hasSizeLessThanOrEqualTo(150);
  }

  private static DescribedPredicate<JavaClass> insideOr(String room, List<String> allowed) {
    return DescribedPredicate.describe(
        "live in this room or in one its row names (" + String.join(", ", allowed) + ")",
        touched -> {
          String name = touched.getBaseComponentType().getPackageName();
          return touched.getBaseComponentType().isPrimitive()
              || name.equals(room)
              || EVERYWHERE.stream().anyMatch(everywhere -> below(name, everywhere))
              || allowed.stream().anyMatch(entry -> names(entry, name));
        });
  }

  /**
   * A room of ours is named exactly, or with {@code .*} for all below it; a library by its root
   * package.
   */
  private static boolean names(String entry, String touched) {
    if (entry.endsWith(".*")) {
      return below(touched, entry.substring(0, entry.length() - 2));
    }
    return entry.startsWith("fucina.") ? touched.equals(entry) : below(touched, entry);
  }

  private static boolean below(String name, String root) {
    return name.equals(root) || name.startsWith(root + ".");
  }

  private static TreeMap<String, List<String>> rows() throws IOException {
    TreeMap<String, List<String>> rows = new TreeMap<>();
    for (String line : Files.readAllLines(MAP)) {
      if (line.startsWith("| `fucina.")) {
        String[] cells = line.split("\\|");
        List<String> allowed = new ArrayList<>();
        for (String entry : cells[3].split("[,;]")) {
          String word = entry.strip();
          if (word.startsWith("everything")) {
            allowed.add("everything");
          } else if (word.matches("[a-z0-9_.*]+")) {
            allowed.add(word);
          }
        }
        rows.put(cells[1].strip().replace("`", ""), allowed);
      }
    }
    return rows;
  }
}
