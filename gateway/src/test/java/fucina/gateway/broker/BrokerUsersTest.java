package fucina.gateway.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BrokerUsersTest {
  private final BrokerUsers users = SomeUsers.lab();

  @Test
  void aClientIdThatBeginsWithANameBelongsToThatUser() {
    assertThat(users.mayBeCalled("gateway", "gateway")).isTrue();
    assertThat(users.mayBeCalled("gateway", "gateway-printer-1")).isTrue();
    assertThat(users.mayBeCalled("watch", "gateway-printer-1")).isFalse();
    assertThat(users.mayBeCalled("watch", "gateway.x")).isFalse();
    assertThat(users.mayBeCalled("watch", "mosq-17")).isTrue();
    assertThat(users.mayBeCalled("watch", "gatewayish")).isTrue();
  }

  @Test
  void theLongestNameCounts() {
    users.put(BrokerUser.below("printer", "printer", BrokerPassword.of("x")));
    assertThat(users.mayBeCalled("printer", "printer-1")).isFalse();
    assertThat(users.mayBeCalled("printer", "printer-7")).isTrue();
    assertThat(users.mayBeCalled("printer-1", "printer-10")).isFalse();
    assertThat(users.mayBeCalled("printer", "printer-10")).isTrue();
  }

  @Test
  void aPasswordIsKnownByItsTextOrItsHashAndNeverShown() {
    assertThat(BrokerPassword.of("secret").is("secret")).isTrue();
    assertThat(BrokerPassword.of("secret").is("Secret")).isFalse();
    String hash =
        Password.hash("secret")
            .addRandomSalt()
            .with(Argon2Function.getInstance(1024, 1, 1, 16, Argon2.ID))
            .getResult();
    BrokerPassword hashed = BrokerPassword.ofHash(hash);
    assertThat(hashed.is("Secret")).isFalse();
    assertThat(hashed.is("secret")).isTrue();
    assertThat(hashed.is("secret")).isTrue();
    assertThat(hashed.is("Secret")).isFalse();
    assertThatThrownBy(() -> BrokerPassword.ofHash("secret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
    assertThat(new BrokerUser("a", BrokerPassword.of("secret"), List.of(), List.of()).toString())
        .doesNotContain("secret");
  }

  @Test
  void whoChangesOrGoesIsTold() {
    List<String> told = new ArrayList<>();
    users.onChange(told::add);
    users.put(BrokerUser.below("new", "new", BrokerPassword.of("x")));
    assertThat(told).isEmpty();
    users.put(BrokerUser.below("new", "new", BrokerPassword.of("y")));
    users.remove("new");
    users.remove("new");
    assertThat(told).containsExactly("new", "new");
  }
}
