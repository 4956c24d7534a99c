package fucina.simulators.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.junit.jupiter.api.Test;

final class DeviceLockTest {
  private static final NodeId ONE = new NodeId(1, "one");
  private static final NodeId OTHER = new NodeId(1, "other");

  private Instant now = Instant.parse("2026-03-02T08:00:00Z");
  private final DeviceLock lock = new DeviceLock(() -> now);

  @Test
  void onlyOneHasItUntilItIsGivenBack() {
    assertThat(lock.isClosedTo(OTHER)).isFalse();
    assertThat(lock.init(ONE, "urn:one", "gateway")).isEqualTo(DeviceLock.OK);
    assertThat(lock.init(OTHER, "urn:other", "x")).isEqualTo(DeviceLock.REFUSED);
    assertThat(lock.isClosedTo(ONE)).isFalse();
    assertThat(lock.isClosedTo(OTHER)).isTrue();
    assertThat(lock.exit(OTHER)).isEqualTo(DeviceLock.REFUSED);
    assertThat(lock.exit(ONE)).isEqualTo(DeviceLock.OK);
    assertThat(lock.isHeld()).isFalse();
  }

  @Test
  void whoDoesNotRenewItLosesIt() {
    lock.init(ONE, "urn:one", "gateway");
    now = now.plusSeconds(20);
    assertThat(lock.renew(ONE)).isEqualTo(DeviceLock.OK);
    now = now.plusSeconds(20);
    assertThat(lock.holder().client()).isEqualTo("urn:one");
    assertThat(lock.remainingMillis()).isEqualTo(10_000);
    now = now.plusSeconds(11);
    assertThat(lock.renew(ONE)).isEqualTo(DeviceLock.REFUSED);
    assertThat(lock.init(OTHER, "urn:other", "x")).isEqualTo(DeviceLock.OK);
  }

  @Test
  void anotherClientKeepsItUntilSomebodyBreaksIt() {
    lock.another(true);
    now = now.plusSeconds(3600);
    assertThat(lock.isClosedTo(ONE)).isTrue();
    assertThat(lock.breakIt()).isEqualTo(DeviceLock.OK);
    assertThat(lock.isClosedTo(ONE)).isFalse();
    assertThat(lock.breakIt()).isEqualTo(DeviceLock.REFUSED);
  }
}
