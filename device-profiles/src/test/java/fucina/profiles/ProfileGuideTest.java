package fucina.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** PROFILE.md and the schema name the same keys, and its example can be read. */
final class ProfileGuideTest {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  private static String guide() throws IOException {
    return Files.readString(Path.of("PROFILE.md"));
  }

  @Test
  void theExampleIsSound() throws IOException {
    String guide = guide();
    int from = guide.indexOf("```yaml\n") + "```yaml\n".length();

    Profile press = SomeProfiles.sound(guide.substring(from, guide.indexOf("```", from)));

    assertThat(press.commands()).extracting(Command::name).containsExactly("press", "stop");
    assertThat(press.allowLists()).containsExactly("press.recipe");
    assertThat(guide).contains("\"allowLists\": { \"press.recipe\"");
  }

  @Test
  void theGuideNamesEveryFucinaKeyOfTheSchemaAndNoOther() throws IOException {
    String table = guide().substring(guide().indexOf("## Every `fucina:` key"));
    Set<String> keys = new TreeSet<>();
    Set<String> words = new TreeSet<>();
    for (String row : table.lines().filter(line -> line.startsWith("| `")).toList()) {
      keys.addAll(codes(row.split("\\|")[1]));
      words.addAll(codes(row));
    }

    assertThat(keys).isEqualTo(outerKeys());
    assertThat(words).containsAll(innerKeys());
  }

  private static Set<String> codes(String text) {
    Set<String> codes = new TreeSet<>();
    Matcher matcher = CODE.matcher(text);
    while (matcher.find()) {
      codes.add(matcher.group(1));
    }
    return codes;
  }

  private static Set<String> outerKeys() throws IOException {
    Set<String> keys = new TreeSet<>();
    for (String part : List.of("machine", "signalKeys", "commandKeys")) {
      keys.addAll(keysOf(schema().getJsonObject("$defs").getJsonObject(part)));
    }
    for (String part : List.of("event", "argument")) {
      JsonObject block = schema().getJsonObject("$defs").getJsonObject(part);
      keys.addAll(keysOf(block.getJsonObject("properties").getJsonObject("fucina")));
    }
    JsonObject form = schema().getJsonObject("$defs").getJsonObject("forms").getJsonObject("items");
    Stream.of(keysOf(schema()), keysOf(form))
        .flatMap(Set::stream)
        .filter(key -> key.startsWith("fucina:"))
        .forEach(keys::add);
    return keys;
  }

  private static Set<String> innerKeys() throws IOException {
    Set<String> keys = new TreeSet<>();
    for (String part :
        List.of(
            "variable", "precondition", "confirm", "states", "end", "store", "alarm", "camera")) {
      keys.addAll(keysOf(schema().getJsonObject("$defs").getJsonObject(part)));
    }
    return keys;
  }

  private static Set<String> keysOf(JsonObject object) {
    return object.getJsonObject("properties").fieldNames();
  }

  private static JsonObject schema() throws IOException {
    try (InputStream stream = Shape.class.getResourceAsStream("profile.schema.json")) {
      assertThat(stream).isNotNull();
      return new JsonObject(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
