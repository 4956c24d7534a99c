package fucina.gateway.link.opcua;

import fucina.gateway.link.Decoded;
import fucina.gateway.link.SignalStatus;
import fucina.gateway.link.opcua.Addresses.Place;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Deadband;
import fucina.profiles.Signal;
import fucina.profiles.ValueType;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.DataChangeTrigger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.DeadbandType;
import org.eclipse.milo.opcua.stack.core.types.structured.DataChangeFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;

/**
 * One signal as a monitored item (OPC 10000-4 §5.13), over the life of a connection. The link's
 * thread creates it and sets it aside; values are noted on Milo's threads.
 */
final class SignalItem {
  private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
  private static final Duration LAST_RETRY = Duration.ofMinutes(1);

  /** So many values in a row that the signal cannot be, and it is set aside. */
  private static final int PATIENCE = 5;

  private static final Set<Long> NO_FILTER =
      Set.of(
          StatusCodes.Bad_FilterNotAllowed,
          StatusCodes.Bad_DeadbandFilterInvalid,
          StatusCodes.Bad_MonitoredItemFilterUnsupported,
          StatusCodes.Bad_MonitoredItemFilterInvalid);
  private static final Set<Long> NO_RANGE =
      Set.of(
          StatusCodes.Bad_IndexRangeInvalid,
          StatusCodes.Bad_IndexRangeNoData,
          StatusCodes.Bad_IndexRangeDataMismatch);
  private static final Set<Long> GONE =
      Set.of(StatusCodes.Bad_NodeIdUnknown, StatusCodes.Bad_NodeIdInvalid);

  private final Signal signal;
  private final Structures structures;
  private Optional<Place> place = Optional.empty();
  private NodeFacts facts = NodeFacts.NONE;
  private boolean serverFilters = true;
  private volatile boolean serverPicks = true;
  private int retries;
  private Instant retryAt = Instant.MAX;
  private volatile Optional<OpcUaMonitoredItem> item = Optional.empty();
  private volatile String refusal = "";
  private volatile boolean heard;
  private volatile boolean sendsWhole;
  private volatile Optional<Duration> behind = Optional.empty();
  private volatile Optional<Reading> anchor = Optional.empty();
  private volatile Optional<Instant> lastHeard = Optional.empty();
  private volatile StatusCode lastStatus = StatusCode.GOOD;
  private volatile String flaw = "";
  private volatile int flaws;

  SignalItem(Signal signal, Structures structures) {
    this.signal = signal;
    this.structures = structures;
  }

  /** Where it is on this server today. */
  void placed(Place found, NodeFacts facts) {
    this.place = Optional.of(found);
    this.facts = facts;
  }

  /** A new item of it, to be created on the server. */
  OpcUaMonitoredItem make() {
    OpcUaMonitoredItem made = new OpcUaMonitoredItem(what(serverPicks));
    made.setSamplingInterval(Rates.sampling(signal).toMillis());
    made.setQueueSize(Unsigned.uint(wantedQueue()));
    made.setDiscardOldest(true);
    if (serverFilters) {
      filter().ifPresent(made::setFilter);
    }
    made.setUserObject(this);
    flaw = "";
    heard = false;
    item = Optional.of(made);
    return made;
  }

  /** Its value, as the Read service and the monitored item ask for it. */
  ReadValueId what() {
    return what(serverPicks);
  }

  private ReadValueId what(boolean picked) {
    Place found = place.orElseThrow();
    String range = picked ? found.index().map(String::valueOf).orElse(null) : null;
    return new ReadValueId(found.node(), AttributeId.Value.uid(), range, QualifiedName.NULL_VALUE);
  }

  /** The server's deadband, where it applies to what it sees: one number. */
  private Optional<DataChangeFilter> filter() {
    boolean inside = place.filter(found -> !found.field().isEmpty()).isPresent();
    if (signal.type() != ValueType.NUMBER || deadband() <= 0 || inside) {
      return Optional.empty();
    }
    boolean share =
        signal.monitoring().deadband() instanceof Deadband.Percent && facts.range().isPresent();
    DeadbandType type = share ? DeadbandType.Percent : DeadbandType.Absolute;
    double size =
        share && signal.monitoring().deadband() instanceof Deadband.Percent percent
            ? percent.percent()
            : deadband();
    return Optional.of(
        new DataChangeFilter(DataChangeTrigger.StatusValue, Unsigned.uint(type.getValue()), size));
  }

  /** How many values the server is asked to keep for us. */
  long wantedQueue() {
    return signal
        .monitoring()
        .queueSize()
        .map(Integer::longValue)
        .orElseGet(() -> Rates.queue(signal));
  }

  /** The server's queue as it granted it; empty until it is created. */
  Optional<Long> queue() {
    return item.flatMap(OpcUaMonitoredItem::getRevisedQueueSize).map(size -> size.longValue());
  }

  /** After a create that failed for something we can do ourselves: worth trying without. */
  boolean asksForLess() {
    long code =
        item.flatMap(OpcUaMonitoredItem::getCreateResult).map(StatusCode::getValue).orElse(0L);
    if (NO_FILTER.contains(code) && serverFilters && filter().isPresent()) {
      serverFilters = false;
      return true;
    }
    if (NO_RANGE.contains(code) && serverPicks && place.flatMap(Place::index).isPresent()) {
      serverPicks = false;
      return true;
    }
    return false;
  }

  /** The server does not have it as it should be, or not at all. */
  void setAside(String why, Instant now) {
    refusal = why;
    behind = Optional.empty();
    flaws = 0;
    item = Optional.empty();
    long wait = Math.min(LAST_RETRY.toMillis(), FIRST_RETRY.toMillis() << Math.min(retries, 8));
    retries++;
    // Spread, so that the set-aside of one moment do not come back in one.
    retryAt = now.plusMillis(wait / 2 + Math.floorMod(signal.name().hashCode(), wait / 2 + 1));
  }

  /**
   * It was created; its first value may have come before the server's answer.
   *
   * @param publishing how often the server really publishes
   */
  void granted(Duration publishing) {
    refusal = "";
    behind = Optional.of(publishing.plus(revisedSampling().orElse(Duration.ZERO)));
    retryAt = Instant.MAX;
  }

  boolean due(Instant now) {
    return now.isAfter(retryAt);
  }

  /**
   * A notification begins that has values of it.
   *
   * @param before its last reading before that
   */
  void begins(Optional<Reading> before) {
    anchor = before;
  }

  /**
   * Its last reading before the notification its newest value came in. What the server's queue had
   * no room for lies somewhere after it: servers (Milo's 1.1 among them) mark the values for which
   * others had to go, not the one behind those that went (OPC 10000-4 §5.13.1.5).
   */
  Optional<Reading> anchor() {
    return anchor;
  }

  /** A value came. */
  void noted(DataValue value, Instant arrived, Decoded decoded) {
    lastStatus = value.statusCode();
    lastHeard = Optional.of(arrived);
    flaw = decoded.objection();
    flaws = decoded instanceof Decoded.Flawed ? flaws + 1 : 0;
    if (flaws == 0 && lastStatus.isGood()) {
      retries = 0;
    }
  }

  /** Whether the server says that it has no such node. */
  static boolean gone(StatusCode status) {
    return status.isBad() && GONE.contains(status.getValue() & 0xFFFF0000L);
  }

  /** Why it cannot go on as it is; empty while it can. */
  Optional<String> spoilt() {
    if (flaws >= PATIENCE) {
      return Optional.of(flaw);
    }
    return gone(lastStatus) && created()
        ? Optional.of(OpcUaFaults.words(lastStatus))
        : Optional.empty();
  }

  /** What of a value on the wire is the signal's. */
  Optional<Object> picked(Variant value) {
    if (OpcUaValues.length(value) > 1) {
      // It was asked for one element: this server does not know index ranges and never says so.
      sendsWhole = true;
    }
    return place
        .map(found -> OpcUaValues.picked(value, found, structures, sendsWhole || !serverPicks))
        .orElseGet(Optional::empty);
  }

  /** Its node, as the server writes it. */
  String node() {
    return place.map(found -> found.node().toParseableString()).orElse("");
  }

  /** The change below which a number counts as the same: a percentage is of the server's range. */
  double deadband() {
    return signal.monitoring().deadband() instanceof Deadband.Percent share
        ? facts
            .range()
            .map(range -> share.percent() / 100 * (range.getHigh() - range.getLow()))
            .orElseGet(signal::deadband)
        : signal.deadband();
  }

  /** Whether the deadband is ours to apply, as the server cannot. */
  boolean filtersHere() {
    return !serverFilters || place.filter(found -> !found.field().isEmpty()).isPresent();
  }

  /** Whether this is not its first value; asking counts as hearing one. */
  boolean heardBefore() {
    boolean before = heard;
    heard = true;
    return before;
  }

  boolean created() {
    return item.flatMap(OpcUaMonitoredItem::getMonitoredItemId).isPresent();
  }

  /**
   * How far what the server has told may be behind what it has seen; empty where it does not serve
   * this signal. Still known when Milo has given the subscription up.
   */
  Optional<Duration> behind() {
    return behind;
  }

  /** Why it is not there, in words. */
  String refusal() {
    return refusal;
  }

  Signal signal() {
    return signal;
  }

  Optional<OpcUaMonitoredItem> item() {
    return item;
  }

  Optional<Place> place() {
    return place;
  }

  NodeFacts facts() {
    return facts;
  }

  /** How often the server really looks at it. */
  Optional<Duration> revisedSampling() {
    return item.flatMap(OpcUaMonitoredItem::getRevisedSamplingInterval)
        .map(millis -> Duration.ofMillis(Math.max(0, millis.longValue())));
  }

  /** How it fares. */
  SignalStatus status() {
    SignalStatus.State state;
    String detail;
    if (!created()) {
      state = refusal.isEmpty() ? SignalStatus.State.WAITING : SignalStatus.State.SET_ASIDE;
      detail = refusal;
    } else if (lastHeard.isEmpty() || !heard) {
      state = SignalStatus.State.WAITING;
      detail = "";
    } else {
      boolean sound = flaw.isEmpty() && lastStatus.isGood();
      state = sound ? SignalStatus.State.FLOWING : SignalStatus.State.DOUBTFUL;
      detail = flaw.isEmpty() ? OpcUaFaults.words(lastStatus) : flaw;
    }
    return new SignalStatus(signal.name(), state, detail, revisedSampling(), queue(), lastHeard);
  }
}
