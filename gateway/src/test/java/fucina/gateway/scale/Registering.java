package fucina.gateway.scale;

import static org.awaitility.Awaitility.await;

import fucina.gateway.journey.LabClient;
import fucina.gateway.journey.LabClient.Answer;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** A technician who registers a whole lab, four requests at once, and trusts what it shows. */
public final class Registering {
  private static final int AT_ONCE = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final LabClient technician;
  private final Set<String> trusted = new HashSet<>();

  public Registering(LabClient technician) {
    this.technician = technician;
  }

  /** Registers a whole lab; returns when each is online. */
  public void all(LabProcess lab) throws Exception {
    all(lab.profiles(), lab.registrations());
  }

  /** Adds profiles and registers machines that replay; returns when each is online. */
  public void all(List<String> profiles, List<JsonObject> bodies) throws Exception {
    for (String profile : profiles) {
      Answer added =
          technician.send("POST", "/profiles", profile, Map.of("Content-Type", "application/yaml"));
      // 200: the very same profile is there already, of a smaller lab before this one.
      demand(added.status() == 200 ? 200 : 201, added);
    }
    ExecutorService hands = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<Answer>> answers =
          bodies.stream()
              .map(body -> hands.submit(() -> technician.post("/machines", body)))
              .toList();
      for (Future<Answer> answer : answers) {
        demand(201, answer.get());
      }
    } finally {
      hands.shutdownNow();
    }
    Set<String> ids = new HashSet<>();
    bodies.forEach(body -> ids.add(body.getString("id")));
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              trustAll();
              return online().containsAll(ids);
            });
  }

  private void trustAll() {
    for (JsonObject shown : pages("/certificates?state=pending")) {
      String machine = shown.getString("machine");
      if (machine != null && trusted.add(machine)) {
        demand(
            200,
            technician.post(
                "/certificates/" + shown.getString("fingerprint") + "/trust?machine=" + machine));
      }
    }
  }

  private Set<String> online() {
    return pages("/machines?capability=replay").stream()
        .filter(machine -> "online".equals(machine.getJsonObject("link").getString("state")))
        .map(machine -> machine.getString("id"))
        .collect(Collectors.toSet());
  }

  /** All items of a list, page by page. */
  private List<JsonObject> pages(String path) {
    List<JsonObject> all = new ArrayList<>();
    String after = "";
    do {
      Answer page = technician.get(path + "&limit=100" + after);
      demand(200, page);
      page.json().getJsonArray("items").forEach(item -> all.add((JsonObject) item));
      String next = page.json().getString("next");
      after = next == null ? "" : "&after=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
    } while (!after.isEmpty());
    return all;
  }

  private static void demand(int status, Answer answer) {
    if (answer.status() != status) {
      throw new IllegalStateException(answer.toString());
    }
  }
}
