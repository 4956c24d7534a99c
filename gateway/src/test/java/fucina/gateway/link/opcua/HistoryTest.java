package fucina.gateway.link.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fucina.gateway.link.opcua.History.Page;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.junit.jupiter.api.Test;

/** Reading a server's record whole, however it cuts its answers. */
class HistoryTest {
  private static final Instant BEGUN = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant ENDED = BEGUN.plusSeconds(1_000);
  private static final int AT_ONCE = 1_000;

  @Test
  void anAnswerCutWithoutAContinuationPointIsAskedOnFromItsLastValue() throws Exception {
    List<DataValue> record = recorded(2_500, 100);
    List<DataValue> read =
        History.whole(BEGUN, ENDED, (from, point) -> new Page(cut(record, from), none()));
    assertThat(read).isEqualTo(record);
  }

  @Test
  void anAnswerCutWithAContinuationPointIsAskedOnFromIt() throws Exception {
    List<DataValue> record = recorded(120, 100);
    List<DataValue> read =
        History.whole(
            BEGUN,
            ENDED,
            (from, point) -> {
              int at = point.isNullOrEmpty() ? 0 : Integer.parseInt(text(point));
              int next = Math.min(record.size(), at + 50);
              return new Page(
                  record.subList(at, next), next == record.size() ? none() : point(next));
            });
    assertThat(read).isEqualTo(record);
  }

  @Test
  void moreValuesOfOneInstantThanAnAnswerHoldsAreNotReadForEver() {
    List<DataValue> record = recorded(2_500, 0);
    assertThatThrownBy(
            () -> History.whole(BEGUN, ENDED, (from, point) -> new Page(cut(record, from), none())))
        .isInstanceOf(UaException.class);
  }

  private static List<DataValue> recorded(int count, int everyMillis) {
    return IntStream.range(0, count)
        .mapToObj(
            n -> {
              DateTime at = new DateTime(BEGUN.plusMillis((long) n * everyMillis));
              return new DataValue(Variant.of(n), StatusCode.GOOD, at, at);
            })
        .toList();
  }

  private static List<DataValue> cut(List<DataValue> record, Instant from) {
    return record.stream()
        .filter(
            value -> !Objects.requireNonNull(value.sourceTime()).getJavaInstant().isBefore(from))
        .limit(AT_ONCE)
        .toList();
  }

  private static ByteString none() {
    return ByteString.NULL_VALUE;
  }

  private static ByteString point(int at) {
    return ByteString.of(String.valueOf(at).getBytes(StandardCharsets.UTF_8));
  }

  private static String text(ByteString point) {
    return new String(point.bytesOrEmpty(), StandardCharsets.UTF_8);
  }
}
