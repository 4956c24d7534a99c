package fucina.gateway.link.mqtt;

import fucina.gateway.link.LinkState;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Who listens on a connection: one machine, or one Sparkplug group. Nothing here may block. */
public interface MqttListener {

  /** The topic filters it wants, the same for as long as it listens. */
  Set<String> filters();

  /** Those of its filters that no other gateway may share: answers to what we asked. */
  default Set<String> unshared() {
    return Set.of();
  }

  /**
   * A message came in on one of its filters.
   *
   * @return completes when the broker may be told that it is kept; fails where it was not taken, so
   *     that the broker sends it again
   */
  CompletableFuture<Void> arrived(MqttArrival message);

  /**
   * The connection is there, but the broker refuses some of its filters. Where it can do nothing
   * with the rest, it stands as if there were no connection.
   *
   * @param reasons by filter
   */
  default void refused(Map<String, String> reasons) {
    String first = reasons.keySet().iterator().next();
    disconnected(
        LinkState.ACCESS_REFUSED,
        "The gateway may not read "
            + first
            + (reasons.size() > 1 ? " and " + (reasons.size() - 1) + " more" : "")
            + ": "
            + reasons.get(first)
            + ".");
  }

  /** The broker knew nothing of us any more: what was sent since we last heard it is lost. */
  default void sessionLost() {}

  /** The connection is there and all filters are granted. */
  void connected();

  /** The connection is not there, or a filter is refused. */
  void disconnected(LinkState state, String sentence);

  /** Some half second has gone by. */
  void tick();
}
