package fucina.gateway.link.opcua;

import fucina.gateway.link.Decoded;
import fucina.gateway.link.TrialReport.Got;
import fucina.gateway.link.TrialReport.Outcome;
import fucina.gateway.link.TrialReport.SignalTrial;
import fucina.gateway.telemetry.Quality;
import fucina.profiles.Signal;
import fucina.profiles.SignalAddress.OpcUaNode;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.structured.EUInformation;

/** One signal on the way to its result. */
final class SoughtSignal {
  private final Signal signal;
  private final Optional<Addresses.Place> place;
  private Optional<DataValue> value = Optional.empty();
  private Optional<EUInformation> unit = Optional.empty();
  private Duration took = Duration.ZERO;

  SoughtSignal(Signal signal, Optional<Addresses.Place> place) {
    this.signal = signal;
    this.place = place;
  }

  Optional<Addresses.Place> place() {
    return place;
  }

  /**
   * The server answered.
   *
   * @param took how long all the answers took
   */
  void got(DataValue answer, Optional<EUInformation> unitTold, Duration took) {
    this.value = Optional.of(answer);
    this.unit = unitTold;
    this.took = took;
  }

  SignalTrial result(Addresses addresses, Structures structures) {
    if (place.isEmpty()) {
      return none(
          Outcome.MISSING,
          signal.address() instanceof OpcUaNode at
              ? "Not found: " + addresses.absence(at.node()) + "; browse for it."
              : "The profile gives it no node.");
    }
    if (value.isEmpty()) {
      return none(Outcome.LATE, "The server did not say its value in time.");
    }
    DataValue got = value.get();
    StatusCode status = got.statusCode();
    if (status.isBad()) {
      return refused(status);
    }
    Optional<Object> plain = OpcUaValues.picked(got.value(), place.get(), structures, true);
    String type = OpcUaParts.type(got.value());
    Decoded decoded = Decoded.of(signal, plain, 1);
    if (decoded instanceof Decoded.Flawed flawed) {
      return some(Outcome.WRONG_TYPE, flawed.reason() + " (" + type + ").", plain, type, got);
    }
    if (decoded instanceof Decoded.Absent) {
      return some(Outcome.EMPTY, nothing(got), plain, type, got);
    }
    return judged((Decoded.Sound) decoded, type, got);
  }

  private String nothing(DataValue got) {
    return place.filter(at -> !at.field().isEmpty()).isPresent() && !got.value().isNull()
        ? "The structure has no field "
            + String.join(".", place.orElseThrow().field())
            + ", or nothing in it, or the server does not tell how it is laid out."
        : "The machine has no value just now (null).";
  }

  private SignalTrial judged(Decoded.Sound sound, String type, DataValue got) {
    Optional<Object> shown = Optional.of(sound.value().plain());
    Optional<String> other = otherUnit();
    if (other.isPresent()) {
      return some(Outcome.WRONG_UNIT, other.get(), shown, type, got);
    }
    if (!got.statusCode().isGood()) {
      return some(
          Outcome.DOUBTFUL,
          "The machine itself is not sure of it (" + OpcUaFaults.name(got.statusCode()) + ").",
          shown,
          type,
          got);
    }
    return sound.quality() == Quality.GOOD
        ? some(Outcome.WELL, "", shown, type, got)
        : some(
            Outcome.DOUBTFUL,
            sound.doubt().isEmpty()
                ? "The profile does not know such a value: outside its limits or its list."
                : sound.doubt(),
            shown,
            type,
            got);
  }

  private SignalTrial refused(StatusCode status) {
    long code = status.value();
    String name = OpcUaFaults.name(status);
    if (code == StatusCodes.Bad_NodeIdUnknown || code == StatusCodes.Bad_NodeIdInvalid) {
      return none(
          Outcome.MISSING,
          "The server has no such node: it vanished or was renamed; browse for it.");
    }
    if (code == StatusCodes.Bad_AttributeIdInvalid) {
      return none(
          Outcome.WRONG_TYPE, "The node has no value: it is an object, a folder or a method.");
    }
    if (code == StatusCodes.Bad_UserAccessDenied || code == StatusCodes.Bad_NotReadable) {
      return none(Outcome.REFUSED, "The gateway's user may not read it (" + name + ").");
    }
    return code == StatusCodes.Bad_Timeout
        ? none(Outcome.LATE, "The server did not say its value in time.")
        : none(Outcome.DOUBTFUL, "The machine itself calls its value bad (" + name + ").");
  }

  private Optional<String> otherUnit() {
    Optional<Signal.Unit> wanted = signal.unit().filter(Signal.Unit::checked);
    Optional<String> code = unit.flatMap(Units::unece);
    return wanted.isEmpty() || code.isEmpty() || code.get().equals(wanted.get().unece())
        ? Optional.empty()
        : Optional.of(
            "The profile says "
                + wanted.get().symbol()
                + " ("
                + wanted.get().unece()
                + "), the machine "
                + unit.flatMap(Units::symbol).orElse("")
                + " ("
                + code.get()
                + "): take a profile with the machine's unit.");
  }

  private String where() {
    return signal.address() instanceof OpcUaNode at
        ? at.node()
            + at.index().map(index -> "[" + index + "]").orElse("")
            + (at.field().isEmpty() ? "" : "." + String.join(".", at.field()))
        : "";
  }

  private SignalTrial none(Outcome outcome, String detail) {
    return new SignalTrial(
        signal.name(), where(), outcome, detail, Optional.empty(), Optional.empty());
  }

  private SignalTrial some(
      Outcome outcome, String detail, Optional<Object> shown, String type, DataValue got) {
    StatusCode status = got.statusCode();
    Quality quality =
        outcome == Outcome.WELL ? Quality.GOOD : status.isBad() ? Quality.BAD : Quality.UNCERTAIN;
    return new SignalTrial(
        signal.name(),
        where(),
        outcome,
        detail,
        Optional.of(
            new Got(
                shown,
                type,
                unit.flatMap(Units::symbol),
                quality,
                OpcUaValues.instant(got.sourceTime())
                    .or(() -> OpcUaValues.instant(got.serverTime())))),
        Optional.of(took));
  }
}
