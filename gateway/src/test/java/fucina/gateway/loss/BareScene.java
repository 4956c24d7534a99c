package fucina.gateway.loss;

import fucina.gateway.broker.BrokerPassword;
import fucina.gateway.broker.BrokerUser;
import fucina.gateway.broker.BrokerUsers;
import fucina.gateway.broker.EmbeddedBroker;
import fucina.gateway.loss.MqttSource.Way;
import fucina.gateway.scale.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The proof's own trial: a consumer of a few lines in the gateway's place, which is killed. */
final class BareScene implements Scene {
  private static final String TOPIC = "sensors/bare";
  private static final int SURELY_HELD = 20;

  private final Path file;
  private final int group;
  private final EmbeddedBroker broker;
  private Optional<MqttSource> source = Optional.empty();
  private Optional<BareConsumer> consumer = Optional.empty();

  /**
   * A broker and nobody at it.
   *
   * @param group how many values the consumer writes at once
   */
  BareScene(Path folder, int group) {
    this.file = folder.resolve("written");
    this.group = group;
    this.broker =
        new EmbeddedBroker(
            folder.resolve("broker"),
            "127.0.0.1",
            0,
            new BrokerUsers(
                BrokerUser.below("sensors", "sensor", BrokerPassword.of("fucina-demo"))));
  }

  @Override
  public void start() throws Exception {
    broker.start();
    listen();
    Way way = new Way("MQTT QoS 1, a bare consumer", broker.port(), "sensor", true);
    MqttSource one = new MqttSource("bare", way, Speech.json(TOPIC, 1));
    source = Optional.of(one);
    one.begin();
  }

  private void listen() throws IOException {
    String url = "tcp://127.0.0.1:" + broker.port();
    consumer = Optional.of(BareConsumer.start(url, TOPIC, file, group));
  }

  @Override
  public List<NumberedSource> sources() {
    return List.copyOf(sensors());
  }

  @Override
  public List<MqttSource> sensors() {
    return source.stream().toList();
  }

  @Override
  public int signals(NumberedSource any) {
    return 1;
  }

  @Override
  public int lines() {
    return 1;
  }

  /** Kills the consumer once it holds, acknowledged, what it has not written. */
  @Override
  public boolean strike(Blow blow) throws Exception {
    if (blow.kind() != Blow.Kind.GATEWAY) {
      return false;
    }
    consumer.orElseThrow().heard(Integer.toString(Math.min(group, SURELY_HELD)));
    consumer.get().kill();
    return true;
  }

  @Override
  public void mend(Blow blow) throws Exception {
    listen();
  }

  /** What was written since an instant, the same once, and no gap. */
  @Override
  public Store store() {
    return path ->
        Optional.of(path.contains("/gaps") ? "{\"items\":[]}" : writtenSince(from(path)));
  }

  private static Instant from(String path) {
    String encoded = path.replaceAll(".*[?&]from=([^&]*).*", "$1");
    return Instant.parse(URLDecoder.decode(encoded, StandardCharsets.UTF_8));
  }

  private String writtenSince(Instant from) {
    if (!Files.exists(file)) {
      return "";
    }
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.endsWith("}")) // The last one may just be written.
          .filter(line -> !time(line).isBefore(from))
          .distinct()
          .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Instant time(String line) {
    return Instant.parse(line.replaceAll(".*\"t\":\"([^\"]+)\".*", "$1"));
  }

  @Override
  public List<String> notes() {
    return List.of();
  }

  @Override
  public void close() throws Exception {
    if (source.isPresent()) {
      source.get().close();
    }
    if (consumer.isPresent()) {
      consumer.get().close();
    }
    broker.close();
  }
}
