package fucina.gateway.store.questdb;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.telemetry.Reading;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An acknowledged reading survives kill -9 (promise P3, the store's part). */
class QuestDbKilledIT {
  private static final int TIMES = 3;

  @Test
  void everythingAcknowledgedIsThereAfterAKill(@TempDir Path dir) throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int acknowledged = 0;
    for (int time = 0; time < TIMES; time++) {
      int killAt = acknowledged + 500 + random.nextInt(5_000);
      int next = runUntil(dir, acknowledged, killAt);
      assertThat(next).as("nothing was acknowledged; seed %d", seed).isGreaterThan(acknowledged);
      acknowledged = next;
      assertThat(stored(dir, acknowledged))
          .as("run %d, killed at %d; seed %d", time, acknowledged, seed)
          .isEqualTo(expected(acknowledged));
    }
  }

  /** Runs the process until it has reported so much, kills it, and tells what it last reported. */
  private int runUntil(Path dir, int from, int killAt) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                CommitUntilKilled.class.getName(),
                dir.toString(),
                String.valueOf(from))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int last = from;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.chars().allMatch(Character::isDigit)) {
          last = Integer.parseInt(line);
        }
        if (last >= killAt && process.isAlive()) {
          // Through the handle, because the process itself would close its output with what is in
          // it.
          process.toHandle().destroyForcibly();
        }
      }
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("it was killed, it did not end").isEqualTo(137);
    return last;
  }

  private static List<Reading> expected(int to) {
    List<Reading> expected = new ArrayList<>();
    for (int number = 0; number < to; number++) {
      expected.add(CommitUntilKilled.numbered(number));
    }
    return expected;
  }

  /** What is stored up to a number; more may be there, committed and never reported. */
  private List<Reading> stored(Path dir, int to) {
    List<Reading> stored = new ArrayList<>();
    try (QuestDbStore store =
        new QuestDbStore(dir, new QuestDbStore.Settings(Optional.empty(), 0))) {
      store.raw(
          "robot-1",
          List.of("numbers", "texts"),
          CommitUntilKilled.NINE,
          CommitUntilKilled.NINE.plusMillis(to),
          stored::add);
      assertThat(store.healthy()).isTrue();
    }
    stored.sort(Comparator.comparing(Reading::time));
    return stored;
  }
}
