package fucina.gateway.store.questdb;

import fucina.gateway.telemetry.CommitGroups;
import fucina.gateway.telemetry.LiveHub;
import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Value;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * A process that offers numbered readings for ever and prints, for each offer that was
 * acknowledged, the number after its last reading. Somebody kills it.
 */
final class CommitUntilKilled {
  static final Instant NINE = Instant.parse("2026-11-22T09:00:00Z");
  static final int OFFER = 10;

  private CommitUntilKilled() {}

  /** The number's reading; every tenth is a text, so that both tables are written. */
  static Reading numbered(int number) {
    Instant time = NINE.plusMillis(number);
    Value value = number % 10 == 0 ? Value.of("text " + number) : Value.of(number);
    String signal = number % 10 == 0 ? "texts" : "numbers";
    return new Reading("robot-1", signal, time, time, value, Quality.GOOD);
  }

  public static void main(String[] args) throws InterruptedException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    QuestDbStore store =
        new QuestDbStore(Path.of(args[0]), new QuestDbStore.Settings(Optional.empty(), 0));
    CommitGroups groups =
        new CommitGroups(
            CommitGroups.Settings.usual(), store, new LiveHub(), InstantSource.system());
    Semaphore window = new Semaphore(50);
    for (int from = Integer.parseInt(args[1]); ; from += OFFER) {
      int to = from + OFFER;
      List<Reading> readings = new ArrayList<>();
      for (int number = from; number < to; number++) {
        readings.add(numbered(number));
      }
      window.acquire();
      groups
          .offer(readings)
          .whenComplete(
              (done, fault) -> {
                if (fault == null) {
                  out.println(to);
                }
                window.release();
              });
    }
  }
}
