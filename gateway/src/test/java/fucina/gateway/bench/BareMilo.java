package fucina.gateway.bench;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;

/** Milo's client and nothing else: it subscribes, SignAndEncrypt, and only counts. */
final class BareMilo implements AutoCloseable {
  private static final String URI = "urn:fucina:bench:client";
  private static final int PATIENCE_MILLIS = 60_000;
  private static final int QUEUE = 200;

  private final LongAdder received = new LongAdder();
  private final List<OpcUaClient> clients = new ArrayList<>();
  private final KeyPair key;
  private final X509Certificate certificate;

  BareMilo() throws Exception {
    key = SelfSignedCertificateGenerator.generateRsaKeyPair(2048);
    certificate =
        new SelfSignedCertificateBuilder(key)
            .setCommonName("bench client")
            .setApplicationUri(URI)
            .addDnsName("localhost")
            .build();
  }

  /**
   * Subscribes to variables of a server.
   *
   * @param names of the variables in their namespace
   */
  void subscribe(String endpoint, String password, String namespace, List<String> names, int millis)
      throws Exception {
    OpcUaClient client =
        OpcUaClient.create(
            endpoint,
            offered ->
                offered.stream()
                    .filter(each -> each.getSecurityMode() == MessageSecurityMode.SignAndEncrypt)
                    .filter(
                        each ->
                            SecurityPolicy.Basic256Sha256.getUri()
                                .equals(each.getSecurityPolicyUri()))
                    .findFirst(),
            transport -> transport.setConnectTimeout(Unsigned.uint(PATIENCE_MILLIS)),
            config ->
                config
                    .setApplicationName(LocalizedText.english("bench client"))
                    .setApplicationUri(URI)
                    .setKeyPair(key)
                    .setCertificate(certificate)
                    .setCertificateChain(new X509Certificate[] {certificate})
                    .setRequestTimeout(Unsigned.uint(PATIENCE_MILLIS))
                    .setIdentityProvider(new UsernameProvider("gateway", password)));
    clients.add(client);
    client.connect();
    OpcUaSubscription subscription = new OpcUaSubscription(client, (double) millis);
    subscription.setSubscriptionListener(
        new OpcUaSubscription.SubscriptionListener() {
          @Override
          public void onDataReceived(
              OpcUaSubscription from, List<OpcUaMonitoredItem> items, List<DataValue> values) {
            received.add(values.size());
          }
        });
    subscription.create();
    for (String name : names) {
      OpcUaMonitoredItem item =
          OpcUaMonitoredItem.newDataItem(
              new NodeId(client.getNamespaceTable().getIndex(namespace), name));
      item.setSamplingInterval(millis);
      item.setQueueSize(Unsigned.uint(QUEUE));
      subscription.addMonitoredItem(item);
    }
    subscription.synchronizeMonitoredItems();
  }

  long received() {
    return received.sum();
  }

  @Override
  public void close() throws Exception {
    for (OpcUaClient client : clients) {
      client.disconnect();
    }
  }
}
