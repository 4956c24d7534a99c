package fucina.gateway.link.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fucina.profiles.Catalogue;
import fucina.profiles.Command;
import fucina.profiles.Value;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RequestTextTest {
  private static final Command START =
      Catalogue.builtIn()
          .profile("printer-fff-klipper")
          .flatMap(profile -> profile.command("start"))
          .orElseThrow();
  private static final String TEMPLATE =
      "{\"method\":\"go\",\"params\":{\"file\":\"${input.file}\",\"note\":\"print ${input.file}!\"},"
          + "\"id\":\"${requestId}\"}";

  @Test
  void aPlaceholderAloneKeepsItsTypeAndInsideATextBecomesText() {
    String text =
        RequestText.of(
            "{\"a\":\"${input.n}\",\"b\":\"n is ${input.n}\",\"c\":\"${input.f}\"}",
            START,
            Map.of("n", Value.of(3), "f", Value.of(true)),
            "id");
    assertThat(new JsonObject(text))
        .isEqualTo(new JsonObject().put("a", 3).put("b", "n is 3").put("c", true));
  }

  @Property
  void noArgumentCanAddAKeyOrACallOfItsOwn(@ForAll String file) {
    JsonObject sent =
        new JsonObject(RequestText.of(TEMPLATE, START, Map.of("file", Value.of(file)), "job-1"));
    assertThat(sent.fieldNames()).containsExactly("method", "params", "id");
    assertThat(sent.getString("method")).isEqualTo("go");
    assertThat(sent.getString("id")).isEqualTo("job-1");
    assertThat(sent.getJsonObject("params").getString("file")).isEqualTo(file);
    assertThat(sent.getJsonObject("params").getString("note")).isEqualTo("print " + file + "!");
  }

  @Test
  void aMissingArgumentIsNamed() {
    assertThatThrownBy(() -> RequestText.of(TEMPLATE, START, Map.of(), "id"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("file");
  }
}
