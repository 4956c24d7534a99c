package fucina.gateway.link;

import java.time.InstantSource;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where one link stands, told to its listener at each change. Thread-safe. */
public final class StatusBoard {
  private static final Logger LOG = LoggerFactory.getLogger(StatusBoard.class);

  private final InstantSource clock;
  private final Consumer<LinkStatus> listener;
  private LinkStatus status;

  public StatusBoard(InstantSource clock, Consumer<LinkStatus> listener) {
    this.clock = clock;
    this.listener = listener;
    this.status = new LinkStatus(LinkState.STOPPED, "", clock.instant());
  }

  public synchronized LinkStatus status() {
    return status;
  }

  /** The link now stands here; the same state and sentence again changes nothing. */
  public synchronized void show(LinkState state, String detail) {
    if (status.state() == state && status.detail().equals(detail)) {
      return;
    }
    status =
        new LinkStatus(state, detail, status.state() == state ? status.since() : clock.instant());
    try {
      listener.accept(status);
    } catch (RuntimeException e) {
      LOG.error("a listener of link states failed", e);
    }
  }
}
