package fucina.gateway.link.mqtt;

import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.MachineLink.Answer;
import fucina.gateway.link.mqtt.JsonPayload.Found;
import fucina.profiles.Command;
import fucina.profiles.CommandAddress.MqttRequest;
import fucina.profiles.CommandAddress.MqttResponse;
import fucina.profiles.Value;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Sends one machine's commands over MQTT and finds their answers again: by the request's id inside
 * the answer, or by MQTT 5's correlation data where the machine gives that back. An answer that
 * comes after its time-out still finds its own command, and never another.
 */
final class MqttCommands {
  /** How long after its time-out an answer is still waited for. */
  private static final Duration LATE = Duration.ofMinutes(10);

  /** So many requests are kept in mind at most. */
  private static final int IN_MIND = 1000;

  private final LinkSettings settings;
  private final Supplier<Optional<MqttConnection>> connection;
  private final Map<String, Pending> pending = new ConcurrentHashMap<>();
  private final AtomicLong count = new AtomicLong();
  private final Set<String> filters = new HashSet<>();

  MqttCommands(LinkSettings settings, Supplier<Optional<MqttConnection>> connection) {
    this.settings = settings;
    this.connection = connection;
    for (Command command : settings.profile().commands()) {
      response(command).ifPresent(response -> filters.add(settings.filled(response.filter())));
    }
  }

  /**
   * A request that waits.
   *
   * @param inTime completes in time, whatever happens
   * @param late completes with an answer that came after that
   */
  private record Pending(
      MqttResponse response, CompletableFuture<Answer> inTime, CompletableFuture<Answer> late) {}

  /** The topics answers come on. */
  Set<String> filters() {
    return filters;
  }

  /** Whether answers come on this topic. */
  boolean answersOn(String topic) {
    return filters.stream().anyMatch(filter -> TopicFilters.matches(filter, topic));
  }

  /** Sends one command; always completes normally. */
  CompletableFuture<Answer> execute(
      Command command, Map<String, Value> arguments, String reference) {
    Optional<MqttConnection> open = connection.get();
    if (!(command.address() instanceof MqttRequest request)) {
      return done(new Answer.NotSent("the profile gives " + command.name() + " no MQTT address"));
    }
    if (open.isEmpty()) {
      return done(new Answer.NotSent("the broker is not connected"));
    }
    // Unique even where a caller gives the same reference to two presses of stop.
    String id = (reference.isBlank() ? "fucina" : reference) + "-" + count.incrementAndGet();
    String payload;
    try {
      payload = RequestText.of(request.payload(), command, arguments, id);
    } catch (IllegalArgumentException e) {
      return done(new Answer.NotSent(String.valueOf(e.getMessage())));
    }
    CompletableFuture<Answer> inTime = new CompletableFuture<>();
    CompletableFuture<Answer> late = new CompletableFuture<>();
    request.response().ifPresent(response -> keep(id, new Pending(response, inTime, late)));
    open.get()
        .ask(outgoing(request, payload, id, command.timeout()))
        .thenAccept(published -> published(published, inTime, request.response().isPresent()));
    return inTime
        .completeOnTimeout(
            new Answer.Unanswered("the machine did not answer in time", late),
            command.timeout().toMillis(),
            TimeUnit.MILLISECONDS)
        .whenComplete((answer, failure) -> forget(id, answer));
  }

  /** A stop is sent however many wait; one that finds no place here only finds no answer. */
  private void keep(String id, Pending request) {
    if (pending.size() < IN_MIND) {
      pending.put(id, request);
    }
  }

  /** Once answered, it is forgotten; else a late answer may come for a while. */
  private void forget(String id, Answer answer) {
    Pending request = pending.get(id);
    if (request == null || !(answer instanceof Answer.Unanswered)) {
      pending.remove(id);
      return;
    }
    request
        .late()
        .orTimeout(LATE.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((any, failure) -> pending.remove(id));
  }

  private Outgoing outgoing(MqttRequest request, String payload, String id, Duration timeout) {
    Optional<Outgoing.Reply> reply =
        request
            .response()
            .map(response -> settings.filled(response.filter()))
            .filter(TopicFilters::exact)
            .map(topic -> new Outgoing.Reply(topic, id));
    return new Outgoing(
        settings.filled(request.topic()),
        payload.getBytes(StandardCharsets.UTF_8),
        request.qos(),
        false,
        expiry(timeout),
        reply);
  }

  /** The broker throws a command away that its machine did not fetch in time. */
  private static long expiry(Duration timeout) {
    return Math.max(1, (timeout.toMillis() + 999) / 1000);
  }

  private static void published(
      Published published, CompletableFuture<Answer> answer, boolean machineAnswers) {
    if (published instanceof Published.Refused refused) {
      answer.complete(new Answer.Rejected(refused.reason()));
    } else if (published instanceof Published.NotSent not) {
      answer.complete(new Answer.NotSent(not.reason()));
    } else if (published instanceof Published.Unsure unsure) {
      answer.complete(new Answer.Unanswered(unsure.reason()));
    } else if (!machineAnswers) {
      answer.complete(new Answer.Accepted("the broker has it; the machine answers nothing"));
    }
  }

  /** An answer came; one of nobody's is passed over. */
  void answered(MqttArrival message) {
    if (message.retained()) {
      return;
    }
    JsonPayload payload = JsonPayload.read(message.payload());
    Optional<Pending> correlated = message.correlation().map(pending::get);
    if (correlated.isPresent()) {
      complete(correlated.get(), payload);
      return;
    }
    for (Pending each : Set.copyOf(pending.values())) {
      payload(payload, each.response().matchPointer())
          .map(pending::get)
          .filter(each::equals)
          .ifPresent(match -> complete(match, payload));
    }
  }

  private static void complete(Pending request, JsonPayload payload) {
    Answer answer = answer(payload, request.response());
    if (!request.inTime().complete(answer)) {
      request.late().complete(answer);
    }
  }

  private static Answer answer(JsonPayload payload, MqttResponse response) {
    if (payload.at(response.errorPointer()) instanceof Found.Something error) {
      return new Answer.Rejected(ErrorWords.of(error.value()));
    }
    if (payload.at(response.okPointer()) instanceof Found.Something ok
        && Boolean.FALSE.equals(ok.value())) {
      return new Answer.Rejected("the machine says no and gives no reason");
    }
    return payload.at(response.okPointer()) instanceof Found.Nothing
        ? new Answer.Unanswered("the machine's answer says neither yes nor no")
        : Answer.Accepted.saying(payload(payload, response.okPointer()).orElse(""));
  }

  private static Optional<String> payload(JsonPayload payload, String pointer) {
    return payload.at(pointer) instanceof Found.Something found
        ? Optional.of(String.valueOf(found.value()))
        : Optional.empty();
  }

  /** The connection is gone: what was sent is sent, and its answer comes late or not at all. */
  void lost() {
    for (Pending each : Set.copyOf(pending.values())) {
      each.inTime()
          .complete(
              new Answer.Unanswered("the broker was lost before the answer came", each.late()));
    }
  }

  private static Optional<MqttResponse> response(Command command) {
    return command.address() instanceof MqttRequest request ? request.response() : Optional.empty();
  }

  private static CompletableFuture<Answer> done(Answer answer) {
    return CompletableFuture.completedFuture(answer);
  }
}
