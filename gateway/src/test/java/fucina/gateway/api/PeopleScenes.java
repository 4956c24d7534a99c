package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.api.Visitor.Reply;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** Firms, people and devices let in and kept out. */
interface PeopleScenes {
  Cast cast();

  private static JsonObject person(String email, String role) {
    return Cast.json().put("email", email).put("name", "Somebody").put("role", role);
  }

  private Visitor signedIn(String email, String password) {
    Reply in =
        cast().nobody.post("/sign-in", Cast.json().put("email", email).put("password", password));
    assertThat(in.status()).as(in.response().body()).isEqualTo(200);
    return cast().nobody.with("Authorization", "Bearer " + in.json().getString("token"));
  }

  private static String rule(Reply refused) {
    assertThat(refused.status()).as(refused.response().body()).isEqualTo(409);
    return refused.json().getJsonArray("refusals").getJsonObject(0).getString("rule");
  }

  @Test
  default void aFirmAndItsPeopleAreLetInAndSignInWithThePasswordShownOnce() {
    JsonObject firm = Cast.json().put("id", "rossi").put("name", "Officine Rossi");
    Reply added = cast().coordinator.post("/organisations", firm);
    assertThat(added.status()).isEqualTo(201);
    assertThat(rule(cast().admin.post("/organisations", firm))).isEqualTo("taken");
    assertThat(Cast.ids(cast().admin.get("/organisations"))).contains("rossi", "made");
    assertThat(cast().admin.get("/organisations/rossi").json().getString("name"))
        .isEqualTo("Officine Rossi");
    assertThat(cast().admin.get("/organisations/nobody").status()).isEqualTo(404);
    Reply anna =
        cast()
            .coordinator
            .post("/people", person("anna@rossi.example", "member").put("organisation", "rossi"));
    assertThat(anna.status()).as(anna.response().body()).isEqualTo(201);
    Visitor herself = signedIn("Anna@Rossi.example", anna.json().getString("password"));
    assertThat(herself.get("/me").json().getString("id")).isEqualTo(anna.json().getString("id"));
    assertThat(Cast.ids(cast().admin.get("/people?organisation=rossi")))
        .containsExactly(anna.json().getString("id"));
    assertThat(
            rule(
                cast()
                    .admin
                    .post(
                        "/people",
                        person("ANNA@rossi.example", "member").put("organisation", "rossi"))))
        .isEqualTo("taken");
  }

  @Test
  default void aRoleNeedsItsPlaceAndNoOther() {
    assertThat(cast().admin.post("/people", person("a@x.example", "member")).wrongFields())
        .containsExactly("organisation");
    assertThat(cast().admin.post("/people", person("a@x.example", "technician")).wrongFields())
        .containsExactly("centre");
    assertThat(
            cast()
                .admin
                .post("/people", person("a@x.example", "member").put("organisation", "nowhere"))
                .wrongFields())
        .containsExactly("organisation");
    assertThat(
            cast()
                .admin
                .post("/people", person("a@x.example", "member").put("organisation", "made"))
                .wrongFields())
        .containsExactly("organisation");
    assertThat(
            cast()
                .admin
                .post("/people", person("a@x.example", "technician").put("centre", "nowhere"))
                .wrongFields())
        .containsExactly("centre");
    assertThat(cast().admin.post("/people", person("no-address", "administrator")).wrongFields())
        .containsExactly("email");
  }

  @Test
  default void aCoordinatorKeepsTheOwnCentreAndNobodyElse() {
    assertThat(cast().technician.get("/people").status()).isEqualTo(403);
    assertThat(cast().coordinator.post("/people", person("b@x.example", "administrator")).status())
        .isEqualTo(403);
    assertThat(
            cast()
                .coordinator
                .post("/people", person("b@x.example", "technician").put("centre", "cim40"))
                .status())
        .isEqualTo(403);
    assertThat(cast().coordinator.get("/people/technician2").status()).isEqualTo(404);
    assertThat(cast().coordinator.get("/people/sme").status()).isEqualTo(200);
    assertThat(cast().coordinator.patch("/people/sme", Cast.json().put("locked", true)).status())
        .isEqualTo(403);
    Reply made =
        cast()
            .coordinator
            .post("/people", person("b@made.example", "technician").put("centre", "made"));
    assertThat(made.status()).as(made.response().body()).isEqualTo(201);
    String id = made.json().getString("id");
    Visitor before = signedIn("b@made.example", made.json().getString("password"));
    Reply fresh = cast().coordinator.post("/people/" + id + "/password");
    assertThat(before.get("/me").status()).isEqualTo(401);
    assertThat(signedIn("b@made.example", fresh.json().getString("password")).get("/me").status())
        .isEqualTo(200);
  }

  @Test
  default void whoIsLockedOutIsOutAtOnceAndTheLastAdministratorStays() {
    Reply made = cast().admin.post("/people", person("second@x.example", "administrator"));
    String id = made.json().getString("id");
    Visitor second = signedIn("second@x.example", made.json().getString("password"));
    assertThat(rule(second.patch("/people/" + id, Cast.json().put("locked", true))))
        .isEqualTo("self");
    Reply token = second.post("/tokens", Cast.json().put("name", "script").put("scope", "read"));
    Visitor script =
        cast().nobody.with("Authorization", "Bearer " + token.json().getString("token"));
    Reply locked =
        cast().admin.patch("/people/" + id, Cast.json().put("locked", true).put("name", "Gone"));
    assertThat(locked.json().getBoolean("locked")).isTrue();
    assertThat(locked.json().getString("name")).isEqualTo("Gone");
    assertThat(second.get("/me").status()).isEqualTo(401);
    assertThat(script.get("/me").status()).isEqualTo(401);
    assertThat(
            cast()
                .admin
                .patch("/people/" + id, Cast.json().put("locked", false))
                .json()
                .getBoolean("locked"))
        .isFalse();
    assertThat(script.get("/me").status()).as("a token once lost stays lost").isEqualTo(401);
    signedIn("second@x.example", made.json().getString("password"));
    assertThat(cast().admin.patch("/people/" + id, Cast.json()).status()).isEqualTo(400);
  }

  @Test
  default void aDeviceIsLetInByItsCentreUnderTopicsOfItsOwn() {
    JsonObject oven = Cast.json().put("name", "oven-2").put("below", "lab/oven-2");
    Reply added = cast().technician.post("/device-users", oven);
    assertThat(added.status()).as(added.response().body()).isEqualTo(201);
    assertThat(added.json().getString("password")).isNotBlank();
    assertThat(cast().lobby.door.in).containsKey("oven-2");
    assertThat(rule(cast().stranger.post("/device-users", oven.copy().put("name", "oven-3"))))
        .isEqualTo("taken");
    assertThat(cast().stranger.get("/device-users/oven-2").status()).isEqualTo(404);
    assertThat(cast().stranger.get("/device-users").json().getJsonArray("items")).isEmpty();
    Reply edge =
        cast()
            .admin
            .post(
                "/device-users",
                Cast.json()
                    .put("name", "cell-9")
                    .put("centre", "made")
                    .put("edgeNode", Cast.json().put("group", "made").put("node", "cell 9")));
    assertThat(edge.status()).as(edge.response().body()).isEqualTo(201);
    assertThat(cast().technician.get("/device-users").json().getJsonArray("items")).hasSize(2);
    assertThat(cast().technician.get("/device-users/oven-2").json().containsKey("password"))
        .isFalse();
    assertThat(cast().technician.post("/device-users/oven-2/password").json().getString("password"))
        .isNotEqualTo(added.json().getString("password"));
    assertThat(cast().technician.delete("/device-users/oven-2").status()).isEqualTo(204);
    assertThat(cast().lobby.door.in).doesNotContainKey("oven-2");
    for (String prefix : new String[] {"a/+", "#", "$SYS", "a//b", "/a"}) {
      assertThat(
              cast()
                  .technician
                  .post("/device-users", Cast.json().put("name", "x1").put("below", prefix))
                  .wrongFields())
          .as(prefix)
          .containsExactly("below");
    }
    assertThat(
            cast()
                .technician
                .post("/device-users", Cast.json().put("name", "x1").put("below", "spBv1.0/made"))
                .wrongFields())
        .containsExactly("below");
    assertThat(cast().technician.post("/device-users", Cast.json().put("name", "x1")).wrongFields())
        .containsExactly("below");
  }
}
