package fucina.gateway.api;

import fucina.gateway.link.LinkState;
import fucina.gateway.link.LinkStatus;
import fucina.gateway.link.MachineLink;
import fucina.gateway.link.SignalStatus;
import fucina.profiles.Command;
import fucina.profiles.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A link that is up: one signal flows, one was set aside, the machine's clock is late. */
final class StandingLink implements MachineLink {
  private static final Instant SINCE = Instant.parse("2026-11-25T08:00:00Z");

  @Override
  public void start() {}

  @Override
  public LinkStatus status() {
    return new LinkStatus(LinkState.ONLINE, "", SINCE);
  }

  @Override
  public List<SignalStatus> signals() {
    return List.of(
        new SignalStatus(
            "axis1.position",
            SignalStatus.State.FLOWING,
            "Good",
            Optional.of(Duration.ofNanos(62_500_000)),
            Optional.of(10L),
            Optional.of(SINCE)),
        new SignalStatus(
            "axis2.position",
            SignalStatus.State.SET_ASIDE,
            "There is no such node.",
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }

  @Override
  public Optional<Duration> clockOffset() {
    return Optional.of(Duration.ofSeconds(-3));
  }

  @Override
  public CompletableFuture<Answer> execute(
      Command command, Map<String, Value> arguments, String reference) {
    return CompletableFuture.completedFuture(new Answer.NotSent("nobody listens here"));
  }

  @Override
  public void feedWatchdog() {}

  @Override
  public void close() {}
}
