package fucina.gateway;

import fucina.gateway.access.DemoPeople;
import fucina.gateway.access.NewPerson;
import fucina.gateway.access.Organisation;
import fucina.gateway.access.People;
import fucina.gateway.registry.Centre;
import fucina.gateway.registry.Machine;
import fucina.scheduler.Actor.Capacity;
import fucina.scheduler.MachineRules;
import fucina.scheduler.MachineRules.Hours;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Who and what there is in the demo lab: centres, organisations, people, rules. */
final class DemoLab {
  static final String PASSWORD = "fucina-demo";
  static final String CENTRE = "made";

  /** The eight Italian competence centres of Industry 4.0. */
  static final List<Centre> CENTRES =
      List.of(
          new Centre("made", "MADE", "Milano"),
          new Centre("cim40", "CIM 4.0", "Torino"),
          new Centre("bi-rex", "BI-REX", "Bologna"),
          new Centre("smact", "SMACT", "Padova"),
          new Centre("artes40", "ARTES 4.0", "Pisa"),
          new Centre("start40", "START 4.0", "Genova"),
          new Centre("cyber40", "Cyber 4.0", "Roma"),
          new Centre("meditech", "MedITech", "Napoli"));

  private static final ZoneId ROME = ZoneId.of("Europe/Rome");

  /** Nothing in the way of trying: windows of a minute, at any hour. */
  static final MachineRules OPEN_RULES =
      new MachineRules(
          ROME,
          Duration.ofMinutes(1),
          Duration.ofMinutes(1),
          Duration.ofHours(24),
          Duration.ZERO,
          Duration.ZERO,
          Duration.ofDays(365),
          MachineRules.ALWAYS);

  /** The rules of a lab with working hours, so that refusals can be seen. */
  static final MachineRules LAB_RULES =
      new MachineRules(
          ROME,
          Duration.ofMinutes(15),
          Duration.ofMinutes(30),
          Duration.ofHours(8),
          Duration.ofMinutes(10),
          Duration.ofMinutes(10),
          Duration.ofDays(60),
          workingHours());

  /** The programs and files that MADE's technicians approved, by machine. */
  private static final Map<String, Map<String, List<Object>>> APPROVED =
      Map.of(
          "robot-1", Map.of("load.Name", List.of("PickAndPlace_demo", "Weld_dry_run")),
          "printer-1",
              Map.of(
                  "start.filename",
                  List.of("benchy.gcode", "bracket.gcode", "calibration_cube.gcode")));

  private DemoLab() {}

  static Optional<Map<String, List<Object>>> approved(String machine) {
    return Optional.ofNullable(APPROVED.get(machine));
  }

  /** What to approve on a machine kept from a demo before: only lists nobody has touched. */
  static Optional<Map<String, List<Object>>> approvedFirst(Machine known) {
    Map<String, List<Object>> untouched = new HashMap<>(approved(known.id()).orElse(Map.of()));
    untouched.keySet().removeAll(known.allowLists().lists().keySet());
    return untouched.isEmpty() ? Optional.empty() : Optional.of(untouched);
  }

  static DemoPeople people() {
    Stream<Organisation> firms =
        Stream.of(
            new Organisation("officina-demo", "Officina Demo"),
            new Organisation("meccanica-altra", "Meccanica Altra"),
            new Organisation(People.NETWORK, "Rete dei competence center"));
    Stream<Organisation> centres =
        CENTRES.stream().map(centre -> new Organisation(centre.id(), centre.name()));
    return new DemoPeople(
        Stream.concat(firms, centres).toList(),
        List.of(
            firm("sme", "Sara Meccanica", "officina-demo", Capacity.MEMBER),
            firm("other", "Omar Altri", "meccanica-altra", Capacity.MEMBER),
            firm("engineer", "Elena Ingegneri", "officina-demo", Capacity.WATCHER),
            staff("technician", "Teo Tecnici", CENTRE, Capacity.TECHNICIAN),
            staff("coordinator", "Carla Coordini", CENTRE, Capacity.COORDINATOR),
            staff("technician2", "Tina Torino", "cim40", Capacity.TECHNICIAN),
            firm("admin", "Ada Amministra", People.NETWORK, Capacity.ADMINISTRATOR)));
  }

  private static NewPerson firm(String id, String name, String organisation, Capacity capacity) {
    return new NewPerson(
        id, id + "@demo.fucina", name, organisation, capacity, Optional.empty(), PASSWORD);
  }

  private static NewPerson staff(String id, String name, String centre, Capacity capacity) {
    return new NewPerson(
        id, id + "@demo.fucina", name, centre, capacity, Optional.of(centre), PASSWORD);
  }

  private static Map<DayOfWeek, List<Hours>> workingHours() {
    Map<DayOfWeek, List<Hours>> week = new EnumMap<>(DayOfWeek.class);
    for (DayOfWeek day :
        List.of(
            DayOfWeek.MONDAY,
            DayOfWeek.TUESDAY,
            DayOfWeek.WEDNESDAY,
            DayOfWeek.THURSDAY,
            DayOfWeek.FRIDAY)) {
      week.put(day, List.of(new Hours(LocalTime.of(8, 0), LocalTime.of(18, 0))));
    }
    return week;
  }
}
