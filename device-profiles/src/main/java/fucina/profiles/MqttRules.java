package fucina.profiles;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What sound MQTT payloads keep to: where the value is, when it was measured, who is gone. */
final class MqttRules {
  static final List<Rule> ALL =
      List.of(
          MqttRules::payloadKeysAreForMqtt,
          MqttRules::scalesNumbers,
          MqttRules::valuesAreOfTheSignal,
          MqttRules::timestampsLieInsideThePayload,
          MqttRules::aTopicIsCountedOnce,
          MqttRules::availabilityIsATopicOfItsOwn);

  private MqttRules() {}

  private static void payloadKeysAreForMqtt(Draft draft, Flaws flaws) {
    if (draft.protocol().isEmpty() || draft.speaks(Protocol.MQTT)) {
      return;
    }
    for (DraftSignal signal : draft.signals().values()) {
      for (String key : List.of("path", "scale", "offset", "values", "timestamp", "sequence")) {
        if (signal.key(key).isPresent()) {
          flaws.addKey(signal.part(), key, "is for MQTT payloads; leave it out");
        }
      }
    }
  }

  private static void scalesNumbers(Draft draft, Flaws flaws) {
    for (DraftSignal signal : draft.signals().values()) {
      boolean text = signal.type().isPresent() && !signal.isNumeric();
      boolean zero =
          signal.key("scale").flatMap(Part::asNumber).filter(scale -> scale == 0).isPresent();
      if (zero || (signal.key("scale").isPresent() && text)) {
        flaws.addKey(signal.part(), "scale", "must be a factor other than 0, of a number");
      }
      if (signal.key("offset").isPresent() && text) {
        flaws.addKey(signal.part(), "offset", "is added to numbers only; leave it out");
      }
    }
  }

  private static void valuesAreOfTheSignal(Draft draft, Flaws flaws) {
    for (DraftSignal signal : draft.signals().values()) {
      Map<String, Part> values = signal.keys().entriesOf("values");
      if (signal.part().block("fucina").isEmpty() || signal.type().isEmpty()) {
        continue;
      }
      for (Part part : values.values()) {
        Optional<Value> plain = part.asValue();
        if (plain.isPresent() && signal.value(plain.get()).isEmpty()) {
          flaws.add(
              part,
              plain.get().plain()
                  + " is no value of "
                  + signal.name()
                  + "; write "
                  + signal.wanted());
        }
      }
      for (String key : List.of("scale", "offset")) {
        if (!values.isEmpty() && signal.key(key).isPresent()) {
          flaws.addKey(signal.part(), key, "stands beside values, which are final; leave it out");
        }
      }
    }
  }

  private static void timestampsLieInsideThePayload(Draft draft, Flaws flaws) {
    for (DraftSignal signal : draft.signals().values()) {
      signal
          .key("timestamp")
          .filter(stamp -> stamp.text("path").filter(String::isEmpty).isPresent())
          .ifPresent(
              stamp ->
                  flaws.add(
                      stamp,
                      "path",
                      "is the whole payload, which is the value; write where the instant stands, e.g."
                          + " /timestamp"));
    }
  }

  /** The signals of a topic share its messages, so there is one count of them. */
  private static void aTopicIsCountedOnce(Draft draft, Flaws flaws) {
    Map<String, String> counts = new HashMap<>();
    for (DraftSignal signal : draft.signals().values()) {
      Optional<String> sequence = signal.keys().text("sequence");
      Optional<String> topic = signal.form().flatMap(form -> form.text("mqv:filter"));
      if (sequence.isEmpty() || topic.isEmpty()) {
        continue;
      }
      if (sequence.get().isEmpty()) {
        flaws.addKey(
            signal.part(),
            "sequence",
            "is the whole payload, which is the value; write where the number stands, e.g. /seq");
        continue;
      }
      String other = counts.putIfAbsent(topic.get(), sequence.get());
      if (other != null && !other.equals(sequence.get())) {
        flaws.addKey(
            signal.part(),
            "sequence",
            "counts the messages of "
                + topic.get()
                + ", which are counted by "
                + other
                + " already; write that, or leave it out");
      }
    }
  }

  private static void availabilityIsATopicOfItsOwn(Draft draft, Flaws flaws) {
    Optional<Part> offline = draft.machine().block("offline");
    if (offline.isEmpty()) {
      return;
    }
    for (String key : List.of("filter", "path", "payload")) {
      if (draft.protocol().isPresent()
          && !draft.speaks(Protocol.MQTT)
          && offline.get().at(key).isPresent()) {
        flaws.add(offline.get(), key, "is for MQTT; leave it out");
      }
    }
    boolean filter = offline.get().at("filter").isPresent();
    boolean payload = offline.get().at("payload").isPresent();
    if (filter && !payload) {
      flaws.add(
          offline.get(), "payload", "is missing; write the text that means gone, e.g. \"offline\"");
    }
    if (!filter && (payload || offline.get().at("path").isPresent())) {
      flaws.add(
          offline.get(),
          "filter",
          "is missing; write the topic the word of it comes on, e.g. \"{{PREFIX}}/status\"");
    }
    offline
        .get()
        .text("filter")
        .flatMap(Topics::objection)
        .ifPresent(reason -> flaws.add(offline.get(), "filter", reason));
  }
}
