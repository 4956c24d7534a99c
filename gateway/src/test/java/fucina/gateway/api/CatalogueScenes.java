package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.api.Visitor.Reply;
import fucina.gateway.link.Fingerprint;
import fucina.gateway.link.TrustFolder;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** What machines there are, and who keeps them. */
interface CatalogueScenes {
  Cast cast();

  @Test
  default void theCatalogueIsForEverybodySignedIn() {
    assertThat(cast().engineer.get("/centres").json().getJsonArray("items")).hasSize(2);
    assertThat(cast().engineer.get("/profiles").json().getJsonArray("items").size())
        .isGreaterThanOrEqualTo(4);
    assertThat(cast().engineer.get("/profiles/robot-arm-6axis").json().getString("source"))
        .isNotEmpty();
    assertThat(cast().engineer.get("/profiles/no-such").status()).isEqualTo(404);
    assertThat(cast().nobody.get("/centres").status()).isEqualTo(401);
  }

  @Test
  default void aProfileWithFlawsComesBackWithAllOfThem() {
    Reply flawed =
        cast().technician.send("POST", "/profiles", "application/yaml", "title: 3\nfucina: {}\n");
    assertThat(flawed.status()).isEqualTo(422);
    assertThat(flawed.json().getJsonArray("flaws").size()).isGreaterThan(1);
    String source = cast().engineer.get("/profiles/robot-arm-6axis").json().getString("source");
    String fresh = source.replace("profile:robot-arm-6axis", "profile:robot-arm-copy");
    Reply added = cast().technician.send("POST", "/profiles", "application/yaml", fresh);
    assertThat(added.status()).as(added.response().body()).isEqualTo(201);
    assertThat(added.header("Location")).isEqualTo("/api/v1/profiles/robot-arm-copy");
    assertThat(cast().sme.send("POST", "/profiles", "application/yaml", fresh).status())
        .isEqualTo(403);
  }

  @Test
  default void aVersionNeverChangesAndTheNextOneStandsBesideIt() {
    String first = press("versioned-press", "1.0.0", "50");
    assertThat(upload(first).status()).isEqualTo(201);
    assertThat(upload(first).status()).isEqualTo(200);
    Reply other = upload(first.replace("Small press", "Another press"));
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.rules()).containsExactly("profile-version");
    String kept = cast().sme.get("/profiles/versioned-press").json().getString("hash");
    assertThat(other.json().getString("detail")).contains(kept, "give yours a higher version");
    assertThat(upload(press("versioned-press", "1.1.0", "40")).status()).isEqualTo(201);

    JsonObject newest = cast().sme.get("/profiles/versioned-press").json();
    assertThat(newest.getString("version")).isEqualTo("1.1.0");
    assertThat(cast().sme.get("/profiles/versioned-press?version=1.0.0").json().getString("hash"))
        .isEqualTo(kept);
    assertThat(cast().sme.get("/profiles/versioned-press?version=9.0.0").status()).isEqualTo(404);
    assertThat(cast().sme.get("/profiles/versioned-press?version=new").status()).isEqualTo(400);
    JsonArray versions =
        cast().sme.get("/profiles/versioned-press/versions").json().getJsonArray("items");
    assertThat(versions.getJsonObject(0).getString("version")).isEqualTo("1.1.0");
    assertThat(versions.getJsonObject(1).getString("hash")).isEqualTo(kept);
    assertThat(cast().sme.get("/profiles/no-such/versions").status()).isEqualTo(404);
  }

  @Test
  default void aMachineStaysAtItsVersionUntilItsTechnicianHasSeenTheDifference() {
    upload(press("pinned-press", "2.0.0", "50"));
    JsonObject machine =
        Cast.json()
            .put("id", "press-2")
            .put("name", "Press two")
            .put("centre", "made")
            .put("profile", "pinned-press")
            .put("profileVersion", "2.0.0")
            .put(
                "connection",
                Cast.json()
                    .put("endpoint", "mqtt://127.0.0.1:1883")
                    .put("variables", Cast.json().put("PREFIX", "press-2")));
    Reply made = cast().technician.post("/machines", machine);
    assertThat(made.status()).as(made.response().body()).isEqualTo(201);
    upload(press("pinned-press", "2.1.0", "40"));
    assertThat(versionOf("press-2")).isEqualTo("2.0.0");

    JsonObject difference =
        cast().technician.get("/profiles/pinned-press/difference?from=2.0.0&to=2.1.0").json();
    JsonObject changed =
        difference.getJsonObject("signals").getJsonArray("changed").getJsonObject(0);
    assertThat(changed.getString("name")).isEqualTo("press.force");
    assertThat(changed.getJsonArray("aspects").getJsonObject(0))
        .isEqualTo(Cast.json().put("what", "maximum").put("from", "50").put("to", "40"));
    assertThat(cast().technician.get("/profiles/pinned-press/difference?from=0.0.1").status())
        .isEqualTo(404);

    Reply upgraded =
        cast().technician.patch("/machines/press-2", Cast.json().put("profileVersion", "2.1.0"));
    assertThat(upgraded.status()).as(upgraded.response().body()).isEqualTo(200);
    assertThat(versionOf("press-2")).isEqualTo("2.1.0");
    assertThat(cast().technician.delete("/machines/press-2").status()).isEqualTo(204);
  }

  private String versionOf(String machine) {
    return cast()
        .sme
        .get("/machines/" + machine)
        .json()
        .getJsonObject("profile")
        .getString("version");
  }

  private Reply upload(String text) {
    return cast().technician.send("POST", "/profiles", "application/yaml", text);
  }

  private static String press(String id, String version, String maximum) {
    return """
        "@context": "https://www.w3.org/2022/wot/td/v1.1"
        "@type": "tm:ThingModel"
        id: "urn:fucina:profile:ID"
        version: { model: "VERSION" }
        title: "Small press"
        fucina:
          profileVersion: 1
          family: lab-device
          protocol: mqtt
          variables: [ { name: PREFIX, pattern: "[a-z0-9-]{1,32}", example: "press-1" } ]
        base: "mqtts://{{BROKER}}:{{PORT}}"
        properties:
          press.force:
            title: "Force"
            type: number
            unit: "kN"
            minimum: 0
            maximum: MAXIMUM
            fucina: { unece: B47, path: "/force" }
            forms: [ { href: "/", "mqv:filter": "{{PREFIX}}/force" } ]
        """
        .replace("profile:ID", "profile:" + id)
        .replace("VERSION", version)
        .replace("MAXIMUM", maximum);
  }

  @Test
  default void machinesAreFoundByWordFamilyCentreAndCapability() {
    assertThat(Cast.ids(cast().sme.get("/machines"))).contains("printer-1", "robot-1");
    assertThat(Cast.ids(cast().sme.get("/machines?family=printer"))).containsExactly("printer-1");
    assertThat(Cast.ids(cast().sme.get("/machines?q=BRACCIO")))
        .contains("robot-1")
        .doesNotContain("printer-1");
    assertThat(Cast.ids(cast().sme.get("/machines?centre=cim40"))).isEmpty();
    assertThat(Cast.ids(cast().sme.get("/machines?capability=fdm"))).containsExactly("printer-1");
    Reply first = cast().sme.get("/machines?limit=1");
    assertThat(Cast.ids(first)).containsExactly("printer-1");
    String next = first.json().getString("next");
    assertThat(Cast.ids(cast().sme.get("/machines?limit=1&after=" + next)))
        .doesNotContain("printer-1")
        .hasSize(1);
  }

  @Test
  default void whatATechnicianNeedsToKnowOfAConnectionOthersDoNotSee() {
    JsonObject seen = cast().sme.get("/machines/robot-1").json();
    assertThat(seen.getJsonObject("link").getString("detail")).isNull();
    assertThat(seen.getJsonObject("connection")).isNull();
    JsonObject known = cast().technician.get("/machines/robot-1").json();
    assertThat(known.getJsonObject("link").getString("detail")).isNotEmpty();
    assertThat(known.getJsonObject("connection").getString("endpoint")).startsWith("opc.tcp");
    assertThat(cast().stranger.get("/machines/robot-1").json().getJsonObject("connection"))
        .isNull();
    assertThat(cast().sme.get("/machines/robot-9").status()).isEqualTo(404);
  }

  @Test
  default void aMachineIsRegisteredChangedAndRetiredByItsCentre() {
    JsonObject machine =
        Cast.json()
            .put("id", "printer-7")
            .put("name", "Printer seven")
            .put("centre", "made")
            .put("profile", "printer-fff-klipper")
            .put(
                "connection",
                Cast.json()
                    .put("endpoint", "mqtt://127.0.0.1:1883")
                    .put("password", "secret-of-the-broker")
                    .put("variables", Cast.json().put("PREFIX", "printer-7")))
            .put(
                "rules",
                Cast.json()
                    .put("grainMinutes", 30)
                    .put(
                        "opening",
                        new JsonArray()
                            .add(
                                Cast.json()
                                    .put("day", "monday")
                                    .put("opens", "08:00")
                                    .put("closes", "18:00"))));
    assertThat(cast().sme.post("/machines", machine).status()).isEqualTo(403);
    assertThat(cast().stranger.post("/machines", machine).status()).isEqualTo(403);
    Reply made = cast().technician.post("/machines", machine);
    assertThat(made.status()).as(made.response().body()).isEqualTo(201);
    assertThat(made.header("Location")).isEqualTo("/api/v1/machines/printer-7");
    assertThat(made.response().body()).doesNotContain("secret-of-the-broker");
    assertThat(made.json().getJsonObject("rules").getJsonArray("opening")).hasSize(1);
    assertThat(cast().technician.post("/machines", machine).rules()).containsExactly("unique-id");
    Reply bad =
        cast()
            .technician
            .post(
                "/machines",
                machine
                    .copy()
                    .put("id", "printer-8")
                    .put("connection", Cast.json().put("endpoint", "here")));
    assertThat(bad.status()).isEqualTo(422);
    assertThat(bad.wrongFields()).containsExactly("connection.endpoint");
    Reply changed =
        cast()
            .technician
            .patch(
                "/machines/printer-7", Cast.json().put("rules", Cast.json().put("minMinutes", 60)));
    assertThat(changed.json().getJsonObject("rules").getInteger("minMinutes")).isEqualTo(60);
    assertThat(changed.json().getJsonObject("rules").getInteger("grainMinutes")).isEqualTo(30);
    assertThat(cast().stranger.delete("/machines/printer-7").status()).isEqualTo(403);
    assertThat(cast().technician.delete("/machines/printer-7").status()).isEqualTo(204);
    assertThat(cast().technician.get("/machines/printer-7").status()).isEqualTo(404);
  }

  @Test
  default void whatAMachineSentThatNobodyUnderstoodIsShownToItsCentre() {
    for (int i = 0; i < 3; i++) {
      cast()
          .lobby
          .deadLetters
          .add("printer-1", "printer-1/x", "the payload is no JSON", new byte[] {'{', 10, '?'});
    }
    JsonObject letters = cast().technician.get("/machines/printer-1/dead-letters").json();
    assertThat(letters.getInteger("count")).isEqualTo(3);
    JsonObject letter = letters.getJsonArray("items").getJsonObject(0);
    assertThat(letter.getString("reason")).isEqualTo("the payload is no JSON");
    assertThat(letter.getString("excerpt")).isEqualTo("{·?");
    assertThat(letter.getInteger("size")).isEqualTo(3);
    assertThat(letter.getInteger("times")).isEqualTo(3);
    assertThat(cast().stranger.get("/machines/printer-1/dead-letters").status()).isEqualTo(403);
    assertThat(cast().sme.get("/machines/printer-1/dead-letters").status()).isEqualTo(403);
    assertThat(cast().technician.get("/machines/printer-9/dead-letters").status()).isEqualTo(404);
  }

  @Test
  default void howABrokerIsSpokenToIsKeptAndShown() {
    JsonObject machine =
        Cast.json()
            .put("id", "printer-31")
            .put("name", "On an older broker")
            .put("centre", "made")
            .put("profile", "printer-fff-klipper")
            .put(
                "connection",
                Cast.json()
                    .put("endpoint", "mqtts://127.0.0.1:8883")
                    .put("variables", Cast.json().put("PREFIX", "printer-31"))
                    .put("mqtt", Cast.json().put("version", "3.1.1").put("ca", "lab.pem")));
    Reply made = cast().technician.post("/machines", machine);
    assertThat(made.status()).as(made.response().body()).isEqualTo(201);
    JsonObject terms = made.json().getJsonObject("connection").getJsonObject("mqtt");
    assertThat(terms.getString("version")).isEqualTo("3.1.1");
    assertThat(terms.getString("ca")).isEqualTo("lab.pem");
    assertThat(terms.getValue("shareGroup")).isNull();
    machine.getJsonObject("connection").getJsonObject("mqtt").put("version", "4");
    assertThat(cast().technician.post("/machines", machine.put("id", "printer-32")).status())
        .isEqualTo(400);
    assertThat(cast().technician.delete("/machines/printer-31").status()).isEqualTo(204);
  }

  @Test
  default void aThingDescriptionNamesEverySignalAndCommand() {
    JsonObject thing = cast().sme.get("/machines/robot-1/thing-description").json();
    assertThat(thing.getJsonObject("properties").fieldNames()).contains("axis1.position");
    assertThat(thing.getJsonObject("actions").fieldNames()).contains("start", "stop");
    assertThat(thing.encode()).doesNotContain("opc.tcp");
  }

  @Test
  default void anAssetAdministrationShellTellsItsCentreTheAddressAndOthersNot() {
    assertThat(cast().sme.get("/machines/robot-1/asset-interfaces").response().body())
        .contains("AssetInterfacesDescription")
        .doesNotContain("opc.tcp");
    assertThat(cast().technician.get("/machines/robot-1/asset-interfaces").response().body())
        .contains("opc.tcp");
  }

  @Test
  default void aStopNeedsNoBody() {
    assertThat(cast().technician.post("/machines/robot-1/stop").status()).isEqualTo(202);
    Reply stopped =
        cast().technician.post("/machines/robot-1/stop", Cast.json().put("reason", "smoke"));
    assertThat(stopped.json().getValue("session")).isNull();
    String stop = stopped.response().headers().firstValue("Location").orElseThrow();
    Reply again = cast().technician.get(stop.replace("/api/v1", ""));
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().getString("id")).isEqualTo(stopped.json().getString("id"));
    assertThat(cast().technician.get("/machines/robot-1/stops/nothing").status()).isEqualTo(404);
    assertThat(cast().other.post("/machines/robot-1/stop").status()).isEqualTo(403);
    assertThat(cast().engineer.post("/machines/robot-1/stop").status()).isEqualTo(403);
  }

  @Test
  default void aCertificateIsSeenTrustedAndRejected() {
    cast().lobby.trust.presented("robot-1", cast().lobby.certificate);
    JsonObject seen =
        cast()
            .technician
            .get("/certificates?state=pending")
            .json()
            .getJsonArray("items")
            .getJsonObject(0);
    String fingerprint = seen.getString("fingerprint");
    assertThat(cast().stranger.get("/certificates").response().body()).doesNotContain("robot-1");
    for (String decision : new String[] {"trust", "reject"}) {
      String path = "/certificates/" + fingerprint + "/" + decision + "?machine=robot-1";
      assertThat(cast().stranger.post(path).status()).isEqualTo(404);
    }
    assertThat(
            cast()
                .technician
                .post("/certificates/" + fingerprint + "/trust")
                .json()
                .getString("state"))
        .isEqualTo("trusted");
    assertThat(cast().technician.post("/certificates/" + fingerprint + "/trust?machine=x").status())
        .isEqualTo(404);
    Reply rejected =
        cast().technician.post("/certificates/" + fingerprint + "/reject?machine=robot-1");
    assertThat(rejected.json().getString("state")).isEqualTo("rejected");
    assertThat(cast().lobby.registry.reconnected).contains("robot-1");
    assertThat(cast().technician.get("/audit?subject=" + fingerprint).response().body())
        .contains("certificate.trusted", "certificate.rejected");
    assertThat(cast().technician.post("/certificates/" + "0".repeat(64) + "/trust").status())
        .isEqualTo(404);
    assertThat(cast().technician.get("/certificates/own").json().getString("applicationUri"))
        .isEqualTo("urn:fucina:gateway");
    assertThat(cast().sme.get("/certificates").status()).isEqualTo(403);
  }

  @Test
  default void whatAnotherCentreTriesOutIsNoneOfOurs() {
    String tried = TrustFolder.draft("cim40", "opc.tcp://10.0.0.9:4840");
    cast().lobby.trust.presented(tried, cast().lobby.certificate);
    assertThat(cast().technician.get("/certificates").response().body()).doesNotContain("10.0.0.9");
    String fingerprint = Fingerprint.sha256(cast().lobby.certificate);
    Reply theirs = cast().stranger.post("/certificates/" + fingerprint + "/trust?machine=");
    assertThat(theirs.status()).isEqualTo(200);
    assertThat(theirs.json().getString("triedAt")).isEqualTo("opc.tcp://10.0.0.9:4840");
    assertThat(cast().lobby.trust.trusted("robot-1", cast().lobby.certificate)).isFalse();
  }

  @Test
  default void aMachinesCamerasAreListedAndLookedThrough() {
    try (SomeCamera camera = new SomeCamera(cast().lobby.vertx, 32)) {
      cast().lobby.registry.look("printer-1", camera.authority());
      Reply list = cast().technician.get("/machines/printer-1/cameras");
      assertThat(Cast.ids(list)).containsExactly("cell");
      Reply one = cast().technician.get("/machines/printer-1/cameras/cell?snapshot=true");
      assertThat(one.status()).isEqualTo(200);
      assertThat(one.header("Content-Type")).isEqualTo("image/jpeg");
      assertThat(one.header("X-Picture-Arrived")).isNotEmpty();
      assertThat(cast().sme.get("/machines/printer-1/cameras/cell").status()).isEqualTo(403);
      assertThat(cast().technician.get("/machines/printer-1/cameras/cell?fps=50").status())
          .isEqualTo(400);
    }
  }
}
