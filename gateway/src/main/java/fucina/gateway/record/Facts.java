package fucina.gateway.record;

import fucina.gateway.alarm.Occurrence;
import fucina.gateway.link.LinkState;
import fucina.gateway.registry.Machine;
import fucina.gateway.session.CommandRecord;
import fucina.gateway.session.Session;
import fucina.gateway.telemetry.Gap;
import fucina.scheduler.postgres.Audit;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * What is known of an ended session besides its readings.
 *
 * @param machine as it is registered when the dataset is sealed
 * @param commands oldest first
 * @param alarms that stood or came in the session, oldest first, as they were at its end
 * @param events what the audit says of it, oldest first
 * @param clockOffset what is added to the machine's times; empty where its clock is not asked
 * @param link where its link stood when the dataset was sealed
 * @param gaps cut to the session, in order of time
 * @param sealedAt when
 */
record Facts(
    Session session,
    Machine machine,
    List<CommandRecord> commands,
    List<Occurrence> alarms,
    List<Audit.Line> events,
    Optional<Duration> clockOffset,
    LinkState link,
    List<Gap> gaps,
    Instant sealedAt) {

  /** The first instant of the dataset, as it is written in it: to the microsecond. */
  Instant from() {
    return session.startedAt().orElseThrow().truncatedTo(ChronoUnit.MICROS);
  }

  /** The first instant after it. */
  Instant to() {
    return end(session).truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * Where a session's record ends: with its window, however much later the machine was made safe.
   * What it did then may be another's.
   */
  static Instant end(Session session) {
    Instant ended = session.endedAt().orElseThrow();
    Instant over = session.window().to();
    return ended.isBefore(over) ? ended : over;
  }

  Facts with(List<Gap> found) {
    return new Facts(
        session, machine, commands, alarms, events, clockOffset, link, found, sealedAt);
  }
}
