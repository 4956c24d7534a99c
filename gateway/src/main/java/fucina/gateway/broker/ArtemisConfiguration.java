package fucina.gateway.broker;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.utils.critical.CriticalAnalyzerPolicy;

/** How Artemis is set up: one MQTT door, a journal that is on the disk before PUBACK, no others. */
final class ArtemisConfiguration {
  static final String ACCEPTOR = "mqtt";

  /** The largest packet a client may send. */
  static final int MAX_PACKET_BYTES = 1 << 20;

  private static final String DEAD_LETTERS = "$fucina/dead-letters";
  private static final String EXPIRED = "$fucina/expired";
  private static final int IN_FLIGHT = 1_000;
  private static final int WEEK_SECONDS = 7 * 24 * 3600;

  private ArtemisConfiguration() {}

  static Configuration of(Path dir, String host, int port) {
    Configuration configuration = new ConfigurationImpl();
    configuration.setName("fucina");
    directories(configuration, dir);
    journal(configuration);
    security(configuration);
    limits(configuration);
    configuration.addAcceptorConfiguration(acceptor(host, port));
    configuration.addAddressSetting("#", addresses());
    return configuration;
  }

  private static void directories(Configuration configuration, Path dir) {
    Path root = dir.toAbsolutePath();
    configuration.setBindingsDirectory(root.resolve("bindings").toString());
    configuration.setJournalDirectory(root.resolve("journal").toString());
    configuration.setPagingDirectory(root.resolve("paging").toString());
    configuration.setLargeMessagesDirectory(root.resolve("large").toString());
  }

  private static void journal(Configuration configuration) {
    configuration.setPersistenceEnabled(true);
    configuration.setJournalType(JournalType.NIO);
    configuration.setJournalSyncTransactional(true);
    configuration.setJournalSyncNonTransactional(true);
    configuration.setJournalDatasync(true);
    // Another process on the same folder is told within seconds instead of waiting for ever.
    configuration.setJournalLockAcquisitionTimeout(2_000);
  }

  private static void security(Configuration configuration) {
    configuration.setSecurityEnabled(true);
    // No caches: who is removed, or loses a right, loses it at once. Our own check costs a digest.
    configuration.setAuthenticationCacheSize(0);
    configuration.setAuthorizationCacheSize(0);
    configuration.putSecurityRoles(
        "#", Set.of(new Role("lab", false, false, false, false, false, false, false)));
    configuration.setClusterUser("fucina-" + UUID.randomUUID());
    configuration.setClusterPassword(UUID.randomUUID().toString());
    configuration.setJMXManagementEnabled(false);
    configuration.setJMXNotificationEnabled(false);
    // Nobody holds MANAGE; the address is also one nobody can name in MQTT.
    configuration.setManagementAddress(SimpleString.of("$fucina.management." + UUID.randomUUID()));
  }

  private static void limits(Configuration configuration) {
    configuration.setMaxDiskUsage(95);
    configuration.setGlobalMaxSize(64L << 20);
    configuration.setMqttSessionScanInterval(500);
    configuration.setMessageExpiryScanPeriod(30_000);
    // A stalled disk must slow us, never halt the whole process.
    configuration.setCriticalAnalyzerPolicy(CriticalAnalyzerPolicy.LOG);
    configuration.setScheduledThreadPoolMaxSize(3);
    configuration.setThreadPoolMaxSize(16);
  }

  private static TransportConfiguration acceptor(String host, int port) {
    Map<String, Object> transport =
        Map.of(
            TransportConstants.HOST_PROP_NAME,
            host,
            TransportConstants.PORT_PROP_NAME,
            port,
            TransportConstants.PROTOCOLS_PROP_NAME,
            "MQTT",
            TransportConstants.TCP_NODELAY_PROPNAME,
            true,
            // Opened by hand, once what the last run left is in order.
            TransportConstants.AUTO_START,
            false);
    Map<String, Object> protocol =
        Map.of(
            "maximumPacketSize", MAX_PACKET_BYTES,
            "defaultMaximumInFlightPublishMessages", IN_FLIGHT,
            "defaultMqttSessionExpiryInterval", WEEK_SECONDS,
            "closeMqttConnectionOnPublishAuthorizationFailure", true);
    return new TransportConfiguration(
        NettyAcceptorFactory.class.getName(), transport, ACCEPTOR, protocol);
  }

  private static AddressSettings addresses() {
    return new AddressSettings()
        .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
        .setMaxSizeBytes(8L << 20)
        .setPageSizeBytes(1 << 20)
        .setDeadLetterAddress(SimpleString.of(DEAD_LETTERS))
        .setExpiryAddress(SimpleString.of(EXPIRED))
        .setAutoCreateDeadLetterResources(true)
        // However often a connection breaks before it acknowledged: MQTT knows no last attempt.
        .setMaxDeliveryAttempts(-1)
        .setAutoCreateExpiryResources(true)
        .setAutoCreateAddresses(true)
        .setAutoDeleteAddresses(true)
        .setAutoCreateQueues(true)
        .setAutoDeleteQueues(true);
  }
}
