package fucina.gateway.link.mqtt;

import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.Notebook;
import fucina.gateway.link.mqtt.JsonPayload.Found;
import fucina.gateway.link.mqtt.TopicCount.Hole;
import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.Intake;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Signal;
import fucina.profiles.SignalAddress.MqttTopic;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says where messages of one machine are missing: what was sent once while nobody listened, what a
 * broker lost together with our session, and what the numbers of its source leave out. Also over a
 * restart of this process. Never throws.
 */
final class MissingMessages {
  private static final Logger LOG = LoggerFactory.getLogger(MissingMessages.class);

  private final String machine;
  private final Notebook notebook;
  private final Intake intake;
  private final InstantSource clock;
  private final Missed missed;
  private final Map<String, Counted> counted = new HashMap<>();
  private volatile boolean once;

  /**
   * A topic whose messages are counted.
   *
   * @param pointer to the number
   * @param own whether its values have times of their own
   * @param signals on it; none for all the machine has
   */
  private record Counted(
      String pointer, boolean own, List<String> signals, TopicCount count, CountMarks marks) {}

  /**
   * Goes on from what an earlier process knew.
   *
   * @param stored time of the newest value stored of the machine
   */
  MissingMessages(
      LinkSettings settings,
      Notebook notebook,
      Optional<Instant> stored,
      Intake intake,
      InstantSource clock) {
    this.machine = settings.machine();
    this.notebook = notebook;
    this.intake = intake;
    this.clock = clock;
    this.once = notebook.read(onceKey()).isPresent();
    this.missed = new Missed(stored, once);
    Map<String, List<Signal>> topics = new HashMap<>();
    for (Signal signal : settings.profile().signals()) {
      if (signal.address() instanceof MqttTopic topic) {
        topics
            .computeIfAbsent(settings.filled(topic.filter()), any -> new ArrayList<>())
            .add(signal);
      }
    }
    topics.forEach((topic, signals) -> count(topic, signals, topics.size() == 1));
  }

  private String onceKey() {
    return "qos0." + machine;
  }

  private void count(String topic, List<Signal> signals, boolean only) {
    List<MqttTopic> places = signals.stream().map(s -> (MqttTopic) s.address()).toList();
    places.stream()
        .flatMap(place -> place.sequence().stream())
        .findFirst()
        .ifPresent(
            pointer -> {
              CountMarks marks = new CountMarks(notebook, machine, topic);
              counted.put(
                  topic,
                  new Counted(
                      pointer,
                      places.stream().allMatch(place -> place.timestamp().isPresent()),
                      only ? List.of() : signals.stream().map(Signal::name).toList(),
                      new TopicCount(marks.read()),
                      marks));
            });
  }

  void away() {
    missed.away();
  }

  void sessionLost() {
    missed.sessionLost();
  }

  /** The number of a message; empty where it is not counted, or says none. */
  Optional<Long> number(MqttArrival message) {
    @Nullable Counted topic = counted.get(message.topic());
    if (topic == null || message.retained()) {
      return Optional.empty();
    }
    return JsonPayload.read(message.payload()).at(topic.pointer()) instanceof Found.Something found
        ? whole(found.value())
        : Optional.empty();
  }

  private static Optional<Long> whole(Object value) {
    try {
      return Optional.of(new BigDecimal(String.valueOf(value)).longValueExact());
    } catch (ArithmeticException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** A message came; to be told before its readings are offered. */
  void heard(MqttArrival message, Optional<Long> number, List<Reading> readings) {
    Instant time =
        readings.stream().map(Reading::time).min(Instant::compareTo).orElseGet(message::time);
    missed
        .heard(message, time)
        .ifPresent(since -> intake.gap(new Gap(machine, "", since, time, Gap.LINK_LOST)));
    if (!message.again() && !once && !message.retained()) {
      once = true;
      remember();
    }
    @Nullable Counted topic = counted.get(message.topic());
    if (topic != null && number.isPresent()) {
      boolean own = topic.own() || message.stamped().isPresent();
      declare(topic, topic.count().heard(number.get(), time, own, clock.instant()));
    }
  }

  private void remember() {
    try {
      notebook.write(onceKey(), "heard");
    } catch (UncheckedIOException e) {
      LOG.warn("what {} loses while the gateway restarts will not be told", machine, e);
    }
  }

  /** The readings of a message are stored, or that they are not is declared. */
  void settled(String topic, Optional<Long> number) {
    @Nullable Counted one = counted.get(topic);
    if (one != null && number.isPresent()) {
      one.count().settled(number.get());
      one.count().news(clock.instant()).ifPresent(one.marks()::write);
    }
  }

  /** Some half second has gone by. */
  void tick() {
    for (Counted topic : counted.values()) {
      declare(topic, topic.count().overdue(clock.instant()));
      topic.count().news(clock.instant()).ifPresent(topic.marks()::write);
    }
  }

  private void declare(Counted topic, List<Hole> holes) {
    List<String> signals = topic.signals().isEmpty() ? List.of("") : topic.signals();
    for (Hole hole : holes) {
      for (String signal : signals) {
        intake.gap(new Gap(machine, signal, hole.from(), hole.to(), Gap.SEQUENCE));
      }
    }
  }
}
