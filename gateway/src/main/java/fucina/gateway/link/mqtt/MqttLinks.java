package fucina.gateway.link.mqtt;

import fucina.gateway.link.DeadLetters;
import fucina.gateway.link.LastKnown;
import fucina.gateway.link.LinkFactory;
import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.LinkStatus;
import fucina.gateway.link.MachineEvents;
import fucina.gateway.link.MachineLink;
import fucina.gateway.link.Notebook;
import fucina.gateway.link.SignalBoard;
import fucina.gateway.link.StatusBoard;
import fucina.gateway.link.StoredReadings;
import fucina.gateway.telemetry.Intake;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Makes links to machines that speak JSON over MQTT. */
public final class MqttLinks implements LinkFactory {
  private final MqttConnections connections;
  private final Notebook notebook;
  private final DeadLetters deadLetters;
  private final MachineEvents events;
  private final InstantSource clock;
  private volatile StoredReadings stored = StoredReadings.NONE;

  /**
   * Makes the factory.
   *
   * @param connections the brokers' connections, shared with Sparkplug
   * @param notebook where anchors of monotonic clocks are kept
   * @param deadLetters where payloads go that cannot be decoded
   */
  public MqttLinks(
      MqttConnections connections,
      Notebook notebook,
      DeadLetters deadLetters,
      InstantSource clock) {
    this(connections, notebook, deadLetters, new MachineEvents(), clock);
  }

  /**
   * Makes the factory.
   *
   * @param events where what machines report by themselves goes
   */
  public MqttLinks(
      MqttConnections connections,
      Notebook notebook,
      DeadLetters deadLetters,
      MachineEvents events,
      InstantSource clock) {
    this.events = events;
    this.connections = connections;
    this.notebook = notebook;
    this.deadLetters = deadLetters;
    this.clock = clock;
  }

  @Override
  public void stored(StoredReadings readings) {
    stored = readings;
  }

  @Override
  public MachineLink link(LinkSettings settings, Intake intake, Consumer<LinkStatus> onStatus) {
    String machine = settings.machine();
    PayloadClock stamps = PayloadClock.of(machine, notebook);
    SignalBoard signals = new SignalBoard(settings.profile().signals(), MqttLink.NOTHING_YET);
    LastKnown last = new LastKnown(machine);
    stored.newest(machine).forEach(last::restore);
    MissingMessages missing = new MissingMessages(settings, notebook, last.newest(), intake, clock);
    MqttDecoder decoder = new MqttDecoder(settings, last, stamps, deadLetters, signals);
    return new MqttLink(
        settings,
        connections,
        new MqttLink.Reads(decoder, stamps, signals, new MqttEvents(settings, events), missing),
        intake,
        clock,
        new StatusBoard(clock, onStatus));
  }
}
