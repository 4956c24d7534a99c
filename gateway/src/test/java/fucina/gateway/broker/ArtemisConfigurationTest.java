package fucina.gateway.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.junit.jupiter.api.Test;

/** What nobody may lose by a later version's defaults. */
class ArtemisConfigurationTest {
  private final Configuration configuration =
      ArtemisConfiguration.of(Path.of("somewhere"), "127.0.0.1", 0);

  @Test
  void theJournalIsOnTheDiskBeforeAnythingIsAcknowledged() {
    assertThat(configuration.isPersistenceEnabled()).isTrue();
    assertThat(configuration.getJournalType()).isEqualTo(JournalType.NIO);
    assertThat(configuration.isJournalSyncTransactional()).isTrue();
    assertThat(configuration.isJournalSyncNonTransactional()).isTrue();
    assertThat(configuration.isJournalDatasync()).isTrue();
  }

  @Test
  void oneDoorAndNoOther() {
    assertThat(configuration.getAcceptorConfigurations())
        .singleElement()
        .satisfies(
            door ->
                assertThat(door.getParams())
                    .containsEntry("protocols", "MQTT")
                    .containsEntry("host", "127.0.0.1"));
    assertThat(configuration.isJMXManagementEnabled()).isFalse();
    assertThat(configuration.isSecurityEnabled()).isTrue();
    assertThat(configuration.getAuthenticationCacheSize()).isZero();
    assertThat(configuration.getAuthorizationCacheSize()).isZero();
  }

  @Test
  void whatIsTooMuchForMemoryGoesToTheDiskAndTheDiskHasItsLimit() {
    assertThat(configuration.getAddressSettings().values())
        .singleElement()
        .satisfies(
            all -> {
              assertThat(all.getAddressFullMessagePolicy())
                  .isEqualTo(AddressFullMessagePolicy.PAGE);
              assertThat(all.getDeadLetterAddress().toString()).isNotBlank();
              assertThat(all.getExpiryAddress().toString()).isNotBlank();
            });
    assertThat(configuration.getMaxDiskUsage()).isEqualTo(95);
  }
}
