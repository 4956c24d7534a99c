package fucina.gateway.link.mqtt;

import fucina.gateway.link.DeadLetters;
import fucina.gateway.link.Decoded;
import fucina.gateway.link.LastKnown;
import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.SignalBoard;
import fucina.gateway.link.mqtt.JsonPayload.Found;
import fucina.gateway.link.mqtt.PayloadClock.When;
import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Signal;
import fucina.profiles.SignalAddress.MqttTopic;
import fucina.profiles.SignalAddress.Timestamp;
import fucina.profiles.Value;
import fucina.profiles.ValueType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Turns payloads into readings of one machine.
 *
 * <p>A reading's time is the stamp its profile names in the payload, or the payload's {@code
 * eventtime}, else the message's arrival at its broker, where that tells it, and with us where not.
 * Only with the arrival here a message the broker sends again after a break counts as a new
 * reading: nothing in it would tell it from one. A value the broker had kept is UNCERTAIN, as
 * nobody knows whether it still holds.
 *
 * <p>A payload that holds none of its topic's signals is a dead letter where the topic carries one
 * signal, and where it carries several until one of them was found: then the topic is known to say
 * now this, now that, as machines do that send only what changed.
 */
final class MqttDecoder {
  /** How the reason begins where a payload holds none of its topic's signals. */
  static final String NOTHING_AT = "the payload holds nothing at ";

  static final int PAYLOAD_AT_MOST = 1024 * 1024;

  /** So many places are named where nothing was. */
  private static final int NAMED = 3;

  private final String machine;
  private final Map<String, List<Source>> byTopic = new LinkedHashMap<>();
  private final LastKnown last;
  private final PayloadClock clock;
  private final DeadLetters deadLetters;
  private final SignalBoard board;
  private final Set<String> understood = ConcurrentHashMap.newKeySet();
  private volatile Set<String> shared = Set.of();

  /** A signal and where it lies. */
  private record Source(Signal signal, MqttTopic topic) {}

  MqttDecoder(
      LinkSettings settings,
      LastKnown last,
      PayloadClock clock,
      DeadLetters deadLetters,
      SignalBoard board) {
    this.machine = settings.machine();
    this.last = last;
    this.clock = clock;
    this.deadLetters = deadLetters;
    this.board = board;
    for (Signal signal : settings.profile().signals()) {
      if (signal.address() instanceof MqttTopic topic) {
        byTopic
            .computeIfAbsent(settings.filled(topic.filter()), any -> new ArrayList<>())
            .add(new Source(signal, topic));
      }
    }
  }

  /** Topics on which more comes than signals: what holds none of these is no dead letter. */
  void shared(Set<String> topics) {
    shared = Set.copyOf(topics);
  }

  /** The topics the signals are on. */
  Set<String> filters() {
    return byTopic.keySet();
  }

  /** The signals on a topic. */
  List<String> signals(String filter) {
    return byTopic.getOrDefault(filter, List.of()).stream().map(s -> s.signal().name()).toList();
  }

  /** The machine is gone: readings that say so of every signal heard of. */
  List<Reading> gone(List<Signal> signals, Instant at) {
    return last.allBad(signals, at);
  }

  /** The readings of a message; none where it cannot be understood. Never throws. */
  List<Reading> decode(MqttArrival message) {
    List<Source> sources = byTopic.getOrDefault(message.topic(), List.of());
    if (sources.isEmpty()) {
      return List.of();
    }
    if (message.payload().length > PAYLOAD_AT_MOST) {
      dead(message, "the payload is too large: larger than " + PAYLOAD_AT_MOST / 1024 + " KiB");
      return List.of();
    }
    JsonPayload payload = JsonPayload.read(message.payload());
    if (!payload.sound() && sources.stream().anyMatch(s -> !s.topic().pointer().isEmpty())) {
      dead(message, payload.flaw());
    }
    List<Reading> readings = new ArrayList<>(sources.size());
    // The signals of a message mostly share its stamp: it is read, and the clock measured, once.
    Map<Optional<Timestamp>, When> stamps = new HashMap<>();
    boolean found = false;
    for (Source source : sources) {
      if (payload.sound() || source.topic().pointer().isEmpty()) {
        found |= !(payload.at(source.topic().pointer()) instanceof Found.Nothing);
        reading(source, payload, message, stamps).ifPresent(readings::add);
      }
    }
    if (found) {
      understood.add(message.topic());
    } else if (payload.sound()) {
      notFound(sources, message);
    }
    return readings;
  }

  private void notFound(List<Source> sources, MqttArrival message) {
    boolean partial = sources.size() > 1 && understood.contains(message.topic());
    if (partial || shared.contains(message.topic())) {
      return;
    }
    String reason =
        NOTHING_AT
            + String.join(
                ", ", sources.stream().limit(NAMED).map(s -> s.topic().pointer()).toList())
            + (sources.size() > NAMED ? " and " + (sources.size() - NAMED) + " more places" : "")
            + ", where the profile looks for "
            + (sources.size() == 1 ? sources.get(0).signal().name() : "its signals");
    dead(message, reason);
    for (Source source : sources) {
      board.flawed(
          source.signal(),
          message.at(),
          "Payloads come on its topic, but hold nothing at " + source.topic().pointer() + ".");
    }
  }

  private When when(Optional<Timestamp> stamp, JsonPayload payload, MqttArrival message) {
    return stamp
        .map(some -> clock.when(some, payload, message))
        .orElseGet(() -> clock.when(payload, message));
  }

  private Optional<Reading> reading(
      Source source,
      JsonPayload payload,
      MqttArrival message,
      Map<Optional<Timestamp>, When> stamps) {
    Found found = payload.at(source.topic().pointer());
    if (found instanceof Found.Nothing) {
      return Optional.empty();
    }
    When when =
        stamps.computeIfAbsent(source.topic().timestamp(), stamp -> when(stamp, payload, message));
    Decoded decoded =
        found instanceof Found.Something something
            ? judge(source, payload, something.value())
            : new Decoded.Absent();
    if (when instanceof When.Senseless senseless) {
      dead(message, senseless.reason());
      return reading(source.signal(), decoded, message, senseless.arrived(), senseless.arrived());
    }
    When.Known known = (When.Known) when;
    return reading(source.signal(), decoded, message, known.source(), known.time());
  }

  private Optional<Reading> reading(
      Signal signal, Decoded decoded, MqttArrival message, Instant source, Instant time) {
    if (decoded instanceof Decoded.Sound sound) {
      Quality quality =
          message.retained() && sound.quality() == Quality.GOOD
              ? Quality.UNCERTAIN
              : sound.quality();
      board.heard(signal, message.at(), quality, message.retained(), sound.doubt());
      return Optional.of(last.reading(signal, source, time, sound.value(), quality));
    }
    if (decoded instanceof Decoded.Flawed flawed) {
      dead(message, flawed.reason());
      board.flawed(signal, message.at(), flawed.reason());
      boolean known = last.last(signal.name()).filter(r -> r.quality() == Quality.BAD).isPresent();
      return known ? Optional.empty() : Optional.of(last.bad(signal, source, time));
    }
    board.flawed(signal, message.at(), "The machine says that it has no value.");
    return Optional.of(last.bad(signal, source, time));
  }

  private static Decoded judge(Source source, JsonPayload payload, Object found) {
    Signal signal = source.signal();
    MqttTopic topic = source.topic();
    if (!topic.values().isEmpty()) {
      return mapped(signal, topic, found);
    }
    boolean whole = topic.pointer().isEmpty();
    Object plain = found;
    if (whole && signal.type() == ValueType.STRING && !(found instanceof String)) {
      plain = payload.text();
    } else if (whole && found instanceof String text && !payload.sound()) {
      plain = BareNumbers.of(text).<Object>map(number -> number).orElse(text);
    }
    return Decoded.of(signal, Optional.of(plain), topic.scale(), topic.offset());
  }

  /** What the profile says that a text means. */
  private static Decoded mapped(Signal signal, MqttTopic topic, Object found) {
    Value value = topic.values().get(String.valueOf(found));
    return value == null
        ? new Decoded.Flawed(
            signal.name()
                + " knows "
                + String.join(", ", topic.values().keySet().stream().sorted().toList())
                + ", but the machine sent \""
                + cut(String.valueOf(found))
                + "\"")
        : Decoded.of(signal, Optional.of(value.plain()), 1);
  }

  private static String cut(String text) {
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }

  private void dead(MqttArrival message, String reason) {
    deadLetters.add(machine, message.topic(), reason, message.payload());
  }
}
