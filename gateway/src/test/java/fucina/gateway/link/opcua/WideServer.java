package fucina.gateway.link.opcua;

import fucina.gateway.QuietPort;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.server.AddressSpaceFilter;
import org.eclipse.milo.opcua.sdk.server.EndpointConfig;
import org.eclipse.milo.opcua.sdk.server.ManagedNamespaceWithLifecycle;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.sdk.server.SimpleAddressSpaceFilter;
import org.eclipse.milo.opcua.sdk.server.identity.AnonymousIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredItem;
import org.eclipse.milo.opcua.sdk.server.nodes.UaFolderNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.security.DefaultCertificateManager;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.transport.TransportProfile;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.structured.ViewDescription;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransport;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransportConfig;

/**
 * A server without security: a folder {@code Wide} of very many variables, and below {@code Deep}
 * folders within folders. It notes which of its own nodes were browsed.
 */
final class WideServer implements AutoCloseable {
  static final String NAMESPACE = "urn:test:wide";

  private final OpcUaServer server;
  private final Space space;
  private final int port;

  WideServer(int wide, int deep) {
    this.port = QuietPort.any();
    EndpointConfig endpoint =
        EndpointConfig.newBuilder()
            .setTransportProfile(TransportProfile.TCP_UASC_UABINARY)
            .setBindAddress("127.0.0.1")
            .setHostname("127.0.0.1")
            .setBindPort(port)
            .setPath("/wide")
            .setSecurityPolicy(SecurityPolicy.None)
            .setSecurityMode(MessageSecurityMode.None)
            .addTokenPolicy(OpcUaServerConfig.USER_TOKEN_POLICY_ANONYMOUS)
            .build();
    this.server =
        new OpcUaServer(
            OpcUaServerConfig.builder()
                .setApplicationUri("urn:test:wide:server")
                .setApplicationName(LocalizedText.english("wide"))
                .setProductUri("urn:test:wide")
                .setEndpoints(Set.of(endpoint))
                .setCertificateManager(
                    new DefaultCertificateManager(new MemoryCertificateQuarantine()))
                .setIdentityValidator(AnonymousIdentityValidator.INSTANCE)
                .build(),
            profile -> new OpcTcpServerTransport(OpcTcpServerTransportConfig.newBuilder().build()));
    this.space = new Space(server, wide, deep);
    space.startup();
    try {
      server.startup().get(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  String endpoint() {
    return "opc.tcp://127.0.0.1:" + port + "/wide";
  }

  /** The nodes of its own that were browsed since it was last asked. */
  List<String> browsed() {
    List<String> all =
        space.browsed.stream().map(node -> String.valueOf(node.getIdentifier())).toList();
    space.browsed.clear();
    return all;
  }

  @Override
  public void close() {
    space.shutdown();
    try {
      server.shutdown().get(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Space extends ManagedNamespaceWithLifecycle {
    private final AddressSpaceFilter filter =
        SimpleAddressSpaceFilter.create(id -> getNodeManager().containsNode(id));
    private final Queue<NodeId> browsed = new ConcurrentLinkedQueue<>();

    Space(OpcUaServer server, int wide, int deep) {
      super(server, NAMESPACE);
      UaFolderNode folder = folder("Wide", NodeIds.ObjectsFolder);
      for (int i = 0; i < wide; i++) {
        String name = String.format("Item%06d", i);
        UaVariableNode variable =
            new UaVariableNode.UaVariableNodeBuilder(getNodeContext())
                .setNodeId(newNodeId(name))
                .setBrowseName(new QualifiedName(getNamespaceIndex(), name))
                .setDisplayName(LocalizedText.english(name))
                .setDataType(NodeIds.Int32)
                .setTypeDefinition(NodeIds.BaseDataVariableType)
                .setValue(new DataValue(Variant.of(i)))
                .build();
        add(variable, folder.getNodeId());
      }
      NodeId above = folder("Deep", NodeIds.ObjectsFolder).getNodeId();
      for (int i = 1; i <= deep; i++) {
        above = folder("Level" + i, above).getNodeId();
      }
    }

    private UaFolderNode folder(String name, NodeId above) {
      UaFolderNode folder =
          new UaFolderNode(
              getNodeContext(),
              newNodeId(name),
              new QualifiedName(getNamespaceIndex(), name),
              LocalizedText.english(name));
      add(folder, above);
      return folder;
    }

    private void add(UaNode node, NodeId above) {
      getNodeManager().addNode(node);
      node.addReference(
          new Reference(node.getNodeId(), NodeIds.Organizes, above.expanded(), false));
    }

    @Override
    public List<ReferenceResult> browse(
        BrowseContext context, ViewDescription view, List<NodeId> nodes) {
      browsed.addAll(nodes);
      return super.browse(context, view, nodes);
    }

    @Override
    public AddressSpaceFilter getFilter() {
      return filter;
    }

    @Override
    public void onDataItemsCreated(List<DataItem> items) {}

    @Override
    public void onDataItemsModified(List<DataItem> items) {}

    @Override
    public void onDataItemsDeleted(List<DataItem> items) {}

    @Override
    public void onMonitoringModeChanged(List<MonitoredItem> items) {}
  }
}
