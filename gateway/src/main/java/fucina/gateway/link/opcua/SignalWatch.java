package fucina.gateway.link.opcua;

import fucina.gateway.link.opcua.Monitoring.Group;
import fucina.gateway.link.opcua.OpcUaDecoder.Judged;
import fucina.gateway.telemetry.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then whether what the subscriptions told is what the server has: a subscription
 * that lives may still have forgotten one of its signals, and a quiet signal looks just like a
 * forgotten one. Only the link's thread calls this; it waits for the server.
 */
final class SignalWatch {
  private static final Logger LOG = LoggerFactory.getLogger(SignalWatch.class);

  /** How much later than its intervals allow a value may come before it is called forgotten. */
  private static final Duration LATE = Duration.ofSeconds(5);

  private final Monitoring monitoring;
  private final Calls calls;
  private final OpcUaDecoder decoder;
  private final Map<SignalItem, Suspicion> suspected = new HashMap<>();

  /** A signal of which the server had more than its last reading, and since when that is known. */
  private record Suspicion(Reading last, Instant since) {}

  SignalWatch(Monitoring monitoring, Calls calls, OpcUaDecoder decoder) {
    this.monitoring = monitoring;
    this.calls = calls;
    this.decoder = decoder;
  }

  /**
   * Reads every signal: sets aside those whose nodes have vanished, which not every server tells
   * its subscribers, and suspects those of which the server has more than was told.
   */
  void compare() throws UaException {
    List<SignalItem> items =
        monitoring.items().stream().filter(SignalItem::created).filter(this::listening).toList();
    List<DataValue> values = calls.read(items.stream().map(SignalItem::what).toList());
    for (int i = 0; i < items.size(); i++) {
      SignalItem item = items.get(i);
      if (SignalItem.gone(values.get(i).statusCode())) {
        monitoring.remove(item, OpcUaFaults.words(values.get(i).statusCode()));
        continue;
      }
      Optional<Reading> last = decoder.last().last(item.signal().name());
      if (last.isPresent() && hasMore(item, values.get(i), last.get())) {
        suspected.putIfAbsent(item, new Suspicion(last.get(), decoder.clock().instant()));
      }
    }
  }

  /**
   * Asks anew for those that were suspected and of which nothing came since: what is told late is
   * told after all, but a signal that changes all the time looks untold at every moment.
   */
  void resolve() throws UaException {
    Instant now = decoder.clock().instant();
    suspected
        .entrySet()
        .removeIf(each -> !each.getKey().created() || newer(each.getKey(), each.getValue().last()));
    List<SignalItem> overdue =
        suspected.entrySet().stream()
            .filter(each -> listening(each.getKey()))
            .filter(each -> now.isAfter(each.getValue().since().plus(late(each.getKey()))))
            .map(Map.Entry::getKey)
            .toList();
    List<DataValue> values =
        overdue.isEmpty() ? List.of() : calls.read(overdue.stream().map(SignalItem::what).toList());
    List<SignalItem> forgotten = new ArrayList<>();
    for (int i = 0; i < overdue.size(); i++) {
      Suspicion suspicion = Objects.requireNonNull(suspected.remove(overdue.get(i)));
      // A value that went and came back between two looks of the server was never to be told.
      if (hasMore(overdue.get(i), values.get(i), suspicion.last())) {
        forgotten.add(overdue.get(i));
      }
    }
    for (SignalItem item : forgotten) {
      LOG.warn("{} tells no more of {}: asked for anew", decoder.machine(), item.signal().name());
      monitoring.remove(item, "");
    }
    if (!forgotten.isEmpty()) {
      monitoring.ask(forgotten);
    }
  }

  private boolean listening(SignalItem item) {
    return !monitoring.groupOf(item).delivery().waiting();
  }

  private boolean newer(SignalItem item, Reading than) {
    return decoder
        .last()
        .last(item.signal().name())
        .filter(reading -> !reading.equals(than))
        .isPresent();
  }

  private boolean hasMore(SignalItem item, DataValue value, Reading last) {
    if (value.sourceTime() == null || value.sourceTime().isNull() || value.statusCode().isBad()) {
      return false;
    }
    Judged judged = decoder.judge(item, value);
    return judged.time().isAfter(last.time()) && !decoder.sameAs(item, judged, last);
  }

  private static Duration late(SignalItem item) {
    return Rates.publishing(item.signal())
        .plus(item.revisedSampling().orElse(Duration.ZERO))
        .plus(LATE);
  }

  /** After a notification was lost: shows what each signal of that subscription is now. */
  void reread(Group group) throws UaException {
    List<SignalItem> items =
        monitoring.items().stream()
            .filter(SignalItem::created)
            .filter(item -> monitoring.groupOf(item).equals(group))
            .toList();
    List<DataValue> values = calls.read(items.stream().map(SignalItem::what).toList());
    group.delivery().takeIn(items, values);
  }
}
