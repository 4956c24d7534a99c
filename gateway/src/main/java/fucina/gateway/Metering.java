package fucina.gateway;

import fucina.gateway.alarm.Alarms;
import fucina.gateway.api.Management;
import fucina.gateway.link.DeadLetters;
import fucina.gateway.link.Links;
import fucina.gateway.metrics.Meters;
import fucina.gateway.notice.Notices;
import fucina.gateway.registry.PostgresRegistry;
import fucina.gateway.session.SessionEvent;
import fucina.gateway.store.questdb.QuestDbStore;
import fucina.gateway.telemetry.CommitGroups;
import fucina.gateway.telemetry.Feeds;
import fucina.scheduler.Decision;
import fucina.scheduler.postgres.Database;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What operators see: every part bound to its meters, and what must hold for the process to be
 * ready.
 */
final class Metering {
  private static final Duration LONGEST_UNCOMMITTED = Duration.ofSeconds(5);

  private final Meters meters;

  Metering(Meters meters) {
    this.meters = meters;
  }

  /** Meters all that counts. */
  void bind(
      CommitGroups intake,
      Feeds feeds,
      QuestDbStore store,
      PostgresRegistry registry,
      Links links,
      DeadLetters deadLetters) {
    meters.intake(intake);
    meters.live(feeds);
    meters.store(store);
    registry.machines().forEach(machine -> meter(machine.id(), links, deadLetters));
    registry.onRegistered(
        machine -> {
          meter(machine, links, deadLetters);
          intake.policiesChanged(machine);
        },
        machine -> {
          meters.forgetLink(machine);
          intake.policiesChanged(machine);
        });
  }

  void bind(Alarms alarms) {
    meters.alarms(alarms::active, alarms::unwritten);
  }

  void bind(Notices notices) {
    meters.notices(notices::depth, notices::delivered, notices::failed);
  }

  private void meter(String machine, Links links, DeadLetters deadLetters) {
    meters.link(machine, () -> links.status(machine).state(), () -> deadLetters.count(machine));
  }

  void meter(SessionEvent event) {
    if (event instanceof SessionEvent.Commanded commanded && commanded.command().justOver()) {
      meters.command(commanded.command().step().name().toLowerCase(Locale.ROOT));
    }
  }

  void meter(Decision decision) {
    if (decision instanceof Decision.Granted granted && !granted.replayed()) {
      meters.bookingGranted();
    } else if (decision instanceof Decision.Refused refused) {
      refused.refusals().forEach(refusal -> meters.bookingRefused(refusal.rule()));
    }
  }

  /** What must hold for the process to be of use. */
  static List<Management.Check> readiness(
      Database database, QuestDbStore store, CommitGroups intake) {
    return List.of(
        new Management.Check("database", () -> Startup.await("the database", database.trouble())),
        new Management.Check("store", store::ailment),
        new Management.Check(
            "intake",
            () ->
                intake.oldestUncommitted().compareTo(LONGEST_UNCOMMITTED) < 0
                    ? Optional.empty()
                    : Optional.of(
                        "the oldest uncommitted reading is "
                            + intake.oldestUncommitted().toMillis()
                            + " ms old")));
  }
}
