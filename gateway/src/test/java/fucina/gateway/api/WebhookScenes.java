package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.api.Visitor.Reply;
import fucina.gateway.notice.Kind;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Programs that are told, and how people wish to be told. */
interface WebhookScenes {
  Cast cast();

  private static JsonObject webhook(String url) {
    return Cast.json()
        .put("name", "ERP")
        .put("url", url)
        .put("events", new JsonArray().add("booking.granted"));
  }

  @Test
  default void aWebhookIsItsOrganisationsAndItsSecretIsShownOnce() {
    Reply made = cast().sme.post("/webhooks", webhook("https://erp.example/fucina"));
    assertThat(made.status()).as(made.response().body()).isEqualTo(201);
    assertThat(made.json().getString("secret")).startsWith("whsec_");
    String id = made.json().getString("id");
    Reply list = cast().colleague.get("/webhooks");
    assertThat(Cast.ids(list)).containsExactly(id);
    assertThat(list.response().body()).doesNotContain("whsec_");
    assertThat(Cast.ids(cast().other.get("/webhooks"))).isEmpty();
    assertThat(cast().engineer.get("/webhooks").status()).isEqualTo(403);
    String deliveries = "/webhooks/" + id + "/deliveries";
    assertThat(Cast.ids(cast().sme.get(deliveries))).isEmpty();
    assertThat(cast().other.get(deliveries).status()).isEqualTo(404);
    assertThat(cast().other.delete("/webhooks/" + id).status()).isEqualTo(404);
    assertThat(cast().sme.delete("/webhooks/" + id).status()).isEqualTo(204);
    assertThat(Cast.ids(cast().sme.get("/webhooks"))).isEmpty();
  }

  @Test
  default void aCentreHasItsOwnAndTwentyAtMost() {
    Reply last = cast().technician.post("/webhooks", webhook("http://127.0.0.1:1/1"));
    for (int number = 2; number <= 21; number++) {
      assertThat(last.status()).isEqualTo(201);
      last = cast().technician.post("/webhooks", webhook("http://127.0.0.1:1/" + number));
    }
    assertThat(last.rules()).containsExactly("webhooks");
    assertThat(Cast.ids(cast().coordinator.get("/webhooks"))).hasSize(20);
    assertThat(Cast.ids(cast().stranger.get("/webhooks"))).isEmpty();
  }

  @Test
  default void aWebhookMayBeToldOfAllThatIsToldAtAll() {
    JsonObject all =
        webhook("https://erp.example/").put("events", new JsonArray(List.copyOf(Kind.actions())));
    Reply made = cast().other.post("/webhooks", all);
    assertThat(made.status()).as(made.response().body()).isEqualTo(201);
    assertThat(cast().other.delete("/webhooks/" + made.json().getString("id")).status())
        .isEqualTo(204);
  }

  @Test
  default void whatIsNoAddressOrNoEventIsSaid() {
    for (String url :
        new String[] {"ftp://erp.example/", "https://u:p@erp.example/", "http:///x"}) {
      assertThat(cast().sme.post("/webhooks", webhook(url)).wrongFields()).containsExactly("url");
    }
    JsonObject unknown =
        webhook("https://erp.example/").put("events", new JsonArray().add("booking.praised"));
    assertThat(cast().sme.post("/webhooks", unknown).status()).isEqualTo(400);
  }

  @Test
  default void peopleSayInWhichLanguageAndWhetherTheyAreMailed() {
    assertThat(cast().engineer.get("/me").json().getString("language")).isEqualTo("it");
    JsonObject wishes =
        Cast.json().put("language", "en").put("notices", Cast.json().put("mail", false));
    assertThat(cast().engineer.patch("/me", wishes).status()).isEqualTo(200);
    JsonObject me = cast().engineer.get("/me").json();
    assertThat(me.getString("language")).isEqualTo("en");
    assertThat(me.getJsonObject("notices").getBoolean("mail")).isFalse();
    assertThat(cast().engineer.patch("/me", Cast.json().put("language", "it")).status())
        .isEqualTo(200);
    assertThat(cast().engineer.get("/me").json().getJsonObject("notices").getBoolean("mail"))
        .isFalse();
    assertThat(cast().engineer.patch("/me", Cast.json().put("language", "de")).status())
        .isEqualTo(400);
  }
}
