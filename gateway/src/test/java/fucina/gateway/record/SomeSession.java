package fucina.gateway.record;

import fucina.gateway.link.LinkState;
import fucina.gateway.registry.Machine;
import fucina.gateway.session.CommandRecord;
import fucina.gateway.session.CommandRecord.Step;
import fucina.gateway.session.CommandRecord.Stepped;
import fucina.gateway.session.Session;
import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Catalogue;
import fucina.profiles.Profile;
import fucina.profiles.Value;
import fucina.scheduler.Actor;
import fucina.scheduler.AuditEntry;
import fucina.scheduler.MachineRules;
import fucina.scheduler.Party;
import fucina.scheduler.Window;
import fucina.scheduler.postgres.Audit;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A printer's session from nine to ten past nine, for tests. */
final class SomeSession {
  static final Instant NINE = Instant.parse("2026-11-26T09:00:00Z");
  static final Instant END = NINE.plusSeconds(600);
  static final Profile PRINTER = Catalogue.builtIn().profile("printer-fff-klipper").orElseThrow();

  private static final MachineRules RULES =
      new MachineRules(
          ZoneOffset.UTC,
          Duration.ofMinutes(1),
          Duration.ofMinutes(1),
          Duration.ofHours(8),
          Duration.ZERO,
          Duration.ZERO,
          Duration.ofDays(90),
          MachineRules.ALWAYS);

  private SomeSession() {}

  static Reading at(long seconds, String signal, Object plain) {
    return at(seconds, signal, Value.ofPlain(plain), Quality.GOOD);
  }

  static Reading at(long seconds, String signal, Value value, Quality quality) {
    Instant time = NINE.plusSeconds(seconds);
    return new Reading("printer-1", signal, time.minusSeconds(5), time, value, quality);
  }

  static Facts facts(LinkState link) {
    return facts(link, NINE);
  }

  /** One that began some time after its window. */
  static Facts facts(LinkState link, Instant started) {
    Session session =
        new Session(
            "7d1c",
            "b-1",
            "printer-1",
            new Party("p-17", "officina"),
            new Window(NINE, END),
            Session.State.ENDED,
            Optional.of("p-17"),
            Optional.empty(),
            Optional.empty(),
            1,
            Optional.of(started),
            Optional.of(END.plusSeconds(20)), // made safe after its window
            Optional.of("window-ended"),
            Optional.of("idle"));
    Machine machine =
        new Machine(
            "printer-1",
            "Printer 1",
            "made",
            PRINTER,
            new Machine.Connection("", "", Optional.empty(), Map.of()),
            RULES,
            true,
            "");
    CommandRecord start =
        new CommandRecord(
            "c-1",
            "7d1c",
            "printer-1",
            "start",
            Map.of("filename", "benchy.gcode"),
            "p-17",
            Step.CONFIRMED,
            List.of(
                new Stepped(Step.SENT, NINE.plusSeconds(60), ""),
                new Stepped(Step.ACCEPTED, NINE.plusSeconds(60).plusMillis(40), "ok"),
                new Stepped(Step.CONFIRMED, NINE.plusSeconds(62), "printing, measured")));
    AuditEntry begun =
        new AuditEntry(
            NINE,
            Actor.GATEWAY,
            Optional.of("made"),
            "session.begun",
            "7d1c",
            Map.of("fencing", 1));
    return new Facts(
        session,
        machine,
        List.of(start),
        List.of(),
        List.of(new Audit.Line(1, begun)),
        Optional.of(Duration.ofSeconds(5)),
        link,
        List.of(),
        END.plusSeconds(23));
  }
}
