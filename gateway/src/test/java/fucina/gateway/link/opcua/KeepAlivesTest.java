package fucina.gateway.link.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.DiagnosticInfo;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.structured.NotificationMessage;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.ResponseHeader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeepAlivesTest {
  private static final UInteger OURS = Unsigned.uint(7);
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final KeepAlives keepAlives = new KeepAlives();

  private void comes(@Nullable DateTime published, boolean more, ExtensionObject... data) {
    comes(published, null, more, data);
  }

  private void comes(
      @Nullable DateTime published,
      @Nullable DateTime answered,
      boolean more,
      ExtensionObject... data) {
    keepAlives.arrived(
        new PublishResponse(
            new ResponseHeader(
                answered, Unsigned.uint(1), StatusCode.GOOD, null, new String[0], null),
            OURS,
            new UInteger[0],
            more,
            new NotificationMessage(Unsigned.uint(1), published, data),
            new StatusCode[0],
            new DiagnosticInfo[0]));
  }

  @Test
  void eachKeepAliveIsToldWithItsOwnTimeInTheirOrder() {
    comes(new DateTime(NOON), false);
    comes(new DateTime(NOON.plusSeconds(1)), false);
    assertThat(keepAlives.next(Unsigned.uint(8))).isEmpty();
    assertThat(keepAlives.next(OURS)).contains(NOON);
    assertThat(keepAlives.next(OURS)).contains(NOON.plusSeconds(1));
    assertThat(keepAlives.next(OURS)).isEmpty();
  }

  @Test
  void aControllerWithoutAClockTellsNoTimeAndShiftsNoOther() {
    comes(null, false);
    comes(DateTime.MIN_VALUE, false);
    comes(new DateTime(NOON), false);
    assertThat(keepAlives.next(OURS)).isEmpty();
    assertThat(keepAlives.next(OURS)).isEmpty();
    assertThat(keepAlives.next(OURS)).contains(NOON);
  }

  @Test
  void aKeepAliveWithoutAPublishTimeIsAsOldAsItsAnswer() {
    comes(DateTime.MIN_VALUE, new DateTime(NOON), false);
    assertThat(keepAlives.next(OURS)).contains(NOON);
  }

  @Test
  void aNotificationInPartsIsUnfinishedUntilItsLastPartMustHaveBeenDelivered() {
    ExtensionObject part = ExtensionObject.of(ByteString.of(new byte[1]), NodeId.NULL_VALUE);
    comes(new DateTime(NOON), true, part);
    assertThat(keepAlives.unfinished(OURS)).isTrue();
    assertThat(keepAlives.unfinished(Unsigned.uint(8))).isFalse();
    for (int answer = 1; answer <= KeepAlives.MOST; answer++) {
      assertThat(keepAlives.unfinished(OURS)).isTrue();
      comes(new DateTime(NOON), false, part);
    }
    assertThat(keepAlives.unfinished(OURS)).isFalse();
    assertThat(keepAlives.next(OURS)).as("it was no keep-alive").isEmpty();
  }
}
