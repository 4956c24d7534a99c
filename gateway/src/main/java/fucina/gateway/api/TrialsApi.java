package fucina.gateway.api;

import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.MachineTopics;
import fucina.gateway.link.TopicWatch;
import fucina.gateway.link.TopicWatch.Heard;
import fucina.gateway.link.TopicWatch.Pointer;
import fucina.gateway.link.TopicWatch.Topic;
import fucina.gateway.link.Trial;
import fucina.gateway.link.TrialReport;
import fucina.gateway.link.TrialReport.FilterTrial;
import fucina.gateway.link.TrialReport.Got;
import fucina.gateway.link.TrialReport.SignalTrial;
import fucina.gateway.registry.Machine;
import fucina.profiles.Protocol;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Machines tried out: connected to, every signal read or heard, topics listened to. */
final class TrialsApi implements Resource {
  private final Map<Protocol, Trial> trials;
  private final TopicWatch watch;
  private final TrialDesk desk;
  private final OwnMachines machines;

  TrialsApi(Parts parts, TrialDesk desk) {
    this.trials = parts.bench().trials();
    this.watch = parts.bench().watch();
    this.desk = desk;
    this.machines = new OwnMachines(parts.lab().registry());
  }

  @Override
  public Map<String, Door.Work> works() {
    return Map.of(
        "testMachine", this::machine,
        "testConnection", call -> desk.of(call, Optional.empty(), call.body(), test(call)),
        "listenTopics", this::listen);
  }

  private Future<Answer> machine(Call call) {
    return machines.kept(
        call, machine -> desk.of(call, Optional.of(machine.id()), call.body(), test(call)));
  }

  private TrialDesk.Work test(Call call) {
    Duration listening = Duration.ofSeconds(call.body().getInteger("seconds", 5));
    boolean next = call.body().getString("certificate", "current").equals("next");
    return settings -> {
      long begun = System.nanoTime();
      TrialReport report = trial(settings).run(settings, listening, next, ours(call, settings));
      return Answer.ok(
          report(report).put("tookMs", Duration.ofNanos(System.nanoTime() - begun).toMillis()));
    };
  }

  private Trial trial(LinkSettings settings) {
    return Optional.ofNullable(trials.get(settings.profile().protocol()))
        .orElseThrow(() -> new IllegalStateException("no trial speaks this protocol"));
  }

  private Future<Answer> listen(Call call) {
    String filter = call.body().getString("filter");
    Optional<String> objection = TopicWatch.objection(filter);
    if (objection.isPresent()) {
      return Future.succeededFuture(Problem.unprocessable("filter", objection.get()));
    }
    int seconds = call.body().getInteger("seconds", 5);
    return desk.ofBody(
        call,
        settings -> {
          if (settings.profile().protocol() == Protocol.OPC_UA) {
            return Problem.unprocessable(
                "connection.endpoint", "is no broker; write mqtt://host:1883 or mqtts://host:8883");
          }
          Heard heard = watch.listen(settings, filter, Duration.ofSeconds(seconds));
          Predicate<String> ours = ours(call, settings);
          JsonArray topics = new JsonArray();
          long messages = heard.messages();
          int withheld = 0;
          for (Topic topic : heard.topics()) {
            if (ours.test(topic.topic())) {
              topics.add(topic(topic));
            } else {
              messages -= topic.count();
              withheld++;
            }
          }
          return Answer.ok(
              new JsonObject()
                  .put("filter", filter)
                  .put("seconds", seconds)
                  .put("messages", messages)
                  .put("complete", heard.complete())
                  .put("withheld", withheld)
                  .put("items", topics));
        });
  }

  /**
   * What a machine of another centre says is not for this one; what is nobody's yet is for all.
   * Looks the broker's name up, so it may wait; each topic is sought in the registry once.
   */
  private Predicate<String> ours(Call call, LinkSettings settings) {
    if (settings.profile().protocol() == Protocol.OPC_UA) {
      return any -> true;
    }
    String broker = MachineTopics.brokerLookedUp(settings.endpoint());
    Map<String, Boolean> known = new ConcurrentHashMap<>();
    return topic -> known.computeIfAbsent(topic, asked -> shown(call, broker, asked));
  }

  private boolean shown(Call call, String broker, String topic) {
    List<Machine> speaking = machines.registry().speakingOn(broker, topic);
    return speaking.isEmpty()
        || speaking.stream().anyMatch(machine -> call.actor().staffOf(machine.centre()));
  }

  private static JsonObject report(TrialReport report) {
    JsonArray signals = new JsonArray();
    report.signals().forEach(signal -> signals.add(signal(signal)));
    JsonArray filters = new JsonArray();
    report.filters().forEach(filter -> filters.add(filter(filter)));
    return new JsonObject()
        .put("ok", report.well())
        .put("state", Shapes.word(report.state()))
        .put("detail", report.detail())
        .put("certificate", report.untrusted().orElse(null))
        .put("signals", signals)
        .put("filters", filters);
  }

  private static JsonObject signal(SignalTrial signal) {
    Optional<Got> got = signal.got();
    return new JsonObject()
        .put("signal", signal.signal())
        .put("place", signal.place())
        .put("outcome", Shapes.word(signal.outcome()))
        .put("detail", signal.detail())
        .put("value", got.flatMap(Got::value).map(TrialsApi::plain).orElse(null))
        .put("type", got.map(Got::type).orElse(null))
        .put("unit", got.flatMap(Got::unit).orElse(null))
        .put("quality", got.map(Got::quality).map(Shapes::word).orElse(null))
        .put("at", Shapes.instant(got.flatMap(Got::at)))
        .put("latencyMs", signal.latency().map(Duration::toMillis).orElse(null));
  }

  private static JsonObject filter(FilterTrial filter) {
    return new JsonObject()
        .put("filter", filter.filter())
        .put("granted", filter.granted())
        .put("messages", filter.messages())
        .put("detail", filter.detail());
  }

  private static JsonObject topic(Topic topic) {
    JsonArray pointers = new JsonArray();
    topic.pointers().forEach(pointer -> pointers.add(pointer(pointer)));
    return new JsonObject()
        .put("topic", topic.topic())
        .put("count", topic.count())
        .put("retained", topic.retained())
        .put("bytes", topic.bytes())
        .put("kind", topic.kind())
        .put("sample", topic.sample())
        .put("cut", topic.cut())
        .put("pointers", pointers)
        .put("at", Shapes.instant(topic.at()));
  }

  private static JsonObject pointer(Pointer pointer) {
    return new JsonObject()
        .put("pointer", pointer.pointer())
        .put("type", type(pointer.value()))
        .put("value", pointer.value().map(TrialsApi::plain).orElse(null));
  }

  private static String type(Optional<Object> value) {
    Object plain = value.orElse("");
    return plain instanceof Boolean
        ? "boolean"
        : plain instanceof Integer || plain instanceof Long
            ? "integer"
            : plain instanceof Number ? "number" : "string";
  }

  /** A value as JSON knows it; null for a number that JSON has no word for. */
  static @Nullable Object plain(Object value) {
    if (value instanceof Number number) {
      boolean whole =
          number instanceof Long
              || number instanceof Integer
              || number instanceof Short
              || number instanceof Byte;
      return whole
          ? (Object) number.longValue()
          : Double.isFinite(number.doubleValue()) ? (Object) number.doubleValue() : null;
    }
    return value instanceof Boolean ? value : value.toString();
  }
}
