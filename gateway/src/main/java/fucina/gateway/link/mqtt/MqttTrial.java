package fucina.gateway.link.mqtt;

import fucina.gateway.link.LinkFault;
import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.LinkState;
import fucina.gateway.link.Notebook;
import fucina.gateway.link.Trial;
import fucina.gateway.link.TrialReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Connects to a machine's broker with a client of its own, subscribes to the machine's topics and
 * decodes what comes as the link would.
 */
public final class MqttTrial implements Trial {
  private static final Duration PATIENCE = Duration.ofSeconds(12);

  private final TrialBroker broker;
  private final InstantSource clock;

  public MqttTrial(TrialBroker broker, InstantSource clock) {
    this.broker = broker;
    this.clock = clock;
  }

  @Override
  public TrialReport run(
      LinkSettings settings, Duration listening, boolean next, Predicate<String> ours)
      throws InterruptedException {
    Path notes;
    try {
      notes = Files.createTempFile("fucina-trial", ".notes");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a temporary file", e);
    }
    try {
      return run(settings, listening, new TrialEar(settings, new Notebook(notes), clock, ours));
    } finally {
      deleted(notes);
    }
  }

  private TrialReport run(LinkSettings settings, Duration listening, TrialEar ear)
      throws InterruptedException {
    List<BriefListener> listeners = new ArrayList<>();
    Map<String, String> refused = new LinkedHashMap<>();
    try (MqttConnections keeper = broker.open()) {
      for (String filter : ear.filters()) {
        BriefListener listener = new BriefListener(filter, message -> ear.hear(filter, message));
        listeners.add(listener);
        TrialBroker.listen(keeper, settings, listener);
      }
      for (BriefListener listener : listeners) {
        try {
          listener.await(PATIENCE);
        } catch (LinkFault fault) {
          if (fault.state() != LinkState.ACCESS_REFUSED
              || !fault.sentence().contains(listener.filter())) {
            return TrialReport.failed(fault, Optional.empty());
          }
          refused.put(listener.filter(), fault.sentence());
        }
      }
      ear.listen(listening);
    }
    return ear.report(refused, listening);
  }

  private static void deleted(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // The system empties its folder of temporary files by itself.
      file.toFile().deleteOnExit();
    }
  }
}
