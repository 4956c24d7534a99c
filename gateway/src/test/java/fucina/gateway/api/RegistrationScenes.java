package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.api.Visitor.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Machines tried out, kept as drafts, reported on. */
interface RegistrationScenes {
  Cast cast();

  @Test
  default void aRegisteredMachineAndOneNobodyRegisteredAreTriedOut() {
    Reply tried = cast().technician.post("/machines/robot-1/connection-test");
    assertThat(tried.status()).as(tried.response().body()).isEqualTo(200);
    assertThat(tried.json().getBoolean("ok")).isFalse();
    assertThat(outcomes(tried)).containsExactly("well", "missing");
    Reply nowhere =
        cast()
            .technician
            .post(
                "/connection-tests",
                Cast.json()
                    .put("profile", "robot-arm-6axis")
                    .put("connection", Cast.json().put("endpoint", "opc.tcp://nowhere:4840")));
    assertThat(nowhere.status()).isEqualTo(200);
    assertThat(nowhere.json().getString("state")).isEqualTo("unreachable");
    assertThat(nowhere.json().getString("detail")).contains("nowhere");
  }

  @Test
  default void onlyTheTechnicianOfTheCentreTriesItsMachine() {
    assertThat(cast().sme.post("/machines/robot-1/connection-test").status()).isEqualTo(403);
    assertThat(cast().stranger.post("/machines/robot-1/connection-test").status()).isEqualTo(403);
    assertThat(cast().technician.post("/machines/robot-9/connection-test").status()).isEqualTo(404);
    assertThat(
            cast().stranger.post("/opcua/browse", Cast.json().put("machine", "robot-1")).status())
        .isEqualTo(403);
    assertThat(cast().sme.post("/opcua/browse", Cast.json().put("machine", "robot-1")).status())
        .isEqualTo(403);
    assertThat(
            cast()
                .engineer
                .post("/mqtt/listen", Cast.json().put("machine", "printer-1").put("filter", "#"))
                .status())
        .isEqualTo(403);
  }

  @Test
  default void aServerIsBrowsedByMachineOrByConnectionNotByBoth() {
    Reply level = cast().technician.post("/opcua/browse", Cast.json().put("machine", "robot-1"));
    assertThat(level.status()).as(level.response().body()).isEqualTo(200);
    JsonObject variable =
        level.json().getJsonArray("items").getJsonObject(1).getJsonObject("variable");
    assertThat(variable.getString("unece")).isEqualTo("DD");
    assertThat(level.json().getString("next")).isEqualTo("page-2");
    JsonObject both =
        Cast.json()
            .put("machine", "robot-1")
            .put("connection", Cast.json().put("endpoint", "opc.tcp://127.0.0.1:4840"));
    assertThat(cast().technician.post("/opcua/browse", both).status()).isEqualTo(400);
    assertThat(cast().technician.post("/opcua/browse", Cast.json()).wrongFields())
        .containsExactly("machine");
    Reply unfound =
        cast()
            .technician
            .post(
                "/opcua/browse",
                Cast.json().put("machine", "robot-1").put("path", "/Objects/Nothing"));
    assertThat(unfound.status()).isEqualTo(422);
    assertThat(unfound.wrongFields()).containsExactly("path");
    assertThat(
            cast()
                .technician
                .post("/opcua/browse", Cast.json().put("machine", "printer-1"))
                .wrongFields())
        .containsExactly("connection.endpoint");
  }

  @Test
  default void nodesAreSuggestedForAProfile() {
    Reply suggested =
        cast()
            .technician
            .post(
                "/opcua/suggestions",
                Cast.json().put("machine", "robot-1").put("profile", "robot-arm-6axis"));
    assertThat(suggested.status()).as(suggested.response().body()).isEqualTo(200);
    JsonObject axis = suggested.json().getJsonArray("items").getJsonObject(0);
    assertThat(suggested.json().getJsonArray("items").size()).isGreaterThan(5);
    assertThat(suggested.json().getJsonArray("items").encode()).contains("Axis1/Position");
    assertThat(axis.getString("signal")).isNotEmpty();
    assertThat(
            cast()
                .technician
                .post(
                    "/opcua/suggestions",
                    Cast.json().put("machine", "robot-1").put("profile", "no-such"))
                .wrongFields())
        .containsExactly("profile");
  }

  @Test
  default void aBrokerIsListenedToAndAWrongFilterIsExplained() {
    Reply heard =
        cast()
            .technician
            .post(
                "/mqtt/listen", Cast.json().put("machine", "printer-1").put("filter", "sensors/#"));
    assertThat(heard.status()).as(heard.response().body()).isEqualTo(200);
    assertThat(heard.json().getJsonArray("items").getJsonObject(0).getJsonArray("pointers"))
        .hasSize(2);
    for (String filter : new String[] {"a/#/b", "a+/b", "a/b#", "$share/g/a"}) {
      Reply wrong =
          cast()
              .technician
              .post("/mqtt/listen", Cast.json().put("machine", "printer-1").put("filter", filter));
      assertThat(wrong.status()).as(filter).isEqualTo(422);
      assertThat(wrong.wrongFields()).containsExactly("filter");
    }
    Reply nowhere =
        cast()
            .technician
            .post(
                "/mqtt/listen",
                Cast.json()
                    .put("connection", Cast.json().put("endpoint", "mqtt://nowhere:1883"))
                    .put("filter", "#"));
    assertThat(nowhere.rules()).containsExactly("unreachable");
  }

  @Test
  default void aDraftIsSeenByItsCentreAloneUntilItIsPublished() {
    JsonObject draft =
        Cast.json()
            .put("id", "robot-draft")
            .put("name", "Robot to be")
            .put("centre", "made")
            .put("profile", "robot-arm-6axis")
            .put("connection", Cast.json().put("endpoint", "opc.tcp://127.0.0.1:4841"))
            .put("published", false);
    assertThat(cast().technician.post("/machines", draft).status()).isEqualTo(201);
    assertThat(cast().sme.get("/machines/robot-draft").status()).isEqualTo(404);
    assertThat(cast().stranger.get("/machines/robot-draft").status()).isEqualTo(404);
    assertThat(Cast.ids(cast().sme.get("/machines"))).doesNotContain("robot-draft");
    assertThat(Cast.ids(cast().technician.get("/machines"))).contains("robot-draft");
    Reply published =
        cast().technician.patch("/machines/robot-draft", Cast.json().put("published", true));
    assertThat(published.json().getBoolean("published")).isTrue();
    assertThat(cast().sme.get("/machines/robot-draft").status()).isEqualTo(200);
    assertThat(cast().technician.delete("/machines/robot-draft").status()).isEqualTo(204);
  }

  @Test
  default void aProblemIsReportedSeenAndResolved() {
    byte[] png = picture("png", 3);
    JsonObject report =
        Cast.json()
            .put("text", "The gripper leaks")
            .put("severity", "stops")
            .put("photo", Base64.getEncoder().encodeToString(png));
    assertThat(cast().stranger.post("/machines/robot-1/problems", report).status()).isEqualTo(403);
    assertThat(cast().other.post("/machines/robot-1/problems", report).rules())
        .containsExactly("window");
    Reply reported = cast().technician.post("/machines/robot-1/problems", report);
    assertThat(reported.status()).as(reported.response().body()).isEqualTo(201);
    String id = reported.json().getString("id");
    assertThat(cast().lobby.registry.halts).containsKey("robot-1");

    JsonObject seen =
        cast().sme.get("/machines/robot-1").json().getJsonArray("problems").getJsonObject(0);
    assertThat(seen.getString("text")).isEqualTo("The gripper leaks");
    JsonObject told = cast().sme.get("/machines/robot-1/problems/" + id).json();
    assertThat(told.getValue("reporter")).isNull();
    assertThat(told.getValue("photo")).isNull();
    assertThat(cast().sme.get("/machines/robot-1/problems/" + id + "/photo").status())
        .isEqualTo(404);
    Reply photo = cast().technician.get("/machines/robot-1/problems/" + id + "/photo");
    assertThat(photo.header("Content-Type")).isEqualTo("image/png");

    assertThat(
            cast()
                .technician
                .patch("/machines/robot-1", Cast.json().put("inService", true))
                .rules())
        .containsExactly("problem");
    JsonObject note = Cast.json().put("note", "New seal");
    String resolve = "/machines/robot-1/problems/" + id + "/resolve";
    assertThat(cast().sme.post(resolve, note).status()).isEqualTo(403);
    Reply resolved = cast().technician.post(resolve, note);
    assertThat(resolved.json().getString("resolution")).isEqualTo("New seal");
    assertThat(cast().lobby.registry.halts).doesNotContainKey("robot-1");
    assertThat(cast().sme.get("/machines/robot-1/problems/" + id).status()).isEqualTo(404);
    assertThat(
            cast()
                .technician
                .get("/machines/robot-1/problems?open=true")
                .json()
                .getJsonArray("items"))
        .isEqualTo(new JsonArray());
    assertThat(Cast.ids(cast().technician.get("/machines/robot-1/problems"))).contains(id);
  }

  @Test
  default void aPhotoThatIsNoneIsRefusedAndALargeOneIsTaken() {
    JsonObject report = Cast.json().put("text", "Scratch").put("severity", "minor");
    assertThat(
            cast()
                .technician
                .post("/machines/robot-1/problems", report.copy().put("photo", "no base64!"))
                .wrongFields())
        .containsExactly("photo");
    String text = Base64.getEncoder().encodeToString("<svg onload=alert(1)>".getBytes());
    assertThat(
            cast()
                .technician
                .post("/machines/robot-1/problems", report.copy().put("photo", text))
                .wrongFields())
        .containsExactly("photo");
    for (byte[] none :
        List.of(
            java.util.Arrays.copyOf(picture("png", 3), 12),
            java.util.Arrays.copyOf(picture("jpeg", 3), 40),
            picture("gif", 3),
            picture("png", 12_001))) {
      Reply refused =
          cast()
              .technician
              .post(
                  "/machines/robot-1/problems",
                  report.copy().put("photo", Base64.getEncoder().encodeToString(none)));
      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.wrongFields()).containsExactly("photo");
    }
    byte[] jpeg = java.util.Arrays.copyOf(picture("jpeg", 3), 4 * 1024 * 1024);
    Reply large =
        cast()
            .technician
            .post(
                "/machines/robot-1/problems",
                report.copy().put("photo", Base64.getEncoder().encodeToString(jpeg)));
    assertThat(large.status()).isEqualTo(201);
    String note = "/machines/robot-1/problems/" + large.json().getString("id") + "/resolve";
    assertThat(cast().technician.post(note, Cast.json().put("note", "painted")).status())
        .isEqualTo(200);
  }

  @Test
  default void aProblemIsSaidInWordsAndAlsoByTheCoordinator() {
    JsonObject report = Cast.json().put("text", " \n\t").put("severity", "stops");
    Reply blank = cast().technician.post("/machines/robot-1/problems", report);
    assertThat(blank.status()).isEqualTo(422);
    assertThat(blank.wrongFields()).containsExactly("text");
    Reply reported =
        cast().coordinator.post("/machines/robot-1/problems", report.put("text", "Smoke"));
    assertThat(reported.status()).as(reported.response().body()).isEqualTo(201);
    String resolve = "/machines/robot-1/problems/" + reported.json().getString("id") + "/resolve";
    assertThat(cast().technician.post(resolve, Cast.json().put("note", "  ")).wrongFields())
        .containsExactly("note");
    assertThat(cast().technician.post(resolve, Cast.json().put("note", "a fuse")).status())
        .isEqualTo(200);
  }

  private static byte[] picture(String format, int width) {
    java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
    try {
      javax.imageio.ImageIO.write(
          new java.awt.image.BufferedImage(width, 2, java.awt.image.BufferedImage.TYPE_INT_RGB),
          format,
          bytes);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @Test
  default void ourCertificateIsDownloadedRenewedAndSwitched() {
    Reply pem = cast().technician.get("/certificates/own/file");
    assertThat(pem.response().body()).startsWith("-----BEGIN CERTIFICATE-----");
    assertThat(pem.header("Content-Disposition")).contains("fucina-gateway.pem");
    assertThat(cast().technician.get("/certificates/own/file?format=der").header("Content-Type"))
        .isEqualTo("application/pkix-cert");
    assertThat(cast().technician.get("/certificates/own/file?which=next").status()).isEqualTo(404);
    assertThat(cast().admin.post("/certificates/own/switch").rules()).containsExactly("renewal");
    assertThat(cast().admin.delete("/certificates/own/renewal").status()).isEqualTo(404);
    Reply renewed = cast().admin.post("/certificates/own/renewal");
    assertThat(renewed.status()).isEqualTo(201);
    assertThat(renewed.json().getJsonObject("next")).isNotNull();
    assertThat(cast().admin.post("/certificates/own/renewal").rules()).containsExactly("renewal");
    assertThat(cast().admin.delete("/certificates/own/renewal").status()).isEqualTo(204);
    assertThat(cast().admin.post("/certificates/own/renewal").status()).isEqualTo(201);
    assertThat(cast().admin.post("/certificates/own/switch").status()).isEqualTo(200);
    assertThat(cast().admin.delete("/certificates/own/renewal").rules())
        .containsExactly("certificate-in-use");
    assertThat(cast().technician.get("/audit").response().body())
        .as("every centre's staff sees what concerns its machines")
        .contains("certificate.renewed", "certificate.dropped", "certificate.switched");
  }

  @Test
  default void whatConcernsAllCentresIsTheAdministrators() {
    assertThat(cast().technician.post("/certificates/own/renewal").status()).isEqualTo(403);
    assertThat(cast().technician.post("/certificates/own/switch").status()).isEqualTo(403);
    assertThat(cast().technician.delete("/certificates/own/renewal").status()).isEqualTo(403);
    assertThat(cast().sme.post("/certificates/own/renewal").status()).isEqualTo(403);
  }

  @Test
  default void aLongestWindowShorterThanTheShortestIsRefused() {
    Reply both =
        cast()
            .technician
            .patch(
                "/machines/robot-1",
                Cast.json().put("rules", Cast.json().put("minMinutes", 60).put("maxMinutes", 10)));
    assertThat(both.status()).isEqualTo(422);
    assertThat(both.wrongFields()).containsExactly("rules.maxMinutes");
    Reply least =
        cast()
            .technician
            .patch(
                "/machines/robot-1",
                Cast.json().put("rules", Cast.json().put("minMinutes", 10080)));
    assertThat(least.wrongFields()).containsExactly("rules.minMinutes");
    JsonObject backwards =
        Cast.json().put("day", "monday").put("opens", "18:00").put("closes", "08:00");
    Reply all =
        cast()
            .technician
            .patch(
                "/machines/robot-1",
                Cast.json()
                    .put(
                        "rules",
                        Cast.json()
                            .put("minMinutes", 60)
                            .put("maxMinutes", 10)
                            .put("zone", "Europe/Nowhere")
                            .put("opening", new JsonArray().add(backwards).add(backwards))));
    assertThat(all.wrongFields())
        .as("everything at once")
        .containsExactly("rules.maxMinutes", "rules.zone", "rules.opening[0]", "rules.opening[1]");
  }

  @Test
  default void onlyAnOpcUaServerIsBrowsed() {
    Reply other =
        cast()
            .technician
            .post(
                "/opcua/browse",
                Cast.json().put("connection", Cast.json().put("endpoint", "http://10.0.0.1")));
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.wrongFields()).containsExactly("connection.endpoint");
    assertThat(other.response().body()).contains("opc.tcp://host:4840/path");
  }

  private static java.util.List<String> outcomes(Reply tried) {
    return tried.json().getJsonArray("signals").stream()
        .map(signal -> ((JsonObject) signal).getString("outcome"))
        .toList();
  }
}
