package fucina.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fucina.gateway.journey.LabClient;
import fucina.gateway.journey.LabClient.Answer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines tried out before they are published, on the simulated lab through the contract. */
class RegistrationIT {
  @TempDir static Path folder;
  private static RunningDemo demo;
  private static KnockingDevice device;
  private static LabClient sme;
  private static LabClient technician;

  @BeforeAll
  static void startTheLab() throws Exception {
    int port = QuietPort.any();
    device = KnockingDevice.at(port, "sensor", DemoLab.PASSWORD);
    try {
      demo = RunningDemo.in(folder, port);
    } finally {
      device.close();
    }
    sme = LabClient.signedIn(demo.url(), "sme");
    technician = LabClient.signedIn(demo.url(), "technician");
  }

  @AfterAll
  static void stopTheLab() {
    demo.close();
  }

  @Test
  void aDeviceThatKnocksFromTheFirstMomentIsNeverRefused() {
    assertThat(device.refusals()).isEmpty();
    assertThat(device.admitted()).isTrue();
  }

  @Test
  void everySignalOfEveryMachineOfTheLabIsWell() {
    for (String machine : List.of("robot-1", "line-1", "printer-1", "line-2")) {
      Answer tried =
          technician.post("/machines/" + machine + "/connection-test", json().put("seconds", 10));
      assertThat(tried.status()).as(tried.toString()).isEqualTo(200);
      assertThat(tried.json().getString("state")).as(tried.toString()).isEqualTo("online");
      assertThat(signals(tried)).as(machine).isNotEmpty();
      assertThat(signals(tried))
          .as(machine)
          .allSatisfy(
              signal -> {
                assertThat(signal.getString("outcome")).as(signal.encode()).isIn("well", "empty");
                assertThat(signal.getValue("value") != null)
                    .as(signal.encode())
                    .isEqualTo(signal.getString("outcome").equals("well"));
                assertThat(signal.getString("at")).as(signal.encode()).isNotNull();
              });
      assertThat(tried.json().getBoolean("ok")).isTrue();
      assertThat(link(machine)).as("its own link goes on").isEqualTo("online");
    }
  }

  @Test
  void aWrongPasswordAWrongPortAndAWrongSecurityAreEachToldApart() {
    JsonObject robot = connection("robot-1");
    Answer password = robotTest(robot.copy().put("username", "gateway").put("password", "wrong"));
    assertThat(password.json().getString("state")).isEqualTo("access-refused");
    assertThat(password.json().getString("detail")).contains("password");
    Answer port = robotTest(robot.copy().put("endpoint", "opc.tcp://127.0.0.1:1/robot-1"));
    assertThat(port.json().getString("state")).isEqualTo("unreachable");
    assertThat(port.json().getString("detail")).contains("127.0.0.1:1");
    Answer host = robotTest(robot.copy().put("endpoint", "opc.tcp://no-such-host.invalid:4840"));
    assertThat(host.json().getString("detail")).contains("no such host");
    Answer security = robotTest(robot.copy().put("security", "Sign/Aes256_Sha256_RsaPss"));
    assertThat(security.json().getString("detail")).contains("does not offer");
    Answer none = robotTest(robot.copy().put("security", "None"));
    assertThat(none.status()).isEqualTo(422);
    assertThat(none.body()).contains("connection.insecure");
  }

  @Test
  void theWrongProfileIsSeenByItsMissingSignals() {
    Answer tried =
        technician.post("/machines/robot-1/connection-test", json().put("profile", "line-packml"));
    assertThat(tried.json().getString("state")).as(tried.toString()).isEqualTo("misconfigured");
    assertThat(signals(tried))
        .allSatisfy(signal -> assertThat(signal.getString("outcome")).isEqualTo("missing"));
  }

  @Test
  void aServerIsBrowsedDownByLevelByPathAndByTheBeginningOfAName() {
    Answer objects = browse(json());
    assertThat(names(objects)).contains("Server");
    JsonObject server =
        items(objects).stream()
            .filter(node -> node.getString("displayName").equals("Server"))
            .findFirst()
            .orElseThrow();
    assertThat(server.getBoolean("hasChildren")).isTrue();
    assertThat(server.getString("nodeId")).startsWith("nsu=http://opcfoundation.org/UA/;");
    Answer inside = browse(json().put("node", server.getString("nodeId")));
    assertThat(names(inside)).contains("ServerStatus", "NamespaceArray");
    Answer status = browse(json().put("path", "/0:Objects/Server/0:ServerStatus"));
    JsonObject time =
        items(status).stream()
            .filter(node -> node.getString("displayName").equals("CurrentTime"))
            .findFirst()
            .orElseThrow()
            .getJsonObject("variable");
    assertThat(time.getString("dataType")).isIn("UtcTime", "DateTime");
    assertThat(time.getBoolean("readable")).isTrue();
    Answer begun = browse(json().put("path", "/Objects/Server/ServerSt"));
    assertThat(begun.json().getString("prefix")).isEqualTo("ServerSt");
    assertThat(names(begun)).containsExactly("ServerStatus");
    Answer nowhere = browse(json().put("path", "/Objects/Nothing/Here"));
    assertThat(nowhere.status()).isEqualTo(422);
    assertThat(nowhere.body()).contains("Nothing");
    Answer first = browse(json().put("path", "/Objects/Server").put("limit", 2));
    assertThat(items(first)).hasSize(2);
    Answer next =
        browse(
            json()
                .put("path", "/Objects/Server")
                .put("limit", 2)
                .put("after", first.json().getString("next")));
    assertThat(names(next)).hasSize(2).doesNotContainAnyElementsOf(names(first));
    assertThat(browse(json().put("after", "no-such-page")).status()).isEqualTo(422);
  }

  @Test
  void nodesOfTheRobotAreSuggestedForItsProfile() {
    Answer suggested =
        technician.post(
            "/opcua/suggestions",
            json().put("machine", "robot-1").put("profile", "robot-arm-6axis"));
    assertThat(suggested.status()).as(suggested.toString()).isEqualTo(200);
    assertThat(suggested.json().getBoolean("complete")).isTrue();
    assertThat(items(suggested))
        .allSatisfy(
            signal ->
                assertThat(signal.getJsonArray("candidates").getJsonObject(0).getDouble("score"))
                    .as(signal.encode())
                    .isEqualTo(1.0));
  }

  @Test
  void aBrokerIsListenedToWithoutDisturbingTheLink() {
    Answer heard =
        technician.post(
            "/mqtt/listen",
            json().put("machine", "printer-1").put("filter", "printer-1/#").put("seconds", 3));
    assertThat(heard.status()).as(heard.toString()).isEqualTo(200);
    assertThat(items(heard)).isNotEmpty();
    assertThat(heard.json().getInteger("messages")).isPositive();
    assertThat(items(heard))
        .anySatisfy(
            topic -> {
              assertThat(topic.getString("kind")).isEqualTo("json");
              assertThat(topic.getJsonArray("pointers")).isNotEmpty();
            });
    assertThat(
            technician.get("/machines/printer-1").json().getJsonObject("link").getString("state"))
        .isEqualTo("online");
    Answer wrong =
        technician.post(
            "/mqtt/listen",
            json()
                .put(
                    "connection",
                    json()
                        .put("endpoint", brokerOfTheLab())
                        .put("username", "sensor")
                        .put("password", "wrong"))
                .put("filter", "#")
                .put("seconds", 1));
    assertThat(wrong.status()).as(wrong.toString()).isEqualTo(409);
    assertThat(wrong.body()).contains("access-refused");
  }

  @Test
  void whatMachinesOfAnotherCentreSayIsNotHeardAtTheGatewaysBroker() {
    JsonObject watching =
        json()
            .put(
                "connection",
                json()
                    .put("endpoint", brokerOfTheLab())
                    .put("username", "watch")
                    .put("password", DemoLab.PASSWORD))
            .put("filter", "#")
            .put("seconds", 2);
    LabClient elsewhere = LabClient.signedIn(demo.url(), "technician2");
    Answer withheld = elsewhere.post("/mqtt/listen", watching);
    assertThat(withheld.status()).as(withheld.toString()).isEqualTo(200);
    assertThat(withheld.body()).doesNotContain("printer-1/").doesNotContain("spBv1.0/made/");
    assertThat(withheld.json().getInteger("withheld")).isPositive();
    Answer heard = technician.post("/mqtt/listen", watching);
    assertThat(heard.body()).contains("printer-1/");
    assertThat(heard.json().getInteger("withheld")).isZero();
    for (JsonObject tried :
        List.of(
            trial("printer-fff-klipper", json().put("PREFIX", "printer-1")),
            trial(
                "line-sparkplug",
                json().put("GROUP", "made").put("NODE", "cell-2").put("DEVICE", "line-2")))) {
      JsonObject told = elsewhere.post("/connection-tests", tried).json();
      assertThat(told.getString("state")).as(told.encode()).isEqualTo("access-refused");
      assertThat(told.getString("detail")).contains("another centre");
      assertThat(told.getJsonArray("signals"))
          .allSatisfy(signal -> assertThat(((JsonObject) signal).getValue("value")).isNull());
      JsonObject own = technician.post("/connection-tests", tried).json();
      // The line is silent: its birth would have to be asked for, and this user may write nothing.
      assertThat(own.getString("state")).as(own.encode()).isIn("online", "silent");
    }
    for (String values : List.of("latest", "telemetry", "gaps", "cameras")) {
      assertThat(elsewhere.get("/machines/printer-1/" + values).status()).as(values).isEqualTo(403);
      assertThat(technician.get("/machines/printer-1/" + values).status())
          .as(values)
          .isEqualTo(200);
    }
  }

  private JsonObject trial(String profile, JsonObject variables) {
    return json()
        .put("profile", profile)
        .put("seconds", 5)
        .put(
            "connection",
            json()
                .put("endpoint", brokerOfTheLab())
                .put("username", "watch")
                .put("password", DemoLab.PASSWORD)
                .put("variables", variables));
  }

  @Test
  void aPayloadTooLargeForTheBrokerIsADeadLetterOfItsMachine() throws Exception {
    JsonObject sensor =
        json()
            .put("id", "sensor-9")
            .put("name", "Sensor nine")
            .put(
                "centre",
                technician.get("/machines/robot-1").json().getJsonObject("centre").getString("id"))
            .put("profile", "sensor-mqtt")
            .put(
                "connection",
                json()
                    .put("endpoint", brokerOfTheLab())
                    .put("username", "sensor")
                    .put("password", DemoLab.PASSWORD)
                    .put("variables", json().put("PREFIX", "sensors/nine")))
            .put("published", false);
    Answer registered = technician.post("/machines", sensor);
    assertThat(registered.status()).as(registered.toString()).isEqualTo(201);
    var client =
        new org.eclipse.paho.client.mqttv3.MqttAsyncClient(
            brokerOfTheLab().replace("mqtt:", "tcp:"),
            "sensor-nine",
            new org.eclipse.paho.client.mqttv3.persist.MemoryPersistence());
    var options = new org.eclipse.paho.client.mqttv3.MqttConnectOptions();
    options.setUserName("sensor");
    options.setPassword(DemoLab.PASSWORD.toCharArray());
    client.connect(options).waitForCompletion(20_000);
    client.publish("sensors/nine/temperature", new byte[5 << 20], 1, false);
    org.awaitility.Awaitility.await()
        .atMost(Patience.LONG)
        .untilAsserted(
            () ->
                assertThat(items(technician.get("/machines/sensor-9/dead-letters")))
                    .anySatisfy(
                        letter -> {
                          assertThat(letter.getString("reason")).contains("too large");
                          assertThat(letter.getString("source"))
                              .isEqualTo("sensors/nine/temperature");
                          assertThat(letter.getInteger("size")).isEqualTo(5 << 20);
                        }));
    client.disconnectForcibly(0, 0, false);
    client.close(true);
    assertThat(technician.delete("/machines/sensor-9").status()).isEqualTo(204);
  }

  @Test
  void aDraftIsTriedAndNotPublishedWhereItsMachineIsAlready() {
    JsonObject robot = connection("robot-1");
    JsonObject draft =
        json()
            .put("id", "robot-2")
            .put("name", "Robot two")
            .put(
                "centre",
                technician.get("/machines/robot-1").json().getJsonObject("centre").getString("id"))
            .put("profile", "robot-arm-6axis")
            .put("connection", robot.copy().put("username", "gateway").put("password", "wrong"))
            .put("published", false);
    assertThat(technician.post("/machines", draft).status()).isEqualTo(201);
    assertThat(sme.get("/machines/robot-2").status()).isEqualTo(404);
    assertThat(sme.bookNow("robot-2", Duration.ofMinutes(1)).status()).isEqualTo(404);
    assertThat(link("robot-2")).isEqualTo("stopped");
    // What another machine is trusted with counts for that one alone.
    assertThat(technician.post("/machines/robot-2/connection-test").json().getString("state"))
        .isEqualTo("certificate-untrusted");
    String shown =
        items(technician.get("/certificates?state=pending")).stream()
            .filter(certificate -> "robot-2".equals(certificate.getString("machine")))
            .map(certificate -> certificate.getString("fingerprint"))
            .findFirst()
            .orElseThrow();
    assertThat(technician.post("/certificates/" + shown + "/trust?machine=robot-2").status())
        .isEqualTo(200);
    assertThat(technician.post("/machines/robot-2/connection-test").json().getString("state"))
        .isEqualTo("access-refused");
    // It is robot-1: a physical machine is published once.
    Answer published = technician.patch("/machines/robot-2", json().put("published", true));
    assertThat(published.status()).as(published.toString()).isEqualTo(409);
    assertThat(published.body()).contains("machine-taken", "Machine robot-1 of centre made");
    assertThat(link("robot-2")).isEqualTo("stopped");
    assertThat(technician.delete("/machines/robot-2").status()).isEqualTo(204);
  }

  @Test
  void aDeviceOfTheCentreIsLetInUnderTopicsOfItsOwnAndTurnedAway() throws Exception {
    Answer added =
        technician.post("/device-users", json().put("name", "oven-7").put("below", "ovens/7"));
    assertThat(added.status()).as(added.toString()).isEqualTo(201);
    assertThat(added.json().getString("broker")).isEqualTo(brokerOfTheLab());
    String password = added.json().getString("password");
    int port = URI.create(brokerOfTheLab()).getPort();
    try (KnockingDevice oven = KnockingDevice.at(port, "oven-7", password)) {
      await("the oven is let in").until(oven::admitted);
    }
    LabClient stranger = LabClient.signedIn(demo.url(), "technician2");
    for (String prefix : List.of("ovens", "ovens/7", "ovens/7/upper", "printer-1")) {
      Answer taken =
          stranger.post("/device-users", json().put("name", "mine").put("below", prefix));
      assertThat(taken.status()).as(prefix).isEqualTo(409);
      assertThat(taken.body()).as(prefix).contains("taken");
    }
    assertThat(
            technician
                .post("/device-users", json().put("name", "oven-8").put("below", "ovens/7/upper"))
                .body())
        .as("two devices of one centre do not share topics either")
        .contains("these topics belong to oven-7");
    assertThat(
            stranger
                .post("/device-users", json().put("name", "sensor").put("below", "else"))
                .body())
        .contains("the broker has a user sensor already");
    assertThat(technician.delete("/device-users/oven-7").status()).isEqualTo(204);
    try (KnockingDevice oven = KnockingDevice.at(port, "oven-7", password)) {
      await("the oven is turned away").until(() -> !oven.refusals().isEmpty());
      assertThat(oven.admitted()).isFalse();
    }
  }

  private static String link(String machine) {
    return technician.get("/machines/" + machine).json().getJsonObject("link").getString("state");
  }

  private static String brokerOfTheLab() {
    return demo.demo().gateway().running().on().broker().orElseThrow().url();
  }

  private static Answer robotTest(JsonObject connection) {
    return technician.post(
        "/machines/robot-1/connection-test", json().put("connection", connection));
  }

  private static JsonObject connection(String machine) {
    JsonObject known = technician.get("/machines/" + machine).json().getJsonObject("connection");
    return json()
        .put("endpoint", known.getString("endpoint"))
        .put("security", known.getString("security"))
        .put("username", known.getString("username"));
  }

  private static Answer browse(JsonObject question) {
    return technician.post("/opcua/browse", question.put("machine", "robot-1"));
  }

  private static List<String> names(Answer level) {
    return items(level).stream().map(node -> node.getString("displayName")).toList();
  }

  private static List<JsonObject> items(Answer answer) {
    return objects(answer, "items");
  }

  private static List<JsonObject> signals(Answer answer) {
    return objects(answer, "signals");
  }

  private static List<JsonObject> objects(Answer answer, String key) {
    JsonArray array = answer.json().getJsonArray(key);
    assertThat(array).as(answer.toString()).isNotNull();
    return array.stream().map(JsonObject.class::cast).toList();
  }

  private static JsonObject json() {
    return new JsonObject();
  }
}
