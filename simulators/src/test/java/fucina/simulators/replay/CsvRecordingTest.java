package fucina.simulators.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fucina.profiles.ProfileRead;
import fucina.profiles.ProfileReader;
import fucina.simulators.machine.MachineUnavailable;
import fucina.simulators.replay.Recording.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CsvRecordingTest {
  private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

  @TempDir Path folder;

  @Test
  void anItalianSpreadsheetIsReadAsItIs() throws IOException {
    Recording recording =
        read(
            """
            \uFEFFData;Potenza (kW);Stato
            02/03/2026 08:00:00;1.234,5;"In; moto"
            02/03/2026 08:00:10;-0,25;"detto ""fermo\"""
            02/03/2026 08:01:00;;Fermo
            """,
            format(Optional.empty(), ',', "Data", Optional.of("dd/MM/yyyy HH:mm:ss")));
    assertThat(recording.columns())
        .extracting(Recording.Column::name)
        .containsExactly("potenzaKw", "stato");
    assertThat(recording.columns())
        .extracting(Recording.Column::kind)
        .containsExactly(Kind.NUMBER, Kind.TEXT);
    assertThat(recording.rows().get(0).cells()).containsExactly(1234.5, "In; moto");
    assertThat(recording.rows().get(1).cells()).containsExactly(-0.25, "detto \"fermo\"");
    assertThat(recording.rows().get(2).cells().get(0)).isEqualTo(Double.NaN);
    assertThat(recording.rows())
        .extracting(Recording.Row::after)
        .containsExactly(Duration.ZERO, Duration.ofSeconds(10), Duration.ofSeconds(60));
    assertThat(recording.length()).isEqualTo(Duration.ofSeconds(110));
  }

  @Test
  void isoTimesEpochSecondsAndMillisecondsAreUnderstood() throws IOException {
    for (String rows :
        List.of(
            "2026-03-02T08:00:00Z,1\n2026-03-02T09:00:01.5+01:00,2",
            "2026-03-02 09:00:00,1\n2026-03-02 09:00:01.5,2",
            "1772438400,1\n1772438401.5,2",
            "1772438400000,1\n1772438401500,2")) {
      Recording recording =
          read("t,v\n" + rows, format(Optional.of(','), '.', "t", Optional.empty()));
      assertThat(recording.rows().get(1).after()).as(rows).isEqualTo(Duration.ofMillis(1500));
    }
  }

  @Test
  void columnsOfAnyNameBecomeSignalsOfTheirOwn() throws IOException {
    Recording recording =
        read("Temp °C,temp_c,2nd,\n1,2,3,4", format(Optional.of(','), '.', "", Optional.empty()));
    assertThat(recording.columns())
        .extracting(Recording.Column::name)
        .containsExactly("tempC", "tempC2", "column32nd", "column4");
  }

  @Test
  void aFlawIsNamedWithItsLine() {
    flawed("t,v\nsoon,1", "t", ":2 has the time \"soon\"");
    flawed("t,v\n2026-03-02T08:00:01Z,1\n2026-03-02T08:00:00Z,1", "t", ":3 goes back in time");
    flawed("a,b\n1,2,3", "", ":2 has 3 cells");
    flawed("a,b\n", "", "no row but its header");
    flawed("a,b\n1,2", "when", "no column when; there are a, b");
    flawed("", "", "is empty");
  }

  private void flawed(String text, String time, String flaw) {
    assertThatThrownBy(() -> read(text, format(Optional.of(','), '.', time, Optional.empty())))
        .isInstanceOf(MachineUnavailable.class)
        .hasMessageContaining(flaw);
  }

  @Test
  void itPlaysAtAnySpeedInALoopOrOnce() {
    Recording recording = Recording.madeUp(3, 10, 1);
    Playback loop = new Playback(recording, START, 10, true);
    assertThat(loop.position(START)).isEqualTo(1);
    assertThat(loop.position(START.plusMillis(350))).isEqualTo(4);
    assertThat(loop.position(START.plusMillis(2_050))).isEqualTo(21);
    assertThat(loop.cells(21).get(0)).isEqualTo(0.0);
    assertThat(loop.at(21)).isEqualTo(START.plusSeconds(2));
    Playback once = new Playback(recording, START, 10, false);
    assertThat(once.position(START.plusSeconds(60))).isEqualTo(10);
    assertThat(once.over(START.plusSeconds(60))).isTrue();
    assertThat(once.over(START)).isFalse();
  }

  @Test
  void aNumberedRecordingTellsRowAndSignalAndCountsOnThroughItsRounds() {
    Playback playback = new Playback(Recording.numbered(3), START, 1, true);
    assertThat(playback.cells(1)).containsExactly(1.0, 1.0001, 1.0002);
    assertThat(playback.position(START.plusSeconds(7))).isEqualTo(8);
    assertThat(playback.cells(8)).containsExactly(8.0, 8.0001, 8.0002);
  }

  @ParameterizedTest
  @EnumSource(ReplayProfile.Wire.class)
  void theProfileItWritesIsSound(ReplayProfile.Wire wire) throws IOException {
    Recording recording =
        read(
            "Time,Power \"kW\",State\n1,2,run\n2,3,stop",
            format(Optional.of(','), '.', "Time", Optional.empty()));
    ProfileRead read = new ProfileReader().read(ReplayProfile.of(recording, wire, "my-press"));
    assertThat(read).as(read.toString()).isInstanceOf(ProfileRead.Sound.class);
    assertThat(((ProfileRead.Sound) read).profile().signals()).hasSize(2);
  }

  private Recording read(String text, CsvFormat format) throws IOException {
    Path file = folder.resolve("recording.csv");
    Files.writeString(file, text, StandardCharsets.UTF_8);
    return CsvRecording.read(file, format);
  }

  private static CsvFormat format(
      Optional<Character> delimiter, char decimal, String time, Optional<String> pattern) {
    return new CsvFormat(
        delimiter,
        decimal,
        true,
        time.isEmpty() ? Optional.empty() : Optional.of(time),
        pattern,
        ZoneId.of("Europe/Rome"),
        Duration.ofSeconds(1));
  }
}
