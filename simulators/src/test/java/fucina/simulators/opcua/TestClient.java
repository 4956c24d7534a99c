package fucina.simulators.opcua;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.identity.AnonymousProvider;
import org.eclipse.milo.opcua.sdk.client.identity.IdentityProvider;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoringFilter;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;

/** A client nobody of the simulators knows: it has its own key, and asks by namespace URI. */
final class TestClient implements AutoCloseable {
  private static final String URI = "urn:fucina:test:client";
  private static final UInteger PATIENCE_MS = UInteger.valueOf(60_000);

  private final OpcUaClient client;
  private final String namespace;

  private TestClient(OpcUaClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /** A key and its certificate. */
  record Keys(KeyPair pair, X509Certificate certificate) {
    static Keys made() throws Exception {
      KeyPair pair = SelfSignedCertificateGenerator.generateRsaKeyPair(2048);
      X509Certificate certificate =
          new SelfSignedCertificateBuilder(pair)
              .setCommonName("test client")
              .setApplicationUri(URI)
              .addDnsName("localhost")
              .build();
      return new Keys(pair, certificate);
    }
  }

  static IdentityProvider user(String name, String password) {
    return new UsernameProvider(name, password);
  }

  static IdentityProvider nobody() {
    return new AnonymousProvider();
  }

  /** Connects and opens a session, or throws what the server answers. */
  static TestClient connect(String endpoint, String namespace, Keys keys, IdentityProvider who)
      throws UaException {
    OpcUaClient client =
        OpcUaClient.create(
            endpoint,
            endpoints -> endpoints.stream().findFirst(),
            transport ->
                transport.setConnectTimeout(PATIENCE_MS).setAcknowledgeTimeout(PATIENCE_MS),
            config ->
                config
                    .setApplicationName(LocalizedText.english("test client"))
                    .setApplicationUri(URI)
                    .setKeyPair(keys.pair())
                    .setCertificate(keys.certificate())
                    .setCertificateChain(new X509Certificate[] {keys.certificate()})
                    .setRequestTimeout(PATIENCE_MS)
                    .setIdentityProvider(who));
    client.connect();
    return new TestClient(client, namespace);
  }

  OpcUaClient milo() {
    return client;
  }

  NodeId node(String id) {
    return new NodeId(client.getNamespaceTable().getIndex(namespace), id);
  }

  DataValue read(String id) throws UaException {
    return client.readValues(0, TimestampsToReturn.Both, List.of(node(id))).get(0);
  }

  Object value(String id) throws UaException {
    return Objects.requireNonNull(read(id).value().value(), id);
  }

  /** The Status a method answers, or nothing where the call itself failed. */
  Optional<Integer> call(String method, Object... arguments) throws UaException {
    CallMethodResult result = result(method, arguments);
    Variant[] outputs = result.getOutputArguments();
    return result.getStatusCode().isGood() && outputs != null
        ? Optional.ofNullable((Integer) outputs[0].value())
        : Optional.empty();
  }

  StatusCode statusOfCall(String method, Object... arguments) throws UaException {
    return result(method, arguments).getStatusCode();
  }

  private CallMethodResult result(String method, Object... arguments) throws UaException {
    String object = method.substring(0, method.lastIndexOf('.'));
    Variant[] inputs = Arrays.stream(arguments).map(Variant::of).toArray(Variant[]::new);
    return client.call(List.of(new CallMethodRequest(node(object), node(method), inputs)))
        .getResults()[0];
  }

  StatusCode write(String id, Object value) throws UaException {
    return client
        .writeValues(List.of(node(id)), List.of(DataValue.valueOnly(Variant.of(value))))
        .get(0);
  }

  /** What a monitored item receives, in order. */
  List<DataValue> watch(String id, double samplingMillis, Optional<MonitoringFilter> filter)
      throws Exception {
    OpcUaSubscription subscription = new OpcUaSubscription(client, 100);
    subscription.create();
    OpcUaMonitoredItem item = OpcUaMonitoredItem.newDataItem(node(id));
    item.setSamplingInterval(samplingMillis);
    item.setQueueSize(UInteger.valueOf(100));
    filter.ifPresent(item::setFilter);
    List<DataValue> received = new CopyOnWriteArrayList<>();
    item.setDataValueListener((from, value) -> received.add(value));
    subscription.addMonitoredItem(item);
    subscription.synchronizeMonitoredItems();
    return received;
  }

  static List<Long> sourceMillis(List<DataValue> values) {
    return values.stream().map(TestClient::sourceMillis).toList();
  }

  private static long sourceMillis(DataValue value) {
    return Objects.requireNonNull(value.sourceTime()).getJavaTime();
  }

  @Override
  public void close() throws UaException {
    client.disconnect();
  }
}
