package fucina.gateway.link.mqtt;

import fucina.gateway.link.LinkFault;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a connection is subscribed to: follows what its listeners want, and asks again from time to
 * time for what the broker refused, as its rights may change. Belongs to the connection's thread.
 */
final class Subscriptions {
  private static final Duration AGAIN = Duration.ofSeconds(30);

  private final BrokerAddress broker;
  private final Switchboard switchboard;
  private final InstantSource clock;
  private final Set<String> grantedBefore = new HashSet<>();
  private final Set<String> subscribed = new HashSet<>();
  private final Map<String, String> refused = new TreeMap<>();
  private Instant askAgainAt = Instant.MAX;

  Subscriptions(BrokerAddress broker, Switchboard switchboard, InstantSource clock) {
    this.broker = broker;
    this.switchboard = switchboard;
    this.clock = clock;
  }

  /** A new connection: nothing is subscribed. */
  void begin() {
    subscribed.clear();
    refused.clear();
    askAgainAt = Instant.MAX;
  }

  /** Why the broker refused a filter; by filter. */
  Map<String, String> refused() {
    return refused;
  }

  /**
   * Subscribes to what is new and lets go of what nobody listens to.
   *
   * @return the filters that were refused and are asked for again
   */
  Set<String> follow(MqttEpoch epoch) throws LinkFault {
    Set<String> wanted = switchboard.filters();
    letGo(epoch, subscribed.stream().filter(f -> !wanted.contains(f)).toList());
    Set<String> again = again();
    subscribed.removeAll(again);
    Map<String, Integer> fresh = new TreeMap<>();
    Map<String, String> plain = new TreeMap<>();
    for (String filter : wanted) {
      if (subscribed.add(filter)) {
        // Kept values once a process and filter; after that the broker's session fills the gaps.
        String wire = wire(filter);
        fresh.put(wire, grantedBefore.contains(filter) ? 1 : 0);
        plain.put(wire, filter);
      }
    }
    if (!fresh.isEmpty()) {
      Map<String, String> reasons = epoch.subscribe(fresh);
      plain.forEach((wire, filter) -> settle(filter, reasons.get(wire)));
    }
    return again;
  }

  private Set<String> again() {
    if (clock.instant().isBefore(askAgainAt)) {
      return Set.of();
    }
    Set<String> again = new HashSet<>(refused.keySet());
    refused.clear();
    askAgainAt = Instant.MAX;
    return again;
  }

  private void settle(String filter, @org.jspecify.annotations.Nullable String reason) {
    if (reason == null) {
      grantedBefore.add(filter);
    } else {
      refused.put(filter, reason);
      askAgainAt = clock.instant().plus(AGAIN);
    }
  }

  private void letGo(MqttEpoch epoch, List<String> surplus) {
    if (!surplus.isEmpty()) {
      epoch.unsubscribe(surplus.stream().map(this::wire).toList());
      surplus.forEach(subscribed::remove);
      surplus.forEach(refused::remove);
      surplus.forEach(grantedBefore::remove);
    }
  }

  /** An answer to us is for us alone; what machines tell may be shared with other gateways. */
  private String wire(String filter) {
    return switchboard.unshared(filter) ? filter : broker.wire(filter);
  }
}
