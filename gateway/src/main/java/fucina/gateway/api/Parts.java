package fucina.gateway.api;

import fucina.gateway.access.CalendarKeys;
import fucina.gateway.access.DeviceUsers;
import fucina.gateway.access.Directory;
import fucina.gateway.access.People;
import fucina.gateway.access.Preferences;
import fucina.gateway.access.SignIns;
import fucina.gateway.access.Tickets;
import fucina.gateway.access.Tokens;
import fucina.gateway.alarm.Alarms;
import fucina.gateway.camera.Cameras;
import fucina.gateway.link.DeadLetters;
import fucina.gateway.link.GatewayCertificates;
import fucina.gateway.link.Links;
import fucina.gateway.link.MachineEvents;
import fucina.gateway.link.NodeBrowser;
import fucina.gateway.link.TopicWatch;
import fucina.gateway.link.Trial;
import fucina.gateway.link.TrustFolder;
import fucina.gateway.notice.Webhooks;
import fucina.gateway.record.Datasets;
import fucina.gateway.record.SigningKey;
import fucina.gateway.registry.ProblemReports;
import fucina.gateway.registry.Registry;
import fucina.gateway.session.Sessions;
import fucina.gateway.store.TimeSeriesStore;
import fucina.gateway.telemetry.Feeds;
import fucina.gateway.telemetry.LiveHub;
import fucina.gateway.utilisation.Utilisation;
import fucina.profiles.Protocol;
import fucina.scheduler.Scheduler;
import fucina.scheduler.postgres.Audit;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * What the HTTP face works with.
 *
 * @param certificates the gateway's OPC UA certificates, which machines must trust
 */
public record Parts(
    InstantSource clock,
    Access access,
    Lab lab,
    Values values,
    Records records,
    Bench bench,
    GatewayCertificates certificates) {

  /**
   * Who may come in.
   *
   * @param devices who may connect to the embedded broker; empty where somebody else runs it
   */
  public record Access(
      People people,
      SignIns signIns,
      Tokens tokens,
      Tickets tickets,
      Directory directory,
      CalendarKeys calendars,
      Preferences preferences,
      Webhooks webhooks,
      Optional<Devices> devices) {}

  /**
   * Devices at the embedded broker.
   *
   * @param address where they find it, as {@code mqtt://host:port}
   */
  public record Devices(DeviceUsers users, String address) {}

  /** What there is, who holds it, what happens in it. */
  public record Lab(
      Registry registry,
      Scheduler scheduler,
      Sessions sessions,
      ProblemReports problems,
      Alarms alarms,
      TrustFolder trust,
      Audit audit,
      Links links,
      DeadLetters deadLetters,
      MachineEvents events) {}

  /** What is left of bookings and sessions. */
  public record Records(Datasets datasets, SigningKey key, Utilisation utilisation) {}

  /** How a machine is tried out before it is published. */
  public record Bench(Map<Protocol, Trial> trials, NodeBrowser browser, TopicWatch watch) {}

  /** What machines measure and look like. */
  public record Values(TimeSeriesStore store, LiveHub hub, Feeds feeds, Cameras cameras) {}
}
