package fucina.gateway.link.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.MachineEvent;
import fucina.gateway.link.MachineEvents;
import fucina.gateway.link.SomeProfiles;
import fucina.profiles.Event;
import fucina.profiles.Label;
import fucina.profiles.Profile;
import fucina.profiles.Protocol;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MqttEventsTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final MachineEvents told = new MachineEvents();
  private final MqttEvents events = new MqttEvents(settings(), told);

  private static LinkSettings settings() {
    Event jam =
        new Event(
            "jam",
            Label.of("Jam"),
            100,
            new Event.Source.MqttEvents(
                "m/jam",
                "/text",
                Optional.of("/code"),
                Optional.of("/severity"),
                Optional.of("/on")));
    Profile plain = SomeProfiles.of(Protocol.MQTT, List.of(), List.of());
    Profile profile =
        new Profile(
            plain.id(),
            plain.version(),
            plain.title(),
            plain.family(),
            plain.capabilities(),
            plain.standards(),
            plain.protocol(),
            plain.signals(),
            plain.commands(),
            List.of(jam),
            plain.cameras(),
            plain.end(),
            plain.states(),
            plain.variables(),
            plain.offlineAfter(),
            plain.availability(),
            plain.watchdog(),
            plain.lock(),
            plain.namespaces(),
            plain.source());
    return new LinkSettings(
        "m", profile, "mqtt://b:1883", "", Optional.empty(), Optional.empty(), Map.of());
  }

  private void comes(String payload, boolean kept, int second) {
    byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
    events.take(new MqttArrival("m/jam", bytes, kept, NOON.plusSeconds(second)));
  }

  @Test
  void anAlarmStandsFromItsComingToItsGoing() {
    comes("{\"text\":\"jammed\",\"code\":17,\"severity\":700,\"on\":true}", false, 0);
    assertThat(told.standing("m"))
        .singleElement()
        .satisfies(e -> assertThat(e.message()).isEqualTo("jammed"))
        .satisfies(e -> assertThat(e.source()).isEqualTo("17"))
        .satisfies(e -> assertThat(e.severity()).isEqualTo(700))
        .satisfies(e -> assertThat(e.active()).contains(true));
    comes("{\"text\":\"free\",\"code\":17,\"on\":false}", false, 1);
    assertThat(told.standing("m")).isEmpty();
    assertThat(told.recent("m")).extracting(MachineEvent::severity).containsExactly(100, 700);
  }

  @Test
  void anOldOneTheBrokerKeptIsNotToldAgainAndNonsenseHarmsNothing() {
    comes("{\"text\":\"jammed\",\"on\":true}", true, 0);
    assertThat(told.recent("m")).isEmpty();
    comes("no json", false, 1);
    comes("{\"severity\":\"very\"}", false, 2);
    assertThat(told.recent("m")).extracting(MachineEvent::severity).containsExactly(100, 100);
  }
}
