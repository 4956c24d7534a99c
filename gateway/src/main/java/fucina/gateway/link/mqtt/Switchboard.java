package fucina.gateway.link.mqtt;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** The listeners of one connection and the way of each message to those who want it. */
final class Switchboard {
  private final List<MqttListener> listeners = new CopyOnWriteArrayList<>();
  private final Unclaimed unclaimed = new Unclaimed();
  private volatile Routes routes = Routes.of(List.of());

  List<MqttListener> listeners() {
    return listeners;
  }

  /** All filters anybody wants. */
  Set<String> filters() {
    return listeners.stream().flatMap(l -> l.filters().stream()).collect(Collectors.toSet());
  }

  /** Whether somebody wants this filter for us alone. */
  boolean unshared(String filter) {
    return listeners.stream().anyMatch(l -> l.unshared().contains(filter));
  }

  /** It listens from now on, and hears what waited for it. */
  void add(MqttListener listener) {
    List<Unclaimed.Waiting> mine;
    synchronized (unclaimed) {
      listeners.add(listener);
      routes = Routes.of(listeners);
      mine = unclaimed.claim(message -> !routes.of(message.topic()).isEmpty());
    }
    mine.forEach(one -> dispatch(one.message()).whenComplete((d, failure) -> settle(one, failure)));
  }

  private static void settle(
      Unclaimed.Waiting one, @org.jspecify.annotations.Nullable Throwable failure) {
    if (failure == null) {
      one.done().complete(null);
    } else {
      one.done().completeExceptionally(failure);
    }
  }

  void remove(MqttListener listener) {
    synchronized (unclaimed) {
      listeners.remove(listener);
      routes = Routes.of(listeners);
    }
  }

  /** Takes a message to all who want it; it is done with when all of them are. */
  CompletableFuture<Void> dispatch(MqttArrival message) {
    Set<MqttListener> wanting;
    synchronized (unclaimed) {
      wanting = routes.of(message.topic());
      if (wanting.isEmpty()) {
        return unclaimed.keep(message);
      }
    }
    List<CompletableFuture<Void>> takers = new ArrayList<>(1);
    for (MqttListener listener : wanting) {
      takers.add(listener.arrived(message));
    }
    return takers.size() == 1
        ? takers.get(0)
        : CompletableFuture.allOf(takers.toArray(new CompletableFuture<?>[0]));
  }

  /** Messages of machines that are gone: done with. Gives their topics. */
  List<String> giveUpBefore(Instant instant) {
    List<Unclaimed.Waiting> strays = unclaimed.olderThan(instant);
    strays.forEach(one -> one.done().complete(null));
    return strays.stream().map(one -> one.message().topic()).distinct().toList();
  }

  /** The connection is over: the broker sends again what waited. */
  void forgetWaiting() {
    unclaimed.forget();
  }
}
