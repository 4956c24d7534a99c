package fucina.gateway.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicHostsTest {
  private final PublicHosts guarded = new PublicHosts(false);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "localhost",
        "0.0.0.0",
        "10.1.2.3",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "192.88.99.1",
        "255.255.255.255",
        "[::1]",
        "[::]",
        "[::ffff:10.0.0.1]",
        "[::10.0.0.1]",
        "[fd00::1]",
        "[fe80::1]",
        "[fec0::1]",
        "[64:ff9b::a00:1]",
        "[2002:a00:1::1]",
        "[::ffff:0:a00:1]",
        "[3fff::1]",
        "[5f00::1]",
        "[ff02::1]"
      })
  void whatIsNotPublicIsRefusedUnlessItIsAllowed(String host) throws Exception {
    assertThatThrownBy(() -> guarded.address(host))
        .isInstanceOf(PublicHosts.Refused.class)
        .hasMessageContaining("webhooks.allow-private");
    assertThat(new PublicHosts(true).address(host)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.8.8.8", "172.32.0.1", "[2606:4700::1111]"})
  void whatIsPublicIsNot(String host) throws Exception {
    assertThat(guarded.address(host).getHostAddress()).isNotEmpty();
  }

  @Test
  void aNameNobodyKnowsIsUnknown() {
    assertThatThrownBy(() -> guarded.address("nobody.invalid"))
        .isInstanceOf(UnknownHostException.class);
  }
}
