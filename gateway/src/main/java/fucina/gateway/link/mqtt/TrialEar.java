package fucina.gateway.link.mqtt;

import fucina.gateway.link.DeadLetter;
import fucina.gateway.link.DeadLetters;
import fucina.gateway.link.Decoded;
import fucina.gateway.link.LastKnown;
import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.LinkState;
import fucina.gateway.link.Notebook;
import fucina.gateway.link.SignalBoard;
import fucina.gateway.link.Trial;
import fucina.gateway.link.TrialReport;
import fucina.gateway.link.TrialReport.FilterTrial;
import fucina.gateway.link.TrialReport.Got;
import fucina.gateway.link.TrialReport.Outcome;
import fucina.gateway.link.TrialReport.SignalTrial;
import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Signal;
import fucina.profiles.SignalAddress.MqttTopic;
import fucina.profiles.Value;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What a trial heard so far, decoded as the link would; filled by the client's threads. */
final class TrialEar {
  private final LinkSettings settings;
  private final DeadLetters deadLetters;
  private final MqttDecoder decoder;
  private final Predicate<String> ours;
  private final Map<String, Long> messages = new HashMap<>();
  private final Set<String> anothers = new HashSet<>();
  private final Map<String, Reading> readings = new HashMap<>();
  private final Map<String, Boolean> old = new HashMap<>();
  private final Map<String, Duration> latencies = new HashMap<>();
  private long begun = System.nanoTime();

  TrialEar(LinkSettings settings, Notebook notebook, InstantSource clock, Predicate<String> ours) {
    this.settings = settings;
    this.ours = ours;
    this.deadLetters = new DeadLetters(clock);
    this.decoder =
        new MqttDecoder(
            settings,
            new LastKnown(settings.machine()),
            PayloadClock.of(settings.machine(), notebook),
            deadLetters,
            new SignalBoard(settings.profile().signals(), MqttLink.NOTHING_YET));
  }

  /** What is subscribed to. */
  Set<String> filters() {
    return decoder.filters();
  }

  /** Takes a message, unless it is another centre's. */
  synchronized void hear(String filter, MqttArrival message) {
    if (!ours.test(message.topic())) {
      anothers.add(filter);
      return;
    }
    messages.merge(filter, 1L, Long::sum);
    Duration latency = Duration.ofNanos(System.nanoTime() - begun);
    for (Reading reading : decoder.decode(message)) {
      readings.put(reading.signal(), reading);
      old.put(reading.signal(), message.retained());
      latencies.putIfAbsent(reading.signal(), latency);
    }
    notifyAll();
  }

  /** Until the time is up, or every signal has said something new and good. */
  synchronized void listen(Duration time) throws InterruptedException {
    begun = System.nanoTime();
    long until = begun + time.toNanos();
    while (!whole()) {
      long left = (until - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return;
      }
      wait(left);
    }
  }

  private boolean whole() {
    return settings.profile().signals().stream()
        .allMatch(
            signal ->
                Optional.ofNullable(readings.get(signal.name()))
                    .filter(reading -> reading.quality() == Quality.GOOD)
                    .isPresent());
  }

  synchronized TrialReport report(Map<String, String> refused, Duration listening) {
    List<SignalTrial> signals =
        settings.profile().signals().stream()
            .map(signal -> signal(signal, refused, listening))
            .toList();
    List<FilterTrial> filters =
        decoder.filters().stream()
            .map(
                filter ->
                    new FilterTrial(
                        filter,
                        !refused.containsKey(filter),
                        messages.getOrDefault(filter, 0L),
                        refused.getOrDefault(
                            filter, anothers.contains(filter) ? Trial.ANOTHERS : "")))
            .toList();
    long odd = signals.stream().filter(each -> !each.well()).count();
    if (messages.isEmpty()) {
      boolean none = refused.size() == filters.size();
      return none || !anothers.isEmpty()
          ? unheard(
              LinkState.ACCESS_REFUSED,
              none ? "The broker lets our user read none of the machine's topics." : Trial.ANOTHERS,
              signals,
              filters)
          : unheard(
              LinkState.SILENT,
              "The broker is there, but nothing came from the machine within "
                  + listening.toSeconds()
                  + " s: is it switched on, and are the topics right?",
              signals,
              filters);
    }
    return new TrialReport(
        LinkState.ONLINE,
        odd == 0 ? "" : odd + " of " + signals.size() + " signals are not well.",
        Optional.empty(),
        signals,
        filters);
  }

  private static TrialReport unheard(
      LinkState state, String sentence, List<SignalTrial> signals, List<FilterTrial> filters) {
    return new TrialReport(state, sentence, Optional.empty(), signals, filters);
  }

  private SignalTrial signal(Signal signal, Map<String, String> refused, Duration listening) {
    if (!(signal.address() instanceof MqttTopic place)) {
      return none(signal, "", Outcome.MISSING, "The profile gives it no topic.");
    }
    String filter = settings.filled(place.filter());
    String where = filter + (place.pointer().isEmpty() ? "" : " at " + place.pointer());
    Reading reading = readings.get(signal.name());
    Optional<String> fault = fault(signal, filter);
    if (fault.isPresent() && (reading == null || reading.quality() == Quality.BAD)) {
      return none(signal, where, Outcome.WRONG_TYPE, fault.get() + ".");
    }
    if (reading != null) {
      return heard(signal, where, reading);
    }
    if (refused.containsKey(filter)) {
      return none(signal, where, Outcome.REFUSED, refused.getOrDefault(filter, ""));
    }
    if (anothers.contains(filter)) {
      return none(signal, where, Outcome.REFUSED, Trial.ANOTHERS);
    }
    return messages.containsKey(filter)
        ? none(
            signal,
            where,
            Outcome.MISSING,
            "Payloads came on "
                + filter
                + ", but none holds anything at "
                + place.pointer()
                + ": listen to the topic to see what they hold.")
        : none(
            signal,
            where,
            Outcome.SILENT,
            "Nothing came on " + filter + " within " + listening.toSeconds() + " s.");
  }

  /** What was wrong with the newest payload that could not be understood. */
  private Optional<String> fault(Signal signal, String filter) {
    return deadLetters.recent(settings.machine()).stream()
        .filter(letter -> TopicFilters.matches(filter, letter.source()))
        .map(DeadLetter::reason)
        // Said better beside the signal.
        .filter(reason -> !reason.startsWith(MqttDecoder.NOTHING_AT))
        .filter(reason -> reason.startsWith(signal.name() + " ") || !namesAnother(reason))
        .findFirst();
  }

  private boolean namesAnother(String reason) {
    return settings.profile().signals().stream()
        .anyMatch(signal -> reason.startsWith(signal.name() + " "));
  }

  private SignalTrial heard(Signal signal, String where, Reading reading) {
    boolean empty = reading.quality() == Quality.BAD;
    boolean kept = Boolean.TRUE.equals(old.get(signal.name()));
    String detail =
        reading.quality() == Quality.GOOD
            ? ""
            : empty
                ? "The machine says it has no value just now (null)."
                : kept
                    ? "An old value that the broker kept; the machine said nothing new meanwhile."
                    : beyond(reading.value())
                        ? Decoded.ROUNDED
                        : "The profile does not know such a value: outside its limits or its list.";
    return new SignalTrial(
        signal.name(),
        where,
        reading.quality() == Quality.GOOD ? Outcome.WELL : empty ? Outcome.EMPTY : Outcome.DOUBTFUL,
        detail,
        Optional.of(
            new Got(
                empty ? Optional.empty() : Optional.of(reading.value().plain()),
                word(reading.value()),
                signal.unit().map(Signal.Unit::symbol),
                reading.quality(),
                Optional.of(reading.sourceTime()))),
        Optional.ofNullable(latencies.get(signal.name())));
  }

  private static boolean beyond(Value value) {
    return value instanceof Value.Number number && Math.abs(number.value()) >= Decoded.EXACT;
  }

  private static String word(Value value) {
    return value instanceof Value.Number
        ? "number"
        : value instanceof Value.Flag ? "true or false" : "text";
  }

  private static SignalTrial none(Signal signal, String where, Outcome outcome, String detail) {
    return new SignalTrial(
        signal.name(), where, outcome, detail, Optional.empty(), Optional.empty());
  }
}
