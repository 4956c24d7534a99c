package fucina.gateway.link.opcua;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.UaSerializationException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryData;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResult;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRawModifiedDetails;

/**
 * A server's own record of values (OPC 10000-11 §6.5.3).
 *
 * @param client the connection
 * @param serverStarted since when this server has been running, by its own clock; empty where it
 *     does not say
 */
record History(OpcUaClient client, Optional<Instant> serverStarted) {
  private static final int PER_ANSWER = 1_000;

  /** A stretch with more values than this is not read whole. */
  private static final int MOST = 100_000;

  /** Answers to one question after the other. */
  interface Pages {
    /** The values from an instant on, or, with a continuation point, those after the last page. */
    Page next(Instant from, ByteString point) throws UaException;
  }

  /**
   * Values, oldest first, and where the server wants to be asked on; null where it has told all.
   */
  record Page(List<DataValue> values, ByteString point) {
    private boolean full() {
      return values.size() >= PER_ANSWER;
    }
  }

  /**
   * Values of a variable as they were recorded, oldest first, with the one at or before the start
   * where the server gives such bounds.
   *
   * @param from by the machine's clock, included
   * @param to by the machine's clock, left out
   * @throws UaException if the server does not tell, or there is too much of it
   */
  List<DataValue> raw(SignalItem item, Instant from, Instant to) throws UaException {
    return whole(from, to, (start, point) -> page(details(start, to), item, point));
  }

  private static ReadRawModifiedDetails details(Instant from, Instant to) {
    return new ReadRawModifiedDetails(
        false, new DateTime(from), new DateTime(to), Unsigned.uint(PER_ANSWER), true);
  }

  /**
   * Asks until there is nothing more. Some servers cut an answer at the number asked for and give
   * no continuation point: so after a full page without one they are asked on from its last value.
   */
  static List<DataValue> whole(Instant from, Instant to, Pages pages) throws UaException {
    Set<DataValue> values = new LinkedHashSet<>();
    Instant start = from;
    ByteString point = ByteString.NULL_VALUE;
    boolean more = true;
    while (more) {
      Page page = pages.next(start, point);
      values.addAll(page.values());
      point = page.point();
      more = !point.isNullOrEmpty();
      if (values.size() > MOST) {
        // The server forgets the rest with the session, at the latest.
        throw new UaException(StatusCodes.Bad_TooManyOperations);
      }
      if (!more && page.full()) {
        Instant last = latest(page).orElse(to);
        if (!last.isAfter(start)) {
          throw new UaException(StatusCodes.Bad_TooManyOperations);
        }
        more = last.isBefore(to);
        start = last;
      }
    }
    values.removeIf(value -> value.statusCode().isBad() && value.value().isNull());
    return List.copyOf(values);
  }

  private static Optional<Instant> latest(Page page) {
    DataValue last = page.values().get(page.values().size() - 1);
    return OpcUaValues.instant(last.sourceTime()).or(() -> OpcUaValues.instant(last.serverTime()));
  }

  private Page page(ReadRawModifiedDetails details, SignalItem item, ByteString point)
      throws UaException {
    HistoryReadResponse response =
        Calls.await(
            client.historyReadAsync(
                details, TimestampsToReturn.Both, false, List.of(what(item, point))));
    HistoryReadResult[] results = response.getResults();
    if (results == null || results.length == 0) {
      throw new UaException(StatusCodes.Bad_UnknownResponse);
    }
    if (results[0].getStatusCode().isBad()) {
      throw new UaException(results[0].getStatusCode());
    }
    return new Page(
        values(results[0].getHistoryData()),
        Optional.ofNullable(results[0].getContinuationPoint()).orElse(ByteString.NULL_VALUE));
  }

  private static HistoryReadValueId what(SignalItem item, ByteString point) {
    return new HistoryReadValueId(
        item.place().orElseThrow().node(),
        item.what().getIndexRange(),
        QualifiedName.NULL_VALUE,
        point);
  }

  private List<DataValue> values(@org.jspecify.annotations.Nullable ExtensionObject recorded)
      throws UaException {
    if (recorded == null || recorded.isNull()) {
      return List.of();
    }
    try {
      return recorded.decode(client.getStaticEncodingContext()) instanceof HistoryData data
              && data.getDataValues() != null
          ? List.of(data.getDataValues())
          : List.of();
    } catch (UaSerializationException e) {
      throw new UaException(StatusCodes.Bad_DecodingError, e);
    }
  }
}
