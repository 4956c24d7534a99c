package fucina.gateway.link.opcua;

import fucina.gateway.link.SignalStatus;
import fucina.gateway.link.opcua.Addresses.Place;
import fucina.gateway.link.opcua.OpcUaConnector.Opened;
import fucina.profiles.NodeAddress;
import fucina.profiles.Signal;
import fucina.profiles.SignalAddress.OpcUaNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.subscriptions.MonitoredItemServiceOperationResult;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subscriptions of one connection, one for each publishing interval, and the signals in them. A
 * signal the server does not have as it should be is set aside alone and tried again from time to
 * time. Only the link's thread calls this, and it may wait for the server; {@link #statuses} alone
 * is for any thread.
 */
final class Monitoring {
  private static final Logger LOG = LoggerFactory.getLogger(Monitoring.class);

  private final OpcUaClient client;
  private final PromptTransport transport;
  private final OpcUaDecoder decoder;
  private final Calls calls;
  private final Addresses addresses;
  private final Structures structures;
  private final List<SignalItem> items;
  private final Map<Duration, Group> groups = new TreeMap<>();

  /** A subscription and what it delivers to. */
  record Group(OpcUaSubscription subscription, Delivery delivery) {}

  Monitoring(
      Opened opened, Calls calls, Addresses addresses, List<Signal> signals, OpcUaDecoder decoder) {
    this.client = opened.client();
    this.transport = opened.transport();
    this.addresses = addresses;
    this.calls = calls;
    this.decoder = decoder;
    this.structures = new Structures(client);
    this.items = signals.stream().map(signal -> new SignalItem(signal, structures)).toList();
  }

  /**
   * Opens the subscriptions, and asks for every signal.
   *
   * @param broken told why, when a subscription cannot go on
   */
  void begin(Consumer<String> broken) throws UaException {
    for (Duration interval :
        items.stream().map(item -> Rates.publishing(item.signal())).distinct().sorted().toList()) {
      groups.put(interval, group(interval, broken));
    }
    List<Group> all = groups().stream().distinct().toList();
    transport.onGone(
        id ->
            all.stream()
                .filter(each -> each.subscription().getSubscriptionId().equals(Optional.of(id)))
                .forEach(each -> each.delivery().gone(each.subscription())));
    if (items.stream().anyMatch(item -> inside(item.signal()))) {
      structures.learn();
    }
    ask(items);
  }

  private static boolean inside(Signal signal) {
    return signal.address() instanceof OpcUaNode where && !where.field().isEmpty();
  }

  /** One more subscription; where the server gives no more, the one before takes these too. */
  private Group group(Duration interval, Consumer<String> broken) throws UaException {
    Delivery delivery = new Delivery(decoder, transport.keepAlives(), broken);
    try {
      return new Group(Subscriptions.open(client, interval, delivery), delivery);
    } catch (UaException e) {
      boolean full = e.getStatusCode().getValue() == StatusCodes.Bad_TooManySubscriptions;
      if (!full || groups.isEmpty()) {
        throw e;
      }
      LOG.info("{} gives no subscription more than {}", decoder.machine(), groups.size());
      return List.copyOf(groups.values()).get(0);
    }
  }

  /** Tries again what was set aside and is due; sets aside what has become impossible. */
  void tend() throws UaException {
    Instant now = decoder.clock().instant();
    for (SignalItem item : items) {
      Optional<String> why = item.spoilt();
      if (why.isPresent()) {
        remove(item, why.get());
      }
    }
    List<SignalItem> due = items.stream().filter(item -> item.due(now)).toList();
    if (!due.isEmpty()) {
      client.readNamespaceTable();
      ask(due);
    }
  }

  /** Takes an item off the server, whose value is of no use or has stopped coming. */
  void remove(SignalItem item, String why) {
    OpcUaSubscription subscription = groupOf(item).subscription();
    item.item().ifPresent(subscription::removeMonitoredItem);
    subscription.deleteMonitoredItems();
    setAside(item, why);
  }

  private void setAside(SignalItem item, String why) {
    groupOf(item)
        .delivery()
        .inBetween(
            () -> {
              item.setAside(why, decoder.clock().instant());
              decoder
                  .last()
                  .last(item.signal().name())
                  .ifPresent(
                      last ->
                          decoder
                              .continuity()
                              .interrupted(item.signal().name(), last.time(), "link-lost"));
            });
  }

  Group groupOf(SignalItem item) {
    return Objects.requireNonNull(
        groups.get(Rates.publishing(item.signal())), "not subscribed yet");
  }

  void ask(Collection<SignalItem> wanted) throws UaException {
    List<SignalItem> here = placed(wanted);
    List<SignalItem> again = create(here).stream().filter(SignalItem::asksForLess).toList();
    List<SignalItem> refused = new ArrayList<>(here);
    refused.removeIf(SignalItem::created);
    refused.removeAll(again);
    for (SignalItem item : create(again)) {
      refused.add(item);
    }
    for (SignalItem item : refused) {
      String why =
          item.item()
              .flatMap(OpcUaMonitoredItem::getCreateResult)
              .map(OpcUaFaults::words)
              .orElse("Bad_NoCommunication: the machine's server did not answer for it");
      item.item().ifPresent(groupOf(item).subscription()::removeMonitoredItem);
      groupOf(item).subscription().deleteMonitoredItems();
      setAside(item, why);
    }
    here.stream().filter(SignalItem::created).forEach(this::welcome);
  }

  private void welcome(SignalItem item) {
    item.granted(
        groupOf(item)
            .subscription()
            .getRevisedPublishingInterval()
            .map(millis -> Duration.ofMillis(Math.round(millis)))
            .orElseGet(() -> Rates.publishing(item.signal())));
    item.queue()
        .filter(granted -> granted < item.wantedQueue())
        .ifPresent(
            granted ->
                LOG.info(
                    "{} keeps {} values of {}, not {}: a longer stall of the store loses some",
                    decoder.machine(),
                    granted,
                    item.signal().name(),
                    item.wantedQueue()));
  }

  /** Finds the nodes; sets aside those that are not there or cannot be what the profile says. */
  private List<SignalItem> placed(Collection<SignalItem> wanted) throws UaException {
    addresses.learn(wanted.stream().flatMap(item -> address(item).stream()).distinct().toList());
    Map<SignalItem, Place> places = new LinkedHashMap<>();
    for (SignalItem item : wanted) {
      addresses
          .place(item.signal())
          .ifPresentOrElse(
              found -> places.put(item, found),
              () -> setAside(item, address(item).map(addresses::absence).orElse("no address")));
    }
    List<NodeId> nodes = places.values().stream().map(Place::node).distinct().toList();
    Map<NodeId, NodeFacts> facts = NodeFacts.of(nodes, calls, client);
    List<SignalItem> here = new ArrayList<>();
    places.forEach(
        (item, place) -> {
          NodeFacts known = facts.getOrDefault(place.node(), NodeFacts.NONE);
          item.placed(place, known);
          Optional<String> unfit = known.unfit().or(() -> known.wrongUnit(item.signal()));
          unfit.ifPresentOrElse(why -> setAside(item, why), () -> here.add(item));
        });
    return here;
  }

  private static Optional<NodeAddress> address(SignalItem item) {
    return item.signal().address() instanceof OpcUaNode where
        ? Optional.of(where.node())
        : Optional.empty();
  }

  /** Creates items for some; answers those the server refused. */
  private List<SignalItem> create(List<SignalItem> wanted) throws UaException {
    Map<OpcUaSubscription, List<SignalItem>> parts =
        wanted.stream().collect(Collectors.groupingBy(item -> groupOf(item).subscription()));
    List<SignalItem> refused = new ArrayList<>();
    for (var part : parts.entrySet()) {
      OpcUaSubscription subscription = part.getKey();
      for (SignalItem item : part.getValue()) {
        item.item().ifPresent(subscription::removeMonitoredItem);
        subscription.addMonitoredItem(item.make());
      }
      calls.inBatches(
          Calls.Service.CREATE_ITEMS, part.getValue(), some -> create(subscription, some));
      part.getValue().stream().filter(item -> !item.created()).forEach(refused::add);
    }
    return refused;
  }

  private static List<MonitoredItemServiceOperationResult> create(
      OpcUaSubscription subscription, List<SignalItem> some) throws UaException {
    List<OpcUaMonitoredItem> batch = some.stream().flatMap(i -> i.item().stream()).toList();
    List<MonitoredItemServiceOperationResult> results =
        subscription.createMonitoredItems(batch::contains);
    for (MonitoredItemServiceOperationResult result : results) {
      if (!result.serviceResult().isGood()) {
        throw new UaException(result.serviceResult());
      }
    }
    return results;
  }

  Collection<Group> groups() {
    return List.copyOf(groups.values());
  }

  List<SignalItem> items() {
    return items;
  }

  /** How each signal fares. */
  List<SignalStatus> statuses() {
    return items.stream().map(SignalItem::status).toList();
  }

  /**
   * Until when a signal is known to be whole: what its subscription told, less what the server may
   * have looked at and not sent yet.
   */
  Optional<Instant> wholeUntil(SignalItem item) {
    return item.behind()
        .flatMap(behind -> groupOf(item).delivery().told().map(told -> told.minus(behind)));
  }
}
