package fucina.gateway;

import fucina.gateway.store.Forwarding;
import fucina.gateway.store.TimeSeriesStore;
import fucina.gateway.store.influx.ForwardedHistory;
import fucina.gateway.store.influx.InfluxForwarder;
import fucina.gateway.store.influx.InfluxHistory;
import fucina.gateway.store.influx.InfluxSettings;
import fucina.gateway.store.questdb.QuestDbStore;
import fucina.gateway.telemetry.Commits;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where readings go and where history comes from: the embedded store, and an InfluxDB where the
 * settings name one.
 *
 * @param commits what readings are committed to
 * @param history what is asked for past ones
 * @param forwarding how far they are carried on; empty where there is no InfluxDB
 */
record TimeSeries(Commits commits, TimeSeriesStore history, Optional<Forwarding> forwarding) {

  /**
   * Starts what the settings ask for; an InfluxDB that does not answer is no reason not to.
   *
   * @param started told of each part that runs
   */
  static TimeSeries start(
      Settings settings, QuestDbStore store, InstantSource clock, Consumer<AutoCloseable> started) {
    Settings.Influx influx = settings.influx();
    Path folder = settings.data().resolve("influx");
    if (influx.url().isEmpty()) {
      InfluxForwarder.forget(folder);
      return new TimeSeries(store, store, Optional.empty());
    }
    InfluxSettings server =
        new InfluxSettings(
            influx.url().get(),
            influx.tokenFile(),
            influx.bucket(),
            influx.org(),
            InfluxSettings.Pace.usual());
    InfluxForwarder forwarder = new InfluxForwarder(server, folder, store, store.outflow(), clock);
    started.accept(forwarder);
    if (!influx.history()) {
      return new TimeSeries(forwarder.commits(), store, Optional.of(forwarder));
    }
    ForwardedHistory history =
        new ForwardedHistory(store, new InfluxHistory(server, clock), forwarder::reach);
    started.accept(history);
    return new TimeSeries(forwarder.commits(), history, Optional.of(forwarder));
  }
}
