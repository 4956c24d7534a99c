package fucina.simulators.opcua;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.eclipse.milo.opcua.sdk.server.AddressSpaceFilter;
import org.eclipse.milo.opcua.sdk.server.ManagedNamespaceWithLifecycle;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.SimpleAddressSpaceFilter;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredItem;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryData;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResult;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRawModifiedDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.jspecify.annotations.Nullable;

/**
 * One machine's address space: its own instances and the companions' types and folders it needs.
 * Its variables are pushed, never sampled; everything else that is monitored never changes and is
 * told once.
 */
final class MachineSpace extends ManagedNamespaceWithLifecycle {
  private final AddressSpaceFilter filter =
      SimpleAddressSpaceFilter.create(id -> getNodeManager().containsNode(id));
  private final Map<NodeId, LiveVariable> live = new LinkedHashMap<>();

  MachineSpace(OpcUaServer server, String namespace) {
    super(server, namespace);
  }

  @Override
  public AddressSpaceFilter getFilter() {
    return filter;
  }

  /** Adds a variable that lives; before the space is started. */
  void add(NodeId id, LiveVariable variable) {
    live.put(id, variable);
  }

  /** The machine has reached a point of its time grid. */
  void beat(Instant at) {
    live.values().forEach(variable -> variable.beat(at));
  }

  /** The machine may have changed between two points of its grid. */
  void changed(Instant at) {
    live.values().forEach(variable -> variable.changed(at));
  }

  @Override
  public RevisedDataItemParameters onCreateDataItem(
      ReadValueId item, Double requestedInterval, UInteger requestedQueueSize) {
    LiveVariable variable = live.get(item.getNodeId());
    double interval = variable == null ? requestedInterval : variable.revised(requestedInterval);
    return new RevisedDataItemParameters(interval, requestedQueueSize);
  }

  @Override
  public RevisedDataItemParameters onModifyDataItem(
      ReadValueId item, Double requestedInterval, UInteger requestedQueueSize) {
    return onCreateDataItem(item, requestedInterval, requestedQueueSize);
  }

  @Override
  public void onDataItemsCreated(List<DataItem> items) {
    items.forEach(item -> tell(item, LiveVariable::watch));
  }

  @Override
  public void onDataItemsModified(List<DataItem> items) {
    // Intervals are read from the item at every push.
  }

  @Override
  public void onDataItemsDeleted(List<DataItem> items) {
    for (DataItem item : items) {
      LiveVariable variable = live.get(item.getReadValueId().getNodeId());
      if (variable != null) {
        variable.unwatch(item);
      }
    }
  }

  @Override
  public void onMonitoringModeChanged(List<MonitoredItem> items) {
    for (MonitoredItem item : items) {
      if (item instanceof DataItem data && item.isSamplingEnabled()) {
        tell(data, LiveVariable::show);
      }
    }
  }

  @Override
  public List<HistoryReadResult> historyRead(
      HistoryReadContext context,
      HistoryReadDetails details,
      TimestampsToReturn timestamps,
      List<HistoryReadValueId> wanted) {
    return wanted.stream()
        .map(
            each ->
                details instanceof ReadRawModifiedDetails raw
                    ? recorded(raw, live.get(each.getNodeId()))
                    : none(StatusCodes.Bad_HistoryOperationUnsupported))
        .toList();
  }

  /** As a server does that cuts its answer where it is full, and is to be asked on from there. */
  private HistoryReadResult recorded(
      ReadRawModifiedDetails details, @Nullable LiveVariable variable) {
    Optional<ValueRecord> record = Optional.ofNullable(variable).flatMap(LiveVariable::record);
    if (record.isEmpty()) {
      return none(StatusCodes.Bad_HistoryOperationUnsupported);
    }
    int most = details.getNumValuesPerNode().intValue();
    List<DataValue> values =
        record
            .get()
            .between(
                details.getStartTime().getJavaInstant(),
                details.getEndTime().getJavaInstant(),
                most == 0 ? Integer.MAX_VALUE : most,
                details.getReturnBounds());
    return new HistoryReadResult(
        StatusCode.GOOD,
        ByteString.NULL_VALUE,
        ExtensionObject.encode(
            getServer().getStaticEncodingContext(),
            new HistoryData(values.toArray(DataValue[]::new))));
  }

  private static HistoryReadResult none(long why) {
    return new HistoryReadResult(new StatusCode(why), ByteString.NULL_VALUE, null);
  }

  private void tell(DataItem item, BiConsumer<LiveVariable, DataItem> how) {
    ReadValueId what = item.getReadValueId();
    LiveVariable variable = live.get(what.getNodeId());
    if (variable != null && AttributeId.Value.isEqual(what.getAttributeId())) {
      how.accept(variable, item);
    } else {
      item.setValue(
          read(
                  new ReadContext(getServer(), item.getSession()),
                  0d,
                  item.getTimestampsToReturn(),
                  List.of(what))
              .get(0));
    }
  }
}
