package fucina.gateway.link.opcua;

import fucina.gateway.link.LinkFault;
import fucina.gateway.link.LinkState;
import fucina.gateway.link.SignalStatus;
import java.util.List;
import java.util.Optional;

/** Which signals a server does not have as the profile says. */
final class MissingSignals {
  private MissingSignals() {}

  /** What the server does not have, in words; empty where nothing is missing. */
  static Optional<LinkFault> of(List<SignalStatus> all) {
    List<String> names =
        all.stream()
            .filter(status -> status.state() == SignalStatus.State.SET_ASIDE)
            .map(status -> status.signal() + " (" + status.detail() + ")")
            .toList();
    if (names.isEmpty()) {
      return Optional.empty();
    }
    boolean none = names.size() == all.size();
    String some = String.join(", ", names.subList(0, Math.min(5, names.size())));
    String sentence =
        (none ? "None" : names.size())
            + " of "
            + all.size()
            + " signals "
            + (none ? "can be had from the machine: " : "are set aside, the others go on: ")
            + some
            + (names.size() > 5 ? ", …" : "")
            + ".";
    return Optional.of(new LinkFault(none ? LinkState.MISCONFIGURED : LinkState.ONLINE, sentence));
  }
}
