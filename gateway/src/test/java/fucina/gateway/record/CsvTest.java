package fucina.gateway.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CsvTest {
  @Test
  void whateverTextIsWrittenIsReadBack() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String letters = "\"\"\",,\n\r a°é=";
    for (int round = 0; round < 500; round++) {
      List<List<String>> lines = new ArrayList<>();
      for (int line = 0; line < 3; line++) {
        List<String> fields = new ArrayList<>();
        for (int field = 0; field < 3; field++) {
          StringBuilder text = new StringBuilder();
          for (int i = random.nextInt(5); i > 0; i--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
          }
          fields.add(text.toString());
        }
        lines.add(fields);
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      for (List<String> line : lines) {
        Csv.line(out, line);
      }
      StringReader in = new StringReader(out.toString(StandardCharsets.UTF_8));
      for (List<String> line : lines) {
        assertThat(Csv.next(in)).as("seed %d, %s", seed, out).contains(line);
      }
      assertThat(Csv.next(in)).isEmpty();
    }
  }

  @Test
  void aTableHasALineOfNamesAndLeavesEmptyWhatIsNotKnown() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Csv.table(out, List.of("a", "b"), List.of(new JsonObject().put("b", "x, \"y\"").putNull("a")));
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("a,b\r\n,\"x, \"\"y\"\"\"\r\n");
  }
}
