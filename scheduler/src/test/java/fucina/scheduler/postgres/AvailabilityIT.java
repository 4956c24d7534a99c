package fucina.scheduler.postgres;

import static fucina.scheduler.postgres.Lab.at;
import static fucina.scheduler.postgres.Lab.await;
import static org.assertj.core.api.Assertions.assertThat;

import fucina.scheduler.AvailabilityQuery;
import fucina.scheduler.Decision.Granted;
import fucina.scheduler.Occupied;
import fucina.scheduler.Occupied.Kind;
import fucina.scheduler.Slot;
import fucina.scheduler.SomeMachines;
import fucina.scheduler.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AvailabilityIT {
  private static Lab lab;

  @BeforeAll
  static void open() {
    lab = new Lab();
  }

  @AfterAll
  static void close() {
    lab.close();
  }

  @BeforeEach
  void clear() {
    lab.cleared(
        SomeMachines.robot("robot-1"), SomeMachines.robot("robot-2"), SomeMachines.line("line-1"));
  }

  @Test
  void everySlotOfferedIsGrantedToWhoeverAsksForIt() {
    lab.granted(at(60), at(120), "line-1");
    lab.clock.set(at(0).plusSeconds(17));
    List<Slot> slots = await(lab.scheduler.availability(query(at(-60), at(1_800), 60)));

    assertThat(slots).extracting(Slot::machine).contains("robot-1", "robot-2", "line-1");
    lab.clock.advance(Duration.ofSeconds(50));
    for (Slot slot : slots) {
      assertThat(lab.book(slot.window().from(), slot.window().to(), slot.machine()))
          .as("%s", slot)
          .isInstanceOf(Granted.class);
      await(
          lab.database
              .pool()
              .query("UPDATE allocation SET active = false WHERE window_from <> '" + at(60) + "'")
              .execute());
    }
  }

  @Test
  void slotsComeByStartAndStayInsideWhatWasAskedFor() {
    lab.granted(at(0), at(100), "robot-1");

    List<Slot> slots = await(lab.scheduler.availability(query(at(0), at(120), 50)));

    assertThat(slots)
        .containsExactly(
            new Slot("line-1", new Window(at(0), at(60))),
            new Slot("robot-2", new Window(at(0), at(50))),
            new Slot("robot-2", new Window(at(50), at(100))),
            new Slot("line-1", new Window(at(60), at(120))));
  }

  @Test
  void familyCapabilityAndCentreNarrowTheSearch() {
    assertThat(machines(Optional.of("robot"), Optional.empty(), Optional.empty()))
        .containsOnly("robot-1", "robot-2");
    assertThat(machines(Optional.empty(), Optional.of("assembly"), Optional.empty()))
        .containsOnly("line-1");
    assertThat(machines(Optional.empty(), Optional.empty(), Optional.of("cim40"))).isEmpty();
  }

  @Test
  void nothingIsOfferedInThePastOrBeyondTheHorizon() {
    assertThat(await(lab.scheduler.availability(query(at(-600), at(-60), 30)))).isEmpty();
    Instant far = Instant.parse("9000-01-01T00:00:00Z");
    Window years = new Window(far, Instant.MAX);
    assertThat(
            await(
                lab.scheduler.availability(
                    new AvailabilityQuery(
                        years,
                        Duration.ofMinutes(5),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        10))))
        .isEmpty();
  }

  @Test
  void theTimelineShowsWindowsBuffersAndClosedHoursAndUpkeep() {
    lab.granted(at(60), at(120), "line-1");

    List<Occupied> line =
        await(
            lab.scheduler.occupancy(
                new Window(at(-150), at(130)), Optional.of("made"), Optional.of("line-1")));

    assertThat(line)
        .containsExactly(
            new Occupied("line-1", new Window(at(-150), at(-120)), Kind.CLOSED, Optional.empty()),
            new Occupied(
                "line-1", new Window(at(50), at(60)), Kind.BUFFER, Optional.of("officina-demo")),
            new Occupied(
                "line-1", new Window(at(60), at(120)), Kind.BOOKED, Optional.of("officina-demo")),
            new Occupied(
                "line-1", new Window(at(120), at(130)), Kind.BUFFER, Optional.of("officina-demo")));
    assertThat(
            await(
                lab.scheduler.occupancy(
                    new Window(at(0), at(10)), Optional.of("cim40"), Optional.empty())))
        .isEmpty();
  }

  private static List<String> machines(
      Optional<String> family, Optional<String> capability, Optional<String> centre) {
    AvailabilityQuery query =
        new AvailabilityQuery(
            new Window(at(0), at(120)),
            Duration.ofMinutes(30),
            family,
            capability,
            centre,
            Optional.empty(),
            100);
    return await(lab.scheduler.availability(query)).stream().map(Slot::machine).toList();
  }

  private static AvailabilityQuery query(Instant from, Instant to, int minutes) {
    return new AvailabilityQuery(
        new Window(from, to),
        Duration.ofMinutes(minutes),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        100);
  }
}
