package fucina.gateway.broker;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Everyone who may connect to the embedded broker. May change while it runs, from any thread: what
 * is put or removed here holds from the client's next packet on.
 */
public final class BrokerUsers {
  private final Map<String, BrokerUser> byName = new ConcurrentHashMap<>();
  private final List<Consumer<String>> onChange = new CopyOnWriteArrayList<>();

  public BrokerUsers(BrokerUser... users) {
    for (BrokerUser user : users) {
      put(user);
    }
  }

  /** Adds a user, or changes the one of that name, whose open connections are ended. */
  public void put(BrokerUser user) {
    if (byName.put(user.name(), user) != null) {
      onChange.forEach(each -> each.accept(user.name()));
    }
  }

  /** Takes a user away and ends their open connections. */
  public void remove(String name) {
    if (byName.remove(name) != null) {
      onChange.forEach(each -> each.accept(name));
    }
  }

  /** Tells of each user who changed or was removed, by name. */
  void onChange(Consumer<String> listener) {
    onChange.add(listener);
  }

  /** Tells this listener no more. */
  void forget(Consumer<String> listener) {
    onChange.remove(listener);
  }

  /** The user of that name. */
  public Optional<BrokerUser> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Users other than the gateway who may publish to a topic to which this one may too. */
  public Stream<BrokerUser> sharingTopicsWith(BrokerUser user) {
    return byName.values().stream()
        .filter(each -> !each.isEverywhere())
        .filter(each -> each.sharesTopicsWith(user));
  }

  /** Whether the user may go by this client id or name of a shared subscription. */
  boolean mayBeCalled(String user, String id) {
    return byName.values().stream()
        .filter(each -> each.owns(id))
        .map(BrokerUser::name)
        .max(Comparator.comparingInt(String::length))
        .map(user::equals)
        .orElse(true);
  }
}
