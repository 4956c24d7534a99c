package fucina.gateway.broker;

import static fucina.gateway.broker.SomeUsers.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import fucina.simulators.machine.Fault;
import fucina.simulators.machine.MachineUnavailable;
import fucina.simulators.mqtt.BrokerAccess;
import fucina.simulators.printer.MoonrakerPrinter;
import fucina.simulators.printer.PrinterPace;
import fucina.simulators.printer.PrinterSettings;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulated printer on the real broker, as a foreign client hears it. */
class PrinterOnBrokerIT {
  private static final String STATE = "printer-1/klipper/state/print_stats/state";
  private static final String REQUEST = "printer-1/moonraker/api/request";
  private static final String RESPONSE = "printer-1/moonraker/api/response";
  private static final PrinterPace HURRIED = new PrinterPace(20, 400);

  @TempDir private Path dir;
  private EmbeddedBroker broker;
  private MoonrakerPrinter printer;

  @BeforeEach
  void start() {
    broker = new EmbeddedBroker(dir.resolve("broker"), "127.0.0.1", 0, SomeUsers.lab()).start();
    printer = printer(broker.url(), PASSWORD);
    printer.start();
  }

  @AfterEach
  void stop() {
    printer.close();
    broker.close();
  }

  private MoonrakerPrinter printer(String url, String password) {
    return new MoonrakerPrinter(
        new PrinterSettings(
            "printer-1",
            new BrokerAccess(url, "printer-1", password),
            HURRIED,
            Optional.of(dir.resolve("printer"))),
        InstantSource.system(),
        7);
  }

  private static ConditionFactory soon() {
    return await();
  }

  private static Optional<String> last(Foreign5 client, String topic) {
    return client.heard.stream()
        .filter(message -> message.topic().equals(topic))
        .map(Foreign5.Heard::text)
        .reduce((one, next) -> next);
  }

  private static boolean isIn(Foreign5 client, String state) {
    return last(client, STATE)
        .map(text -> new JsonObject(text).getString("value").equals(state))
        .orElse(false);
  }

  private static JsonObject ask(Foreign5 gateway, int id, String method, JsonObject params)
      throws Exception {
    JsonObject call =
        new JsonObject()
            .put("jsonrpc", "2.0")
            .put("method", method)
            .put("params", params)
            .put("id", id);
    gateway.publish(REQUEST, call.encode(), 1, false);
    soon()
        .until(
            () ->
                last(gateway, RESPONSE)
                    .map(text -> new JsonObject(text).getInteger("id") == id)
                    .orElse(false));
    return new JsonObject(last(gateway, RESPONSE).orElseThrow());
  }

  @Test
  void whoComesLaterFindsEveryValueAndHearsTheChanges() throws Exception {
    try (Foreign5 first = Foreign5.connect(broker.url(), "watch", PASSWORD)) {
      first.subscribe("printer-1/#", 1);
      soon().until(() -> last(first, "printer-1/plug/energy").isPresent());
    }
    try (Foreign5 watch = Foreign5.connect(broker.url(), "watch", PASSWORD)) {
      watch.subscribe("printer-1/klipper/state/+/+", 1);
      watch.subscribe("printer-1/moonraker/status", 1);
      watch.subscribe("printer-1/plug/energy", 1);
      soon().until(() -> isIn(watch, "standby"));
      soon().until(() -> last(watch, "printer-1/moonraker/status").isPresent());
      soon().until(() -> last(watch, "printer-1/plug/energy").isPresent());
      assertThat(last(watch, "printer-1/moonraker/status")).contains("{\"server\":\"online\"}");
      JsonObject layer =
          new JsonObject(
              last(watch, "printer-1/klipper/state/print_stats/current_layer").orElseThrow());
      assertThat(layer.containsKey("value")).isTrue();
      assertThat(layer.getValue("value")).isNull();
      assertThat(layer.getDouble("eventtime")).isNotNegative();
      JsonObject energy = new JsonObject(last(watch, "printer-1/plug/energy").orElseThrow());
      assertThat(energy.getDouble("power")).isBetween(10.0, 20.0);
      assertThat(energy.getDouble("energy")).isNotNegative();
      long before = watch.heard.stream().filter(each -> each.topic().equals(STATE)).count();
      soon()
          .until(
              () ->
                  watch.heard.stream().filter(each -> each.topic().equals(STATE)).count()
                      > before + 1);
    }
  }

  @Test
  void theGatewayStartsPausesResumesAndLetsItFinish() throws Exception {
    try (Foreign5 gateway = Foreign5.connect(broker.url(), "gateway", PASSWORD)) {
      gateway.subscribe("printer-1/#", 1);
      JsonObject file = new JsonObject().put("filename", "calibration_cube.gcode");
      JsonObject nothing = new JsonObject();

      assertThat(ask(gateway, 1, "printer.print.resume", nothing).getJsonObject("error"))
          .isNotNull();
      assertThat(ask(gateway, 2, "printer.gcode.script", nothing).getJsonObject("error"))
          .isEqualTo(new JsonObject().put("code", -32601).put("message", "Method not found"));
      assertThat(ask(gateway, 3, "printer.print.start", file).getString("result")).isEqualTo("ok");
      soon().until(() -> isIn(gateway, "printing"));
      ask(gateway, 4, "printer.print.pause", nothing);
      soon().until(() -> isIn(gateway, "paused"));
      ask(gateway, 5, "printer.print.resume", nothing);
      soon().until(() -> isIn(gateway, "complete"));
      soon()
          .until(
              () ->
                  last(gateway, "printer-1/klipper/state/virtual_sdcard/progress")
                      .map(text -> new JsonObject(text).getDouble("value") == 1.0)
                      .orElse(false));
    }
  }

  @Test
  void goneItIsOfflineByItsWillAndBackItTellsEverythingAgain() throws Exception {
    try (Foreign5 watch = Foreign5.connect(broker.url(), "watch", PASSWORD)) {
      watch.subscribe("printer-1/#", 1);
      soon().until(() -> isIn(watch, "standby"));
      assertThat(printer.suffer(new Fault.Offline(true))).isTrue();
      soon()
          .until(
              () ->
                  last(watch, "printer-1/moonraker/status")
                      .equals(Optional.of("{\"server\":\"offline\"}")));
      watch.heard.clear();
      printer.suffer(new Fault.Offline(false));
      soon()
          .until(
              () ->
                  last(watch, "printer-1/moonraker/status")
                      .equals(Optional.of("{\"server\":\"online\"}")));
      soon().until(() -> isIn(watch, "standby"));
    }
  }

  @Test
  void afterTheBrokersRestartItIsBackByItselfAndItsCounterGoesOn() throws Exception {
    int port = broker.port();
    broker.close();
    broker = new EmbeddedBroker(dir.resolve("broker"), "127.0.0.1", port, SomeUsers.lab()).start();
    try (Foreign5 watch = Foreign5.connect(broker.url(), "watch", PASSWORD)) {
      watch.subscribe("printer-1/plug/energy", 1);
      soon().until(() -> !watch.heard.isEmpty());
      printer.close();
      double before = energy(watch);
      watch.heard.clear();
      printer = printer(broker.url(), PASSWORD);
      printer.start();
      soon().until(() -> !watch.heard.isEmpty());
      assertThat(energy(watch)).isGreaterThanOrEqualTo(before).isPositive();
    }
  }

  private static double energy(Foreign5 watch) {
    return new JsonObject(last(watch, "printer-1/plug/energy").orElseThrow()).getDouble("energy");
  }

  @Test
  void switchedOffItSaysGoodbye() throws Exception {
    try (Foreign5 watch = Foreign5.connect(broker.url(), "watch", PASSWORD)) {
      watch.subscribe("printer-1/moonraker/status", 1);
      soon().until(() -> !watch.heard.isEmpty());
      printer.close();
      soon().until(() -> watch.heard.size() >= 2);
      assertThat(last(watch, "printer-1/moonraker/status")).contains("{\"server\":\"offline\"}");
    }
  }

  @Test
  void itsApiAnswersWithAnErrorLateOrNotAtAllAndThenAsBefore() throws Exception {
    try (Foreign5 gateway = Foreign5.connect(broker.url(), "gateway", PASSWORD)) {
      gateway.subscribe("printer-1/#", 1);
      JsonObject nothing = new JsonObject();
      printer.suffer(new Fault.ApiError(true));
      assertThat(ask(gateway, 1, "printer.info", nothing).getJsonObject("error")).isNotNull();
      printer.suffer(new Fault.ApiError(false));
      printer.suffer(new Fault.LateReply(Duration.ofMillis(700)));
      long asked = System.nanoTime();
      assertThat(ask(gateway, 2, "printer.info", nothing).getJsonObject("result")).isNotNull();
      assertThat(Duration.ofNanos(System.nanoTime() - asked)).isGreaterThan(Duration.ofMillis(650));
      printer.suffer(new Fault.LateReply(Duration.ZERO));
      printer.suffer(new Fault.NoReply(true));
      gateway.publish(
          REQUEST, "{\"jsonrpc\":\"2.0\",\"method\":\"printer.info\",\"id\":3}", 1, false);
      printer.suffer(new Fault.Duplicates(true));
      long before = gateway.heard.size();
      soon().until(() -> gateway.heard.size() > before + 4);
      assertThat(last(gateway, RESPONSE).orElseThrow()).contains("\"id\":2");
      printer.suffer(new Fault.NoReply(false));
      assertThat(ask(gateway, 4, "printer.info", nothing).getJsonObject("result")).isNotNull();
    }
  }

  @Test
  void afterItsOwnRestartItsEventTimeBeginsAtZeroAndTheOldValuesStayRetained() throws Exception {
    try (Foreign5 watch = Foreign5.connect(broker.url(), "watch", PASSWORD)) {
      watch.subscribe("printer-1/#", 1);
      soon().until(() -> eventTime(watch) > 3);
      printer.suffer(new Fault.Frozen(true));
      printer.suffer(new Fault.Restarted(false));
      soon()
          .until(
              () ->
                  last(watch, "printer-1/moonraker/status")
                      .equals(Optional.of("{\"server\":\"offline\"}")));
      try (Foreign5 later = Foreign5.connect(broker.url(), "watch", PASSWORD)) {
        later.subscribe("printer-1/klipper/state/+/+", 1);
        soon().until(() -> isIn(later, "standby"));
        assertThat(later.heard.peek().retained()).isTrue();
      }
      printer.suffer(new Fault.Frozen(false));
      soon().until(() -> eventTime(watch) >= 0 && eventTime(watch) < 3);
    }
  }

  private static double eventTime(Foreign5 watch) {
    return last(watch, STATE).map(text -> new JsonObject(text).getDouble("eventtime")).orElse(-1.0);
  }

  @Test
  void aWrongPasswordIsSaidWhenItStarts() {
    try (MoonrakerPrinter other = printer(broker.url(), "wrong")) {
      assertThatThrownBy(other::start)
          .isInstanceOf(MachineUnavailable.class)
          .hasMessageContaining("printer-1")
          .hasMessageNotContaining("wrong");
    }
  }
}
