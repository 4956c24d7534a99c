package fucina.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AttemptsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");

  private final Attempts attempts = new Attempts();

  @Test
  void fiveWrongPasswordsAreFreeAndThenTheWaitDoubles() {
    fail(4, "anna", "10.0.0.1");
    assertThat(attempts.wait("anna", "10.0.0.1", NOW)).isZero();
    fail(1, "anna", "10.0.0.1");
    assertThat(attempts.wait("anna", "10.0.0.1", NOW)).isEqualTo(Duration.ofSeconds(1));
    fail(3, "anna", "10.0.0.1");
    assertThat(attempts.wait("anna", "10.0.0.1", NOW)).isEqualTo(Duration.ofSeconds(8));
  }

  @Test
  void theWaitNeverExceedsFiveMinutes() {
    fail(40, "anna", "10.0.0.1");
    assertThat(attempts.wait("anna", "10.0.0.1", NOW)).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void theOwnerElsewhereIsNotLockedOutByAGuesser() {
    fail(40, "anna", "10.0.0.1");
    assertThat(attempts.wait("anna", "10.0.0.2", NOW)).isZero();
  }

  @Test
  void anAddressThatTriesManyAccountsWaitsForAll() {
    for (int i = 0; i < 50; i++) {
      fail(1, "account" + i, "10.0.0.1");
    }
    assertThat(attempts.wait("nobody yet", "10.0.0.1", NOW)).isPositive();
    assertThat(attempts.wait("nobody yet", "10.0.0.2", NOW)).isZero();
  }

  @Test
  void theRightPasswordForgivesAndSoDoesTime() {
    fail(8, "anna", "10.0.0.1");
    attempts.succeeded("anna", "10.0.0.1");
    assertThat(attempts.wait("anna", "10.0.0.1", NOW)).isZero();
    fail(8, "anna", "10.0.0.1");
    assertThat(attempts.wait("anna", "10.0.0.1", NOW.plus(Duration.ofMinutes(16)))).isZero();
  }

  private void fail(int times, String account, String address) {
    for (int i = 0; i < times; i++) {
      attempts.failed(account, address, NOW);
    }
  }
}
