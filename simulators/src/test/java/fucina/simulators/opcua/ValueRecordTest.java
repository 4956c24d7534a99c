package fucina.simulators.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.junit.jupiter.api.Test;

class ValueRecordTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final ValueRecord record = new ValueRecord();

  /** One value a second, counted from noon. */
  private ValueRecord told(int values) {
    for (int n = 0; n < values; n++) {
      record.add(
          new DataValue(
              Variant.ofInt32(n), StatusCode.GOOD, new DateTime(NOON.plusSeconds(n)), null));
    }
    return record;
  }

  private List<Object> between(double from, double to, int most, boolean bounds) {
    return record
        .between(
            NOON.plusMillis((long) (1000 * from)),
            NOON.plusMillis((long) (1000 * to)),
            most,
            bounds)
        .stream()
        .map(value -> value.value().value())
        .toList();
  }

  @Test
  void aStretchHasItsBeginningAndNotItsEnd() {
    told(10);
    assertThat(between(3, 6, 100, false)).containsExactly(3, 4, 5);
    assertThat(between(3, 9, 2, false)).containsExactly(3, 4);
  }

  @Test
  void withBoundsTheValueThatHeldAtTheBeginningBelongsToIt() {
    told(10);
    assertThat(between(3, 6, 100, true)).containsExactly(3, 4, 5);
    assertThat(between(3.5, 6, 100, true)).containsExactly(3, 4, 5);
    assertThat(between(3.5, 3.9, 100, true)).containsExactly(3);
    assertThat(between(3.5, 3.9, 100, false)).isEmpty();
  }

  @Test
  void theOldestGoWhereThereAreTooMany() {
    told(20_005);
    assertThat(between(0, 7, 100, true)).containsExactly(5, 6);
  }
}
