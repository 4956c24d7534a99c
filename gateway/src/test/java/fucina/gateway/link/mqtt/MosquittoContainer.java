package fucina.gateway.link.mqtt;

import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports.Binding;
import fucina.gateway.QuietPort;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/**
 * Mosquitto in a container, on a port of this machine that it keeps through a restart. What it
 * acknowledged it keeps for clients that are away, also through a restart.
 */
final class MosquittoContainer implements AutoCloseable {
  private static final int PORT = 1883;
  private static final String SETTINGS = "/mosquitto/config/mosquitto.conf";
  private static final String LINES =
      """
      listener 1883 0.0.0.0
      allow_anonymous true
      user root
      persistence true
      persistence_location /tmp/
      max_queued_messages 10000
      """;

  private final int port;
  private final GenericContainer<?> container;

  MosquittoContainer() {
    port = QuietPort.any();
    String image = System.getProperty("fucina.mqtt.image", "eclipse-mosquitto:2.0");
    container =
        new GenericContainer<>(DockerImageName.parse(image))
            .withCopyToContainer(Transferable.of(LINES), SETTINGS)
            .withCommand("/usr/sbin/mosquitto", "-c", SETTINGS)
            .withExposedPorts(PORT)
            .withCreateContainerCmdModifier(
                create ->
                    create
                        .getHostConfig()
                        .withPortBindings(
                            new PortBinding(
                                Binding.bindIpAndPort("127.0.0.1", port), new ExposedPort(PORT))))
            .waitingFor(Wait.forLogMessage(".*mosquitto version \\S+ running.*", 1));
    container.start();
  }

  String url() {
    return "mqtt://127.0.0.1:" + port;
  }

  /** Goes down in order and comes up again. */
  void restart() {
    container.getDockerClient().restartContainerCmd(container.getContainerId()).exec();
  }

  /** Is frozen: its connections stay open, but it does nothing. */
  void pause() {
    container.getDockerClient().pauseContainerCmd(container.getContainerId()).exec();
  }

  void unpause() {
    container.getDockerClient().unpauseContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void close() {
    container.stop();
  }
}
