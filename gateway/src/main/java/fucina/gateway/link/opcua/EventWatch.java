package fucina.gateway.link.opcua;

import fucina.gateway.link.MachineEvent;
import fucina.gateway.link.MachineEvents;
import fucina.profiles.Event.Source.OpcUaEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.subscriptions.EventFilterBuilder;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.encoding.DefaultEncodingContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.FilterOperator;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.ContentFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.ContentFilterElement;
import org.eclipse.milo.opcua.stack.core.types.structured.EventFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.LiteralOperand;
import org.eclipse.milo.opcua.stack.core.types.structured.SimpleAttributeOperand;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events, alarms and conditions a profile asks for (OPC 10000-9), in a subscription of their
 * own. A server that has none of them costs the signals nothing. The link's thread opens it; events
 * come on Milo's threads.
 */
final class EventWatch implements OpcUaSubscription.SubscriptionListener {
  private static final Logger LOG = LoggerFactory.getLogger(EventWatch.class);
  private static final Duration PUBLISHING = Duration.ofMillis(500);
  private static final int QUEUE = 1_000;
  private static final int FIELDS = 11;

  private final OpcUaDecoder decoder;
  private final MachineEvents events;
  private final Consumer<String> broken;

  /** The items that have not told their conditions anew; only Milo's callbacks touch it then. */
  private final Set<OpcUaMonitoredItem> retelling = ConcurrentHashMap.newKeySet();

  /**
   * Makes one.
   *
   * @param broken told why, when its subscription cannot go on
   */
  EventWatch(OpcUaDecoder decoder, MachineEvents events, Consumer<String> broken) {
    this.decoder = decoder;
    this.events = events;
    this.broken = broken;
  }

  /** Subscribes to these; answers the subscription, empty where nothing was asked for. */
  Optional<OpcUaSubscription> open(
      OpcUaClient client, Addresses addresses, List<OpcUaEvents> wanted) throws UaException {
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    OpcUaSubscription subscription = Subscriptions.open(client, PUBLISHING, this);
    for (OpcUaEvents each : wanted) {
      Optional<NodeId> notifier = addresses.find(each.notifier());
      Optional<NodeId> type = each.eventType().flatMap(addresses::find);
      if (notifier.isEmpty() || each.eventType().isPresent() && type.isEmpty()) {
        LOG.warn("{} has no events at {}", decoder.machine(), each);
      } else {
        OpcUaMonitoredItem item = OpcUaMonitoredItem.newEventItem(notifier.get(), filter(type));
        item.setQueueSize(Unsigned.uint(QUEUE));
        subscription.addMonitoredItem(item);
      }
    }
    subscription
        .createMonitoredItems()
        .forEach(
            result ->
                result
                    .operationResult()
                    .filter(StatusCode::isBad)
                    .ifPresent(
                        status ->
                            LOG.warn(
                                "{} refuses its events: {}",
                                decoder.machine(),
                                OpcUaFaults.name(status))));
    if (wanted.stream().anyMatch(OpcUaEvents::conditions)) {
      refresh(client, subscription);
    }
    return Optional.of(subscription);
  }

  /** Asks for the conditions that stand now (OPC 10000-9 §5.5.7). */
  private void refresh(OpcUaClient client, OpcUaSubscription subscription) throws UaException {
    events.refresh(decoder.machine());
    retelling.clear();
    subscription.getMonitoredItems().stream()
        .filter(item -> item.getMonitoredItemId().isPresent())
        .forEach(retelling::add);
    Variant id = Variant.of(subscription.getSubscriptionId().orElseThrow());
    Calls.await(
        client.callAsync(
            List.of(
                new CallMethodRequest(
                    NodeIds.ConditionType,
                    NodeIds.ConditionType_ConditionRefresh,
                    new Variant[] {id}))));
  }

  private static EventFilter filter(Optional<NodeId> type) {
    EventFilterBuilder fields =
        new EventFilterBuilder()
            .select(NodeIds.BaseEventType, new QualifiedName(0, "EventId"))
            .select(NodeIds.BaseEventType, new QualifiedName(0, "EventType"))
            .select(NodeIds.BaseEventType, new QualifiedName(0, "SourceName"))
            .select(NodeIds.BaseEventType, new QualifiedName(0, "Time"))
            .select(NodeIds.BaseEventType, new QualifiedName(0, "Severity"))
            .select(NodeIds.BaseEventType, new QualifiedName(0, "Message"))
            .select(
                new SimpleAttributeOperand(
                    NodeIds.ConditionType, new QualifiedName[0], AttributeId.NodeId.uid(), null))
            .select(
                NodeIds.AlarmConditionType,
                new QualifiedName(0, "ActiveState"),
                new QualifiedName(0, "Id"))
            .select(
                NodeIds.AcknowledgeableConditionType,
                new QualifiedName(0, "AckedState"),
                new QualifiedName(0, "Id"))
            .select(NodeIds.ConditionType, new QualifiedName(0, "Retain"))
            .select(NodeIds.ConditionType, new QualifiedName(0, "BranchId"));
    type.ifPresent(wanted -> fields.where(ofType(wanted)));
    return fields.build();
  }

  private static ContentFilter ofType(NodeId type) {
    ExtensionObject operand =
        ExtensionObject.encode(
            DefaultEncodingContext.INSTANCE, new LiteralOperand(Variant.of(type)));
    return new ContentFilter(
        new ContentFilterElement[] {
          new ContentFilterElement(FilterOperator.OfType, new ExtensionObject[] {operand})
        });
  }

  @Override
  public void onEventReceived(
      OpcUaSubscription subscription, List<OpcUaMonitoredItem> items, List<Variant[]> fields) {
    for (int i = 0; i < fields.size(); i++) {
      Variant[] each = fields.get(i);
      if (each.length >= FIELDS) {
        event(each).ifPresent(events::add);
        if (NodeIds.RefreshEndEventType.equals(each[1].value())) {
          retold(items.get(i));
        }
      }
    }
  }

  /** One item has told all its conditions; the machine has when every item has. */
  private void retold(OpcUaMonitoredItem item) {
    if (retelling.remove(item) && retelling.isEmpty()) {
      events.refreshed(decoder.machine());
    }
  }

  private Optional<MachineEvent> event(Variant[] told) {
    Object type = told[1].value();
    if (NodeIds.RefreshStartEventType.equals(type) || NodeIds.RefreshEndEventType.equals(type)) {
      return Optional.empty();
    }
    Instant source =
        told[3].value() instanceof DateTime time
            ? time.getJavaInstant()
            : decoder.clock().instant();
    String id =
        told[0].value() instanceof ByteString bytes && !bytes.isNullOrEmpty()
            ? java.util.HexFormat.of().formatHex(bytes.bytesOrEmpty())
            : type + "@" + source;
    return Optional.of(
        new MachineEvent(
            decoder.machine(),
            id,
            told[6].value() instanceof NodeId condition
                ? Optional.of(condition.toParseableString() + branch(told[10]))
                : Optional.empty(),
            type instanceof NodeId node ? node.toParseableString() : "",
            String.valueOf(OpcUaValues.plain(told[2]).orElse("")),
            told[4].value() instanceof Number severity ? severity.intValue() : 1,
            told[5].value() instanceof LocalizedText text
                ? Optional.ofNullable(text.text()).orElse("")
                : "",
            flag(told[7]),
            flag(told[8]),
            flag(told[9]).orElse(false),
            decoder.machineClock().time(source)));
  }

  /** An earlier state that still asks for acknowledgement is another alarm (OPC 10000-9 §5.5.2). */
  private static String branch(Variant told) {
    return told.value() instanceof NodeId branch && !branch.isNull()
        ? " branch " + branch.toParseableString()
        : "";
  }

  private static Optional<Boolean> flag(Variant told) {
    return told.value() instanceof Boolean flag ? Optional.of(flag) : Optional.empty();
  }

  @Override
  public void onStatusChanged(OpcUaSubscription subscription, StatusCode status) {
    broken.accept("the server ended the events (" + OpcUaFaults.name(status) + ")");
  }

  @Override
  public void onTransferFailed(OpcUaSubscription subscription, StatusCode status) {
    broken.accept("the server did not keep the events (" + OpcUaFaults.name(status) + ")");
  }
}
