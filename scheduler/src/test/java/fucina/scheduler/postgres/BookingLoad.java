package fucina.scheduler.postgres;

import static fucina.scheduler.postgres.Lab.await;

import fucina.scheduler.Decision;
import fucina.scheduler.Decision.Granted;
import fucina.scheduler.Scheduler;
import fucina.scheduler.SettableClock;
import fucina.scheduler.SomeMachines;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process that books as fast as it can and says each booking it was granted, until killed. */
final class BookingLoad {
  private static final int ROBOTS = 8;

  private BookingLoad() {}

  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Database database =
        Database.open(Vertx.vertx(), DatabaseSettings.embedded(Path.of(arguments[0])));
    Scheduler scheduler =
        new Scheduler(new PostgresBookings(database), new SettableClock(Lab.MONDAY_TEN));
    for (int robot = 0; robot < ROBOTS; robot++) {
      await(scheduler.machine(SomeMachines.robot("robot-" + robot)));
    }
    out.println("ready");
    for (int minute = Integer.parseInt(arguments[1]); ; minute++) {
      List<Future<Decision>> asked = new ArrayList<>();
      for (int robot = 0; robot < ROBOTS; robot++) {
        asked.add(
            scheduler.book(
                Lab.request(Lab.at(minute), Lab.at(minute + 1), "robot-" + robot), Lab.ANNA));
      }
      for (Future<Decision> each : asked) {
        if (await(each) instanceof Granted granted) {
          out.println(granted.booking().id());
        }
      }
    }
  }
}
