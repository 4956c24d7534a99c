package fucina.profiles;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What sound events and cameras keep to. */
final class EventRules {
  static final List<Rule> ALL =
      List.of(
          EventRules::eventsHaveASource,
          EventRules::eventsKeepToTheirProtocol,
          EventRules::camerasHaveTheirOwnIds,
          EventRules::camerasLeaveTheHostToTheRegistration,
          EventRules::camerasCarryNoLogin);

  private static final List<String> OF_OPC_UA = List.of("eventType", "condition");
  private static final List<String> OF_MQTT = List.of("message", "code", "level", "active");
  private static final Pattern CAMERA =
      Pattern.compile(
          "https?://\\{\\{[A-Z][A-Z0-9_]*}}(:(\\{\\{[A-Z][A-Z0-9_]*}}|\\d{1,5}))?(/.*)?");
  private static final Pattern LOGIN_IN_QUERY =
      Pattern.compile(
          "(?i).*[?&](user(name)?|usr|login|pass(word|wd)?|pwd|token|auth|api_?key|key)=.*");

  private EventRules() {}

  private static void eventsHaveASource(Draft draft, Flaws flaws) {
    if (draft.protocol().isEmpty()) {
      return;
    }
    for (Part event : draft.events().values()) {
      switch (draft.protocol().get()) {
        case OPC_UA -> event.itemsOf("forms").forEach(form -> OpcUaRules.node(form, draft, flaws));
        case MQTT ->
            event.itemsOf("forms").forEach(form -> AddressRules.topic(form, "mqv:filter", flaws));
        case SPARKPLUG ->
            flaws.add(
                event,
                "has no source: Sparkplug knows metrics only; write a signal with alarms instead");
      }
    }
  }

  private static void eventsKeepToTheirProtocol(Draft draft, Flaws flaws) {
    for (Part event : draft.events().values()) {
      Map<String, Part> keys = event.entriesOf("fucina");
      List<String> foreign =
          draft.speaks(Protocol.OPC_UA)
              ? OF_MQTT
              : draft.speaks(Protocol.MQTT) ? OF_OPC_UA : List.of();
      String other = draft.speaks(Protocol.OPC_UA) ? "MQTT" : "OPC UA";
      for (String key : foreign) {
        if (keys.containsKey(key)) {
          flaws.addKey(event, key, "is for " + other + " events; leave it out");
        }
      }
      if (draft.speaks(Protocol.OPC_UA)) {
        event
            .block("fucina")
            .flatMap(block -> block.text("eventType"))
            .flatMap(text -> OpcUaRules.objection(text, draft.namespaces()))
            .ifPresent(reason -> flaws.addKey(event, "eventType", reason));
      }
    }
  }

  private static void camerasHaveTheirOwnIds(Draft draft, Flaws flaws) {
    Set<String> seen = new HashSet<>();
    for (Part camera : draft.cameras()) {
      camera
          .text("id")
          .filter(id -> !seen.add(id))
          .ifPresent(
              id ->
                  flaws.add(camera, "id", id + " stands twice; each camera has an id of its own"));
    }
  }

  private static void camerasLeaveTheHostToTheRegistration(Draft draft, Flaws flaws) {
    for (Part camera : draft.cameras()) {
      camera
          .text("address")
          .filter(address -> !CAMERA.matcher(address).matches())
          .ifPresent(
              address ->
                  flaws.add(
                      camera,
                      "address",
                      "must leave the host to the registration; write e.g."
                          + " \"http://{{CAMERA}}/stream\" with CAMERA in fucina.variables"));
    }
  }

  private static void camerasCarryNoLogin(Draft draft, Flaws flaws) {
    for (Part camera : draft.cameras()) {
      camera
          .text("address")
          .filter(address -> LOGIN_IN_QUERY.matcher(address).matches())
          .ifPresent(
              address ->
                  flaws.add(
                      camera,
                      "address",
                      "carries a login; name one of the machine's registration under login instead"));
    }
  }
}
