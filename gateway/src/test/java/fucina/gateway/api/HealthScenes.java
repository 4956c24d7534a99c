package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.MachineEvent;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How a machine's link fares, and what the machine reported by itself. */
interface HealthScenes {
  Cast cast();

  @Test
  default void howEachSignalOfALinkFaresIsShownToTheMachinesCentre() {
    JsonObject unlinked = cast().technician.get("/machines/printer-1/link").json();
    assertThat(unlinked.getJsonArray("signals")).isEmpty();
    assertThat(unlinked.getValue("clockOffsetMs")).isNull();
    cast()
        .lobby
        .links
        .start(
            new LinkSettings(
                "robot-1",
                cast().lobby.registry.profile("robot-arm-6axis").orElseThrow(),
                "opc.tcp://127.0.0.1:4840",
                "",
                Optional.empty(),
                Optional.empty(),
                Map.of()));
    JsonObject health = cast().technician.get("/machines/robot-1/link").json();
    assertThat(health.getString("state")).isNotEmpty();
    assertThat(health.getInteger("clockOffsetMs")).isEqualTo(-3000);
    JsonObject flowing = health.getJsonArray("signals").getJsonObject(0);
    assertThat(flowing.getString("state")).isEqualTo("flowing");
    assertThat(flowing.getDouble("samplingMs")).isEqualTo(62.5);
    assertThat(flowing.getInteger("queue")).isEqualTo(10);
    JsonObject aside = health.getJsonArray("signals").getJsonObject(1);
    assertThat(aside.getString("state")).isEqualTo("set-aside");
    assertThat(aside.getString("detail")).isEqualTo("There is no such node.");
    assertThat(aside.getValue("lastHeard")).isNull();
    assertThat(cast().stranger.get("/machines/robot-1/link").status()).isEqualTo(403);
    assertThat(cast().sme.get("/machines/robot-1/link").status()).isEqualTo(403);
    assertThat(cast().technician.get("/machines/robot-9/link").status()).isEqualTo(404);
  }

  @Test
  default void whatAMachineReportedByItselfIsShownToItsCentre() {
    cast()
        .lobby
        .events
        .add(
            new MachineEvent(
                "robot-1",
                "e1",
                Optional.of("door"),
                "i=2915",
                "Cell",
                700,
                "Door open",
                Optional.of(true),
                Optional.of(false),
                true,
                Instant.parse("2026-11-25T08:00:00Z")));
    JsonObject told = cast().technician.get("/machines/robot-1/events").json();
    JsonObject event = told.getJsonArray("items").getJsonObject(0);
    assertThat(event.getString("message")).isEqualTo("Door open");
    assertThat(event.getInteger("severity")).isEqualTo(700);
    assertThat(told.getJsonArray("standing").getJsonObject(0)).isEqualTo(event);
    JsonObject rest = cast().technician.get("/machines/robot-1/events?limit=1&after=e1").json();
    assertThat(rest.getJsonArray("items")).isEmpty();
    assertThat(rest.getValue("next")).isNull();
    for (String list : new String[] {"events", "dead-letters"}) {
      assertThat(
              cast().technician.get("/machines/robot-1/" + list + "?after=nothing").wrongFields())
          .as(list)
          .containsExactly("after");
    }
    assertThat(cast().technician.get("/machines/printer-1/events").json().getJsonArray("items"))
        .isEmpty();
    assertThat(cast().stranger.get("/machines/robot-1/events").status()).isEqualTo(403);
    assertThat(cast().sme.get("/machines/robot-1/events").status()).isEqualTo(403);
    assertThat(cast().technician.get("/machines/robot-9/events").status()).isEqualTo(404);
  }
}
