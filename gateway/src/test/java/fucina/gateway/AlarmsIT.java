package fucina.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fucina.gateway.journey.LabClient;
import fucina.gateway.journey.LabClient.Answer;
import fucina.gateway.journey.LiveClient;
import fucina.simulators.machine.Fault;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Alarms through the contract, on the whole demo lab: each test starts the gateway again. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AlarmsIT {
  private static final String OVEN = "/machines/oven-1/alarms";

  @TempDir static Path folder;
  private RunningDemo demo;
  private LabClient technician;

  @BeforeEach
  void startTheLab() throws Exception {
    demo = RunningDemo.in(folder);
    technician = LabClient.signedIn(demo.url(), "technician");
  }

  @AfterEach
  void stopTheLab() {
    demo.close();
  }

  @Test
  @Order(1)
  void aHotMotorIsRaisedLiveListedAcknowledgedClearedAndInTheRecord() throws Exception {
    LabClient sme = LabClient.signedIn(demo.url(), "sme");
    Answer booked = sme.bookNow("robot-1", Duration.ofMinutes(5));
    assertThat(booked.status()).as(booked.toString()).isEqualTo(201);
    String session = booked.json().getJsonArray("sessions").getJsonObject(0).getString("id");
    try (LiveClient live = sme.live().subscribe("robot-1", 5)) {
      await().until(() -> !live.told("alarms").isEmpty());
      assertThat(live.told("alarms").get(0).getJsonArray("standing")).isEmpty();

      Instant set = Instant.now();
      demo.demo().machine("robot-1").suffer(new Fault.HotMotor(2, OptionalDouble.of(95)));
      await().until(() -> states(live).equals(List.of("active")));
      JsonObject raised = live.told("alarm").get(0);
      assertThat(raised.getString("condition")).isEqualTo("MOTOR2_HOT");
      assertThat(raised.getDouble("value")).isEqualTo(95);
      assertThat(raised.getInteger("severity")).isEqualTo(600);
      assertThat(Instant.parse(raised.getString("raisedAt")))
          .as("the delay of five seconds, by the machine's time")
          .isAfterOrEqualTo(set.plusSeconds(4));

      await().until(() -> alarms(technician, "/alarms?state=active").size() == 1);
      assertThat(alarms(sme, "/machines/robot-1/alarms")).hasSize(1);
      String acknowledge = "/alarms/" + raised.getString("id") + "/acknowledge";
      assertThat(sme.post(acknowledge, new JsonObject()).status()).isEqualTo(403);
      Answer noted = technician.post(acknowledge, new JsonObject().put("note", "Fan freed."));
      assertThat(noted.status()).as(noted.toString()).isEqualTo(200);
      await().until(() -> states(live).equals(List.of("active", "acknowledged")));

      demo.demo().machine("robot-1").suffer(new Fault.HotMotor(2, OptionalDouble.empty()));
      await().until(() -> states(live).equals(List.of("active", "acknowledged", "cleared")));
      register();
      await().until(() -> told(250) && alarms(technician, OVEN).size() == 1);
    }
    assertThat(sme.post("/sessions/" + session + "/end").status()).isEqualTo(200);
    JsonObject record = alarms(sme, "/sessions/" + session + "/alarms").get(0);
    assertThat(record.getString("state")).isEqualTo("cleared");
    JsonObject acknowledgement = record.getJsonObject("acknowledgement");
    assertThat(acknowledgement.getJsonObject("person").getString("name")).isEqualTo("Teo Tecnici");
    assertThat(acknowledgement.getString("note")).isEqualTo("Fan freed.");
    assertThat(technician.get("/audit?subject=robot-1").body()).contains("alarm.acknowledged");
  }

  @Test
  @Order(2)
  void whatStoodWhenTheGatewayEndedStandsInDoubtUntilTheMachineSpeaks() throws Exception {
    JsonObject stood = alarms(technician, OVEN).get(0);
    assertThat(stood.getString("state")).isEqualTo("active");
    assertThat(stood.getString("doubt")).isEqualTo("not-heard");
    String id = stood.getString("id");
    technician.post("/alarms/" + id + "/acknowledge", new JsonObject().put("note", "Seen."));

    await().until(() -> told(260) && alarms(technician, OVEN).get(0).getValue("doubt") == null);
    assertThat(alarms(technician, OVEN)).hasSize(1);
    JsonObject same = alarms(technician, OVEN).get(0);
    assertThat(same.getString("id")).isEqualTo(id);
    assertThat(same.getString("raisedAt")).isEqualTo(stood.getString("raisedAt"));
    assertThat(same.getString("state")).isEqualTo("acknowledged");

    await().until(() -> told(20) && alarms(technician, OVEN + "?state=standing").isEmpty());
    assertThat(alarms(technician, OVEN).get(0).getString("clearCause")).isEqualTo("back-to-normal");
  }

  private static List<String> states(LiveClient live) {
    return live.told("alarm").stream().map(each -> each.getString("state")).distinct().toList();
  }

  private static List<JsonObject> alarms(LabClient who, String path) {
    Answer answer = who.get(path);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    Stream<Object> items = answer.json().getJsonArray("items").stream();
    return items.map(JsonObject.class::cast).toList();
  }

  private void register() throws Exception {
    String profile = Files.readString(Path.of("src/test/resources/profiles/alarmed.yaml"));
    Answer added =
        technician.send("POST", "/profiles", profile, Map.of("Content-Type", "application/yaml"));
    assertThat(added.status()).as(added.toString()).isEqualTo(201);
    JsonObject connection =
        new JsonObject()
            .put("endpoint", "")
            .put("variables", new JsonObject().put("TOPIC", "sensors/oven"));
    Answer registered =
        technician.post(
            "/machines",
            new JsonObject()
                .put("id", "oven-1")
                .put("name", "Oven")
                .put("centre", "made")
                .put("profile", "alarmed")
                .put("connection", connection));
    assertThat(registered.status()).as(registered.toString()).isEqualTo(201);
  }

  /** The oven tells its temperature once; true, so that it can be told again until it was heard. */
  private boolean told(double celsius) throws MqttException {
    String broker = demo.demo().gateway().running().on().broker().orElseThrow().url();
    MqttClient client =
        new MqttClient(
            broker.replaceFirst("^mqtt:", "tcp:"), "sensor-oven", new MemoryPersistence());
    try {
      MqttConnectionOptions options = new MqttConnectionOptions();
      options.setUserName("sensor");
      options.setPassword("fucina-demo".getBytes(StandardCharsets.UTF_8));
      client.connect(options);
      byte[] said = ("{\"t\":" + celsius + "}").getBytes(StandardCharsets.UTF_8);
      client.publish("sensors/oven", said, 1, false);
      client.disconnect();
    } finally {
      client.close(true);
    }
    return true;
  }
}
