package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.utilisation.Figures;
import fucina.gateway.utilisation.Figures.Lead;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A sheet is read as it was meant, also by a spreadsheet. */
class UtilisationSheetTest {
  private static Figures figures(String group, Duration open) {
    return new Figures(
        group,
        open,
        Duration.ofMinutes(90),
        Duration.ofSeconds(1_000),
        Map.of("COMPLETED", 2L, "NO_SHOW", 1L),
        Optional.of(new Lead(Duration.ofHours(2), Duration.ofMillis(100))));
  }

  @Test
  void aLineOfNamesIsFollowedByOneForEachGroup() {
    String sheet =
        UtilisationSheet.of(
                List.of(figures("robot-1", Duration.ofHours(6)), figures("shut", Duration.ZERO)),
                id -> "Robot, \"big\"")
            .toString();
    assertThat(sheet.split("\r\n"))
        .containsExactly(
            "id,name,openMinutes,bookedMinutes,usedMinutes,idleMinutes,utilisation,effective,"
                + "leadMedianMinutes,leadP90Minutes,bookings,claimed,pending-approval,confirmed,"
                + "in-use,completed,cancelled,terminated,rejected,expired,displaced,no-show,"
                + "unfulfilled",
            "robot-1,\"Robot, \"\"big\"\"\",360.0,90.0,16.667,73.333,0.25,0.0463,120.0,0.002,3,"
                + "0,0,0,0,2,0,0,0,0,0,1,0",
            "shut,\"Robot, \"\"big\"\"\",0.0,90.0,16.667,73.333,,,120.0,0.002,3,"
                + "0,0,0,0,2,0,0,0,0,0,1,0");
    assertThat(sheet).endsWith("\r\n");
  }

  @Test
  void whereThereIsNoGroupTheNamesStandAlone() {
    assertThat(UtilisationSheet.of(List.of(), id -> id).toString())
        .startsWith("id,name,openMinutes")
        .endsWith("unfulfilled\r\n");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "=1+1, '=1+1",
        "+39 02, '+39 02",
        "-1, '-1",
        "@SUM(A1), '@SUM(A1)",
        "Officina = 1, Officina = 1",
        "|=HYPERLINK(\"a\",\"b\")|, |\"'=HYPERLINK(\"\"a\"\",\"\"b\"\")\"|"
      })
  void whatBeginsLikeAFormulaIsText(String written, String cell) {
    assertThat(UtilisationSheet.text(written)).isEqualTo(cell);
  }
}
