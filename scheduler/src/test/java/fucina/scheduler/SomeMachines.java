package fucina.scheduler;

import fucina.scheduler.MachineRules.Hours;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Machines of a lab, for tests. */
public final class SomeMachines {
  public static final ZoneId ROME = ZoneId.of("Europe/Rome");

  private SomeMachines() {}

  /** As in the demo: a minute's grain, no buffers, never closed. */
  public static MachineRules easyRules() {
    return rules(Duration.ofMinutes(1), Duration.ZERO, MachineRules.ALWAYS);
  }

  /** Half hours, ten minutes before and after, weekdays from eight to six. */
  public static MachineRules officeRules() {
    Map<DayOfWeek, List<Hours>> opening = new EnumMap<>(DayOfWeek.class);
    for (DayOfWeek day : List.of(DayOfWeek.values()).subList(0, 5)) {
      opening.put(day, List.of(new Hours(LocalTime.of(8, 0), LocalTime.of(18, 0))));
    }
    return rules(Duration.ofMinutes(30), Duration.ofMinutes(10), opening);
  }

  public static MachineRules rules(
      Duration grain, Duration buffer, Map<DayOfWeek, List<Hours>> opening) {
    return new MachineRules(
        ROME, grain, grain, Duration.ofHours(8), buffer, buffer, Duration.ofDays(90), opening);
  }

  public static BookableMachine robot(String id) {
    return new BookableMachine(
        id, "made", "robot", Set.of("welding", "handling"), easyRules(), true);
  }

  /** A robot whose technician approves each window, ten minutes before it begins at the latest. */
  public static BookableMachine approved(String id, String centre) {
    Approval approval = new Approval(Duration.ofMinutes(10), Optional.of(Duration.ofHours(2)));
    return new BookableMachine(
        id, centre, "robot", Set.of("welding"), easyRules().with(Optional.of(approval)), true);
  }

  public static BookableMachine line(String id) {
    return new BookableMachine(id, "made", "line", Set.of("assembly"), officeRules(), true);
  }
}
