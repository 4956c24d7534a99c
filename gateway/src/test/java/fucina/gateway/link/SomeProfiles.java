package fucina.gateway.link;

import fucina.profiles.Command;
import fucina.profiles.Label;
import fucina.profiles.Profile;
import fucina.profiles.Protocol;
import fucina.profiles.Signal;
import fucina.profiles.SignalAddress;
import fucina.profiles.ValueType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Profiles and signals for tests. */
public final class SomeProfiles {
  private SomeProfiles() {}

  /** A signal without range, enumeration or deadband. */
  public static Signal signal(String name, ValueType type, SignalAddress address) {
    return new Signal(
        name,
        Label.of(name),
        type,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        List.of(),
        Signal.Role.MEASUREMENT,
        Duration.ZERO,
        Duration.ZERO,
        0,
        address);
  }

  public static Profile of(Protocol protocol, List<Signal> signals, List<Command> commands) {
    return new Profile(
        "test",
        "1.0.0",
        Label.of("Test"),
        "lab-device",
        List.of(),
        List.of(),
        protocol,
        signals,
        commands,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Duration.ofSeconds(3),
        Optional.empty(),
        "");
  }

  /** The same profile with other signals. */
  public static Profile with(Profile profile, List<Signal> signals) {
    return new Profile(
        profile.id(),
        profile.version(),
        profile.title(),
        profile.family(),
        profile.capabilities(),
        profile.standards(),
        profile.protocol(),
        signals,
        profile.commands(),
        profile.end(),
        profile.states(),
        profile.variables(),
        profile.offlineAfter(),
        profile.watchdog(),
        profile.source());
  }
}
