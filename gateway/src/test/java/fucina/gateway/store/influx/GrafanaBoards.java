package fucina.gateway.store.influx;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The dashboards for Grafana, and what they ask. */
final class GrafanaBoards {
  static final Path GRAFANA = Path.of("..", "dashboards", "grafana");
  private static final Pattern METRIC = Pattern.compile("\\b(fucina|jvm|process|vertx)_[a-z0-9_]+");

  private GrafanaBoards() {}

  /** A question as the dashboard has it, with Grafana's variables. */
  record Question(String text) {
    String influxQl(String machine) {
      return text.replace("$timeFilter", "time > now() - 1h AND time < now() + 1h")
          .replace("$__interval", "10s")
          .replace("$machine", machine)
          .replace("$signal", ".*");
    }

    String promQl(String machine) {
      return text.replace("$__rate_interval", "1m").replace("$machine", machine);
    }

    Set<String> metrics() {
      Set<String> metrics = new TreeSet<>();
      Matcher found = METRIC.matcher(text);
      while (found.find()) {
        metrics.add(found.group());
      }
      return metrics;
    }
  }

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(GRAFANA.resolve("dashboards"))) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  static JsonObject read(Path file) throws IOException {
    return new JsonObject(Files.readString(file));
  }

  /** All that is asked of one kind of store, by panels, variables and annotations. */
  static List<Question> all(String kind) throws IOException {
    List<Question> questions = new ArrayList<>();
    for (Path file : files()) {
      questions(read(file), kind, questions);
    }
    return questions;
  }

  private static void questions(JsonObject json, String kind, List<Question> questions) {
    Object source = json.getValue("datasource");
    Object asked = json.containsKey("query") ? json.getValue("query") : json.getValue("expr");
    if (source instanceof JsonObject of && asked instanceof String text) {
      if (kind.equals(of.getString("type"))) {
        questions.add(new Question(text));
      }
    }
    for (String key : json.fieldNames()) {
      Object value = json.getValue(key);
      if (value instanceof JsonObject object) {
        questions(object, kind, questions);
      } else if (value instanceof JsonArray array) {
        for (Object each : array) {
          if (each instanceof JsonObject object) {
            questions(object, kind, questions);
          }
        }
      }
    }
  }
}
