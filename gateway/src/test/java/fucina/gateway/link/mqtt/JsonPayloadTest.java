package fucina.gateway.link.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.link.mqtt.JsonPayload.Found;
import fucina.gateway.link.mqtt.JsonPayload.Found.Nothing;
import fucina.gateway.link.mqtt.JsonPayload.Found.Null;
import fucina.gateway.link.mqtt.JsonPayload.Found.Something;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonPayloadTest {
  private static Found at(String text, String pointer) {
    return JsonPayload.read(text.getBytes(StandardCharsets.UTF_8)).at(pointer);
  }

  /** The examples of RFC 6901 §5. */
  @ParameterizedTest
  @CsvSource({
    "/foo/0,bar",
    "/,0",
    "/a~1b,1",
    "/c%d,2",
    "/e^f,3",
    "/g|h,4",
    "/i\\j,5",
    "'/ ',7",
    "/m~0n,8"
  })
  void thePointersOfTheStandardPoint(String pointer, String expected) {
    String text =
        "{\"foo\":[\"bar\",\"baz\"],\"\":0,\"a/b\":1,\"c%d\":2,\"e^f\":3,\"g|h\":4,\"i\\\\j\":5,"
            + "\" \":7,\"m~n\":8}";
    assertThat(at(text, pointer))
        .isInstanceOfSatisfying(
            Something.class, found -> assertThat(found.value()).hasToString(expected));
  }

  @Test
  void aBareValueIsThePayloadAsAWhole() {
    assertThat(at("21.5", "")).isEqualTo(new Something(21.5));
    assertThat(at(" true ", "")).isEqualTo(new Something(true));
    assertThat(at("\"on\"", "")).isEqualTo(new Something("on"));
    assertThat(at("on", "")).isEqualTo(new Something("on"));
    assertThat(at("null", "")).isEqualTo(new Null());
  }

  @Test
  void whatIsNotThereIsNothingAndWhatIsNullIsNull() {
    assertThat(at("{\"a\":{\"b\":null}}", "/a/b")).isEqualTo(new Null());
    assertThat(at("{\"a\":{\"b\":null}}", "/a/c")).isEqualTo(new Nothing());
    assertThat(at("{\"a\":1}", "/a/b/c")).isEqualTo(new Nothing());
    assertThat(at("[1,2]", "/2")).isEqualTo(new Nothing());
    assertThat(at("[1,2]", "/-")).isEqualTo(new Nothing());
    assertThat(at("[1,2]", "/01")).isEqualTo(new Nothing());
    assertThat(at("[1,2]", "/99999999999999")).isEqualTo(new Nothing());
  }

  @Test
  void depthWithoutEndIsNoJson() {
    assertThat(JsonPayload.read("[".repeat(60_000).getBytes(StandardCharsets.UTF_8)).sound())
        .isFalse();
  }

  @Property
  void nothingThatArrivesThrows(@ForAll byte[] payload, @ForAll String pointer) {
    JsonPayload read = JsonPayload.read(payload);
    assertThat(read.at("/" + pointer)).isNotNull();
    assertThat(read.at("")).isNotNull();
  }
}
