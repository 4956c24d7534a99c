package fucina.simulators.opcua;

import fucina.simulators.machine.MachineUnavailable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.milo.opcua.sdk.server.EndpointConfig;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.transport.TransportProfile;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.structured.BuildInfo;
import org.eclipse.milo.opcua.stack.transport.server.OpcServerTransport;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransport;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransportConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a machine's server is made, again for each of its lives. It has one endpoint: Basic256Sha256,
 * SignAndEncrypt, user and password. An unsecured channel is answered for discovery only (OPC
 * 10000-4, 5.5), and nothing else.
 *
 * @param device the machine
 * @param security its keys, its trust, its user
 * @param actions how clients' wishes reach it
 * @param trouble what it gets wrong
 */
record ServerPlan(Device device, ServerSecurity security, Actions actions, Trouble trouble) {
  static final String HOST = "127.0.0.1";
  private static final Logger LOG = LoggerFactory.getLogger(ServerPlan.class);
  private static final long SECONDS_TO_OPEN = 10;

  /** Between choosing a free port and listening on it another program may take it. */
  private static final int PORTS_TRIED = 5;

  /**
   * Opens a server.
   *
   * @param port 0 for a free one
   * @param at the machine's time, for the first values
   * @param namespaces in the order in which it counts them
   * @throws MachineUnavailable if it cannot listen there
   */
  MachineServer open(int port, Instant at, List<String> namespaces) {
    for (int tried = 1; port == 0 && tried < PORTS_TRIED; tried++) {
      try {
        return openOn(freePort(), at, namespaces);
      } catch (MachineUnavailable e) {
        LOG.debug("somebody was quicker: {}", e.getMessage());
      }
    }
    return openOn(port == 0 ? freePort() : port, at, namespaces);
  }

  private MachineServer openOn(int bound, Instant at, List<String> namespaces) {
    OpcUaServer server = new OpcUaServer(config(bound, at), this::transport);
    namespaces.forEach(server.getNamespaceTable()::add);
    MachineSpace space = new MachineSpace(server, device.namespace());
    device.layOut(new NodeTree(space, trouble, at), actions);
    space.startup();
    MachineServer opened = new MachineServer(server, space, bound);
    try {
      server.startup().get(SECONDS_TO_OPEN, TimeUnit.SECONDS);
      return opened;
    } catch (ExecutionException | TimeoutException e) {
      opened.close();
      throw new MachineUnavailable(
          device.id() + " cannot listen on " + HOST + ":" + bound + "; is the port taken?", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      opened.close();
      throw new MachineUnavailable(device.id() + " was interrupted while it started", e);
    }
  }

  private OpcUaServerConfig config(int port, Instant at) {
    String name = "Fucina simulated machine " + device.id();
    return OpcUaServerConfig.builder()
        .setApplicationUri(security.applicationUri())
        .setApplicationName(LocalizedText.english(name))
        .setProductUri("urn:fucina:simulators")
        .setBuildInfo(
            new BuildInfo("urn:fucina:simulators", "Fucina", name, "0.1.0", "", new DateTime(at)))
        .setEndpoints(Set.of(endpoint(port)))
        .setCertificateManager(security.manager())
        .setIdentityValidator(security.users())
        .build();
  }

  private EndpointConfig endpoint(int port) {
    return EndpointConfig.newBuilder()
        .setTransportProfile(TransportProfile.TCP_UASC_UABINARY)
        .setBindAddress(HOST)
        .setHostname(HOST)
        .setBindPort(port)
        .setPath("/" + device.id())
        .setCertificate(security.certificate())
        .setSecurityPolicy(SecurityPolicy.Basic256Sha256)
        .setSecurityMode(MessageSecurityMode.SignAndEncrypt)
        .addTokenPolicy(OpcUaServerConfig.USER_TOKEN_POLICY_USERNAME)
        .build();
  }

  private OpcServerTransport transport(TransportProfile profile) {
    return new OpcTcpServerTransport(
        OpcTcpServerTransportConfig.newBuilder()
            .setChannelPipelineCustomizer(trouble.wire()::guard)
            .build());
  }

  /** Milo writes the port into its endpoints before it binds, so it is chosen before. */
  private static int freePort() {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new MachineUnavailable("no free port on " + HOST, e);
    }
  }
}
