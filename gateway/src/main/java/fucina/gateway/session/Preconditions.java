package fucina.gateway.session;

import fucina.gateway.session.CommandConditions.Moment;
import fucina.gateway.telemetry.Quality;
import fucina.profiles.Command;
import fucina.profiles.Command.Precondition;
import fucina.profiles.Profile;
import fucina.profiles.Signal;
import fucina.profiles.Value;
import fucina.scheduler.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a command's profile wants measured, freshly, before it is sent. */
final class Preconditions {
  private Preconditions() {}

  static Stream<Refusal> broken(Moment m) {
    return m.command().preconditions().stream()
        .flatMap(precondition -> precondition(m, precondition));
  }

  private static Stream<Refusal> precondition(Moment m, Precondition wanted) {
    Optional<Floor.Measured> measured = m.floor().measured(m.session().machine(), wanted.signal());
    if (measured.isEmpty()) {
      return CommandConditions.refused(
          "stale." + wanted.signal(),
          wanted.maxAge().toMillis() + " ms",
          "never heard",
          wanted.signal() + " has never been heard from this machine.");
    }
    Floor.Measured value = measured.get();
    Duration age = Duration.between(value.fresh(), m.now());
    if (value.quality() != Quality.GOOD || age.compareTo(wanted.maxAge()) > 0) {
      return CommandConditions.refused(
          "stale." + wanted.signal(),
          wanted.maxAge().toMillis() + " ms, quality good",
          age.toMillis() + " ms, quality " + value.quality().name().toLowerCase(Locale.ROOT),
          wanted.signal() + " is too old or of bad quality to move the machine on.");
    }
    return value.value().isOneOf(wanted.in())
        ? Stream.empty()
        : CommandConditions.refused(
            "precondition." + wanted.signal(),
            words(m.profile(), wanted.signal(), wanted.in()),
            words(m.profile(), wanted.signal(), List.of(value.value())),
            wanted.signal()
                + " must be "
                + words(m.profile(), wanted.signal(), wanted.in())
                + " and is "
                + words(m.profile(), wanted.signal(), List.of(value.value()))
                + "."
                + prepared(m, wanted.signal()));
  }

  /**
   * A machine that is not ready may want to be prepared first, as a robot whose program to load.
   */
  private static String prepared(Moment m, String signal) {
    List<String> setups =
        m.profile().commands().stream()
            .filter(other -> other.kind() == Command.Kind.SETUP && !other.equals(m.command()))
            .map(Command::name)
            .toList();
    boolean state =
        m.profile().signal(signal).filter(s -> s.role() == Signal.Role.STATE).isPresent();
    return state && !setups.isEmpty()
        ? " What prepares this machine: " + String.join(", ", setups) + "."
        : "";
  }

  /** Values as a person reads them: an enumeration's word beside its number. */
  static String words(Profile profile, String signal, List<Value> values) {
    return String.join(
        " or ",
        values.stream()
            .map(
                value -> {
                  Object plain = value.plain();
                  String word =
                      plain instanceof Long number
                          ? profile
                              .signal(signal)
                              .map(s -> s.enumeration().get(number))
                              .orElse(null)
                          : null;
                  return word == null ? plain.toString() : plain + " (" + word + ")";
                })
            .toList());
  }
}
