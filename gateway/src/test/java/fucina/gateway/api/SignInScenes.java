package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.api.Visitor.Reply;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** Who people are, and how long. */
interface SignInScenes {
  Cast cast();

  @Test
  default void whoSignsInIsKnownByTokenAndCookie() {
    Reply in =
        cast()
            .nobody
            .post(
                "/sign-in",
                Cast.json().put("email", "SME@demo.fucina").put("password", Lobby.PASSWORD));
    assertThat(in.status()).isEqualTo(200);
    assertThat(in.json().getJsonObject("me").getString("role")).isEqualTo("member");
    assertThat(in.json().getJsonObject("me").getJsonArray("colleagues")).hasSize(1);
    assertThat(in.header("Set-Cookie"))
        .contains("HttpOnly", "SameSite=Strict", "Path=/")
        .doesNotContain("Secure");
    Visitor byCookie = cast().nobody.with("Cookie", in.header("Set-Cookie").replaceAll(";.*", ""));
    assertThat(byCookie.get("/me").json().getString("id")).isEqualTo("sme");
    assertThat(cast().technician.get("/me").json().getJsonObject("centre").getString("name"))
        .isEqualTo("MADE");
    assertThat(byCookie.post("/sign-out").status()).isEqualTo(204);
    assertThat(byCookie.get("/me").status()).isEqualTo(401);
  }

  @Test
  default void aWrongPasswordAndAnUnknownAccountLookTheSame() {
    JsonObject wrong = Cast.json().put("email", "sme@demo.fucina").put("password", "no");
    JsonObject unknown = Cast.json().put("email", "who@demo.fucina").put("password", "no");
    Reply first = cast().nobody.post("/sign-in", wrong);
    Reply second = cast().nobody.post("/sign-in", unknown);
    assertThat(first.status()).isEqualTo(401);
    assertThat(second.response().body()).isEqualTo(first.response().body());
  }

  @Test
  default void whoGuessesWaits() {
    JsonObject wrong = Cast.json().put("email", "victim@demo.fucina").put("password", "no");
    for (int i = 0; i < 5; i++) {
      assertThat(cast().nobody.post("/sign-in", wrong).status()).isEqualTo(401);
    }
    Reply waits = cast().nobody.post("/sign-in", wrong);
    for (int late = 0; late < 8 && waits.status() == 401; late++) {
      // The first wait is a second, which may have passed; each guess doubles it.
      waits = cast().nobody.post("/sign-in", wrong);
    }
    assertThat(waits.status()).isEqualTo(429);
    assertThat(Integer.parseInt(waits.header("Retry-After"))).isPositive();
  }

  @Test
  default void aNewPasswordEndsEveryOtherSignIn() {
    Visitor here = cast().nobody.as("coordinator");
    Visitor there = cast().nobody.as("coordinator");
    JsonObject change = Cast.json().put("current", "no").put("new", "a longer password");
    assertThat(here.post("/me/password", change).status()).isEqualTo(422);
    assertThat(here.post("/me/password", change.put("current", Lobby.PASSWORD)).status())
        .isEqualTo(204);
    assertThat(there.get("/me").status()).isEqualTo(401);
    assertThat(here.get("/me").status()).isEqualTo(200);
    cast().coordinator = here;
  }

  @Test
  default void aTokenReadsUntilItIsRevokedAndNeverMakesAnother() {
    Reply made = cast().sme.post("/tokens", Cast.json().put("name", "script").put("scope", "read"));
    assertThat(made.status()).isEqualTo(201);
    Visitor script =
        cast().nobody.with("Authorization", "Bearer " + made.json().getString("token"));
    assertThat(script.get("/machines").status()).isEqualTo(200);
    assertThat(script.post("/bookings", Cast.now("robot-1", 5)).status()).isEqualTo(403);
    Reply operate =
        cast().sme.post("/tokens", Cast.json().put("name", "robot").put("scope", "operate"));
    Visitor robot =
        cast().nobody.with("Authorization", "Bearer " + operate.json().getString("token"));
    assertThat(robot.post("/tokens", Cast.json().put("name", "x").put("scope", "read")).status())
        .isEqualTo(403);
    assertThat(cast().sme.get("/tokens").json().getJsonArray("items")).hasSize(2);
    assertThat(cast().sme.get("/tokens").response().body()).doesNotContain("fucina_t_");
    String id = made.json().getString("id");
    assertThat(cast().other.delete("/tokens/" + id).status()).isEqualTo(404);
    assertThat(cast().sme.delete("/tokens/" + id).status()).isEqualTo(204);
    assertThat(script.get("/machines").status()).isEqualTo(401);
    assertThat(
            cast()
                .sme
                .post(
                    "/tokens",
                    Cast.json()
                        .put("name", "x")
                        .put("scope", "read")
                        .put("expiresAt", "2020-01-01T00:00:00Z"))
                .wrongFields())
        .containsExactly("expiresAt");
  }

  @Test
  default void theAuditIsForStaffAndNewestFirst() {
    cast().nobody.as("technician");
    Reply all = cast().admin.get("/audit?limit=3");
    assertThat(all.json().getJsonArray("items")).hasSize(3);
    String next = all.json().getString("next");
    assertThat(Cast.ids(cast().admin.get("/audit?limit=3&after=" + next)))
        .doesNotContainAnyElementsOf(Cast.ids(all));
    assertThat(cast().technician.get("/audit?subject=technician").json().getJsonArray("items"))
        .isNotEmpty();
    assertThat(cast().admin.get("/audit?after=x").wrongFields()).containsExactly("after");
    assertThat(cast().sme.get("/audit").status()).isEqualTo(403);
  }
}
