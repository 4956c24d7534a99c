package fucina.gateway.telemetry;

import fucina.profiles.Deadband;
import fucina.profiles.Label;
import fucina.profiles.Monitoring;
import fucina.profiles.Signal;
import fucina.profiles.SignalAddress;
import fucina.profiles.StorePolicy;
import fucina.profiles.ValueType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Signals for tests. */
final class SomeSignals {
  private SomeSignals() {}

  /** A number of which changes are stored. */
  static Signal onChange(String name) {
    return stored(name, new StorePolicy(Duration.ZERO, true, Set.of(), Optional.empty()), 0);
  }

  /** A number, and what is stored of it. */
  static Signal stored(String name, StorePolicy store, double deadband) {
    return new Signal(
        name,
        Label.of(name),
        ValueType.NUMBER,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        List.of(),
        Signal.Role.MEASUREMENT,
        new Monitoring(
            Duration.ZERO, Duration.ZERO, Optional.empty(), new Deadband.Absolute(deadband)),
        store,
        List.of(),
        new SignalAddress.MqttTopic("a", "", 1));
  }
}
