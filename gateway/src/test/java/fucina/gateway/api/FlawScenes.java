package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.api.Visitor.Reply;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is wrong with a profile, in the language of who uploads it. */
interface FlawScenes {
  Cast cast();

  @Test
  default void theFlawsOfAProfileAreToldInTheLanguageAskedFor() {
    assertThat(reasons(cast().technician.with("Accept-Language", "it-IT,it;q=0.9,en;q=0.8")))
        .contains("dev’essere un testo, ma è un numero", "manca; scrivi un testo")
        .noneMatch(reason -> reason.startsWith("is missing"));
    assertThat(reasons(cast().technician))
        .contains("must be a text, not a number", "is missing; write a text");
    assertThat(reasons(cast().technician.with("Accept-Language", ";;")))
        .isEqualTo(reasons(cast().technician));
  }

  private static List<String> reasons(Visitor technician) {
    Reply flawed = technician.send("POST", "/profiles", "application/yaml", "title: 3\n");
    assertThat(flawed.status()).isEqualTo(422);
    return flawed.json().getJsonArray("flaws").stream()
        .map(flaw -> ((JsonObject) flaw).getString("reason"))
        .toList();
  }
}
