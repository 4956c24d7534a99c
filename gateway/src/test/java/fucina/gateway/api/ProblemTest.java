package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.profiles.Flaw;
import fucina.scheduler.Refusal;
import fucina.scheduler.Slot;
import fucina.scheduler.Window;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemTest {
  private static final Instant NINE = Instant.parse("2026-11-22T09:00:00Z");

  @Test
  void aRefusalSaysTheRuleTheLimitWhatWasAskedAndWhatIsPossible() {
    JsonObject json =
        Problem.refused(
                409,
                List.of(new Refusal("max-length", "480", "600", "At most 8 hours.")),
                List.of(new Slot("robot-1", new Window(NINE, NINE.plusSeconds(3600)))))
            .json();
    assertThat(json.getString("type")).isEqualTo("urn:fucina:problem:refused");
    assertThat(json.getInteger("status")).isEqualTo(409);
    assertThat(json.getString("detail")).isEqualTo("At most 8 hours.");
    assertThat(json.getJsonArray("refusals").getJsonObject(0).getString("rule"))
        .isEqualTo("max-length");
    assertThat(json.getJsonArray("alternatives").getJsonObject(0))
        .isEqualTo(
            new JsonObject()
                .put("machine", "robot-1")
                .put("from", "2026-11-22T09:00:00Z")
                .put("to", "2026-11-22T10:00:00Z"));
  }

  @Test
  void valuesOutsideAWindowSayHowToBook() {
    Problem problem = Problem.window("robot-1", "now", "No window.");
    assertThat(problem.status()).isEqualTo(403);
    JsonObject refusal = problem.json().getJsonArray("refusals").getJsonObject(0);
    assertThat(refusal.getString("rule")).isEqualTo("window");
    assertThat(refusal.getString("detail")).contains("POST /api/v1/bookings");
  }

  @Test
  void aFaultSaysNothingInner() {
    JsonObject json = Problem.fault("abc").json();
    assertThat(json.getString("instance")).isEqualTo("urn:fucina:fault:abc");
    assertThat(json.fieldNames()).containsOnly("type", "title", "status", "detail", "instance");
  }

  @Test
  void aWaitIsRoundedUpToWholeSeconds() {
    assertThat(Problem.tooMany(Duration.ofMillis(1)).headers()).containsEntry("Retry-After", "1");
    assertThat(Problem.tooMany(Duration.ofMillis(2100)).headers())
        .containsEntry("Retry-After", "3");
  }

  @Test
  void everyFlawOfAProfileIsTold() {
    JsonObject json =
        Problem.flawed(List.of(new Flaw(3, "title", "is missing"), new Flaw(9, "end", "is wrong")))
            .json();
    assertThat(json.getInteger("status")).isEqualTo(422);
    assertThat(json.getJsonArray("flaws")).hasSize(2);
    assertThat(json.getString("detail")).isEqualTo("The profile has 2 flaws.");
  }
}
