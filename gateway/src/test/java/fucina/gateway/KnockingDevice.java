package fucina.gateway;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** A device that tries to connect over and over, from before its broker is there. */
final class KnockingDevice implements AutoCloseable {
  private static final long EVERY_MS = 50;
  private static final long PATIENCE_MS = 20_000;

  private final String url;
  private final String user;
  private final String password;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final List<String> refusals = new CopyOnWriteArrayList<>();
  private volatile boolean admitted;

  private KnockingDevice(int port, String user, String password) {
    this.url = "tcp://127.0.0.1:" + port;
    this.user = user;
    this.password = password;
  }

  static KnockingDevice at(int port, String user, String password) {
    KnockingDevice device = new KnockingDevice(port, user, password);
    var unused =
        device.clock.scheduleWithFixedDelay(device::knock, 0, EVERY_MS, TimeUnit.MILLISECONDS);
    return device;
  }

  /** What it was told when it was refused for its user or password. */
  List<String> refusals() {
    return refusals;
  }

  /** Whether it was let in. */
  boolean admitted() {
    return admitted;
  }

  private void knock() {
    if (admitted) {
      return;
    }
    MqttConnectOptions options = new MqttConnectOptions();
    options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
    options.setUserName(user);
    options.setPassword(password.toCharArray());
    try (MqttAsyncClient client =
        new MqttAsyncClient(url, user + "-knocking", new MemoryPersistence())) {
      client.connect(options).waitForCompletion(PATIENCE_MS);
      admitted = true;
      client.disconnect().waitForCompletion(PATIENCE_MS);
    } catch (MqttException e) {
      if (e.getReasonCode() == MqttException.REASON_CODE_NOT_AUTHORIZED
          || e.getReasonCode() == MqttException.REASON_CODE_FAILED_AUTHENTICATION) {
        refusals.add(e.toString());
      }
    }
  }

  @Override
  public void close() {
    clock.shutdown();
  }
}
