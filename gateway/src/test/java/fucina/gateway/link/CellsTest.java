package fucina.gateway.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CellsTest {
  private final Cells cells = new Cells(List.of("192.168.10.0/24", "fd00::/8"));

  @Test
  void anAddressInsideANetworkIsHeldAndOneOutsideIsNot() throws UnknownHostException {
    assertThat(cells.hold(InetAddress.getByName("192.168.10.7"))).isTrue();
    assertThat(cells.hold(InetAddress.getByName("192.168.11.7"))).isFalse();
    assertThat(cells.hold(InetAddress.getByName("fd12::1"))).isTrue();
    assertThat(cells.hold(InetAddress.getByName("fe80::1"))).isFalse();
    assertThat(cells.hold(InetAddress.getByName("::ffff:192.168.10.7"))).isTrue();
  }

  @Test
  void theSentenceNamesHostAndCells() {
    assertThat(cells.objection("192.168.10.7")).isEmpty();
    assertThat(cells.objection("10.0.0.1"))
        .hasValueSatisfying(
            sentence ->
                assertThat(sentence).contains("10.0.0.1", "192.168.10.0/24", "fd00::/8", "cells"));
    assertThat(cells.objection("localhost"))
        .hasValueSatisfying(sentence -> assertThat(sentence).contains("localhost", "127.0.0.1"));
  }

  @Test
  void withoutCellsAnyHostMayBeAddressedAndNoNameIsLookedUp() {
    assertThat(Cells.ANY.objection("no-such-host.invalid")).isEmpty();
    assertThat(cells.objection("no-such-host.invalid")).isPresent();
  }

  @Test
  void ourOwnBrokerIsNoMachine() {
    assertThat(cells.besides("127.0.0.1").objection("127.0.0.1")).isEmpty();
    assertThat(cells.besides("127.0.0.1").objection("127.0.0.2")).isPresent();
  }
}
