package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The calls that the API's page shows can be typed as they stand. */
class CurlExampleTest {
  private static final JsonObject DOCUMENT =
      new JsonObject(
          """
          {"components":{"schemas":{"Id":{"type":"string"},
            "New":{"type":"object","required":["name","many","minutes"],"properties":{
              "name":{"type":"string","examples":["a"]},
              "many":{"type":"array","items":{"$ref":"#/components/schemas/Id"}},
              "minutes":{"type":"integer"},"left":{"type":"string"}}}}}}""");

  private static JsonObject parameter(String name, String in, boolean required) {
    return new JsonObject().put("name", name).put("in", in).put("required", required);
  }

  @Test
  void aReadNamesWhatItsAddressAndItsRequiredQueryNeed() {
    String call =
        new CurlExample(DOCUMENT)
            .of(
                "GET",
                "/machines/{machine}/gaps",
                new JsonObject(),
                List.of(
                    parameter("machine", "path", true),
                    parameter("from", "query", true),
                    parameter("limit", "query", false)));
    assertThat(call)
        .isEqualTo(
            "curl -s \\\n"
                + "  \"http://localhost:8080/api/v1/machines/robot-1/gaps?from=2026-11-25T09:00:00Z\" \\\n"
                + "  -H \"Authorization: Bearer $token\"");
  }

  @Test
  void aWriteHasTheBodyItsSchemaRequires() {
    JsonObject operation =
        new JsonObject(
            """
            {"security":[],"requestBody":{"content":{"application/json":{
              "schema":{"$ref":"#/components/schemas/New"}}}}}""");
    assertThat(new CurlExample(DOCUMENT).of("POST", "/things", operation, List.of()))
        .startsWith("curl -s -X POST \\\n  \"http://localhost:8080/api/v1/things\"")
        .doesNotContain("Authorization")
        .endsWith("-d '{\"name\":\"a\",\"many\":[\"…\"],\"minutes\":1}'");
  }
}
