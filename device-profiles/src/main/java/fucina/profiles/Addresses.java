package fucina.profiles;

import io.vertx.core.json.Json;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Builds the addresses of a draft that no rule objected to. */
final class Addresses {
  private final Map<String, String> namespaces;
  private final Protocol protocol;

  Addresses(Draft draft) {
    this.namespaces = draft.namespaces();
    this.protocol = draft.protocol().orElseThrow();
  }

  /** Where a signal lives. */
  SignalAddress signal(DraftSignal signal, Part keys) {
    Part form = signal.form().orElseThrow();
    return switch (protocol) {
      case OPC_UA ->
          new SignalAddress.OpcUaNode(
              node(form),
              keys.whole("index"),
              keys.text("field").map(path -> Arrays.asList(path.split("\\."))).orElse(List.of()));
      case MQTT -> topic(signal, form, keys);
      case SPARKPLUG -> new SignalAddress.SparkplugMetric(form.text("fucina:metric").orElseThrow());
    };
  }

  private static SignalAddress topic(DraftSignal signal, Part form, Part keys) {
    Map<String, Value> values = new LinkedHashMap<>();
    keys.entriesOf("values")
        .forEach(
            (text, value) ->
                values.put(text, value.asValue().flatMap(signal::value).orElseThrow()));
    return new SignalAddress.MqttTopic(
        form.text("mqv:filter").orElseThrow(),
        keys.text("path").orElse(""),
        keys.number("scale").orElse(1.0),
        keys.number("offset").orElse(0.0),
        keys.block("timestamp").map(Addresses::timestamp),
        values,
        keys.text("sequence"));
  }

  private static SignalAddress.Timestamp timestamp(Part part) {
    return new SignalAddress.Timestamp(
        part.text("path").orElseThrow(),
        SignalAddress.TimeUnit.valueOf(part.text("unit").orElseThrow().toUpperCase(Locale.ROOT)));
  }

  /** Where and how a command is sent. */
  CommandAddress command(DraftCommand command, Part keys) {
    Part form = command.form().orElseThrow();
    Optional<Part> write = form.block("fucina:write");
    Optional<Value> fixed = write.flatMap(part -> part.at("value")).flatMap(Part::asValue);
    return switch (protocol) {
      case OPC_UA ->
          write.isPresent()
              ? new CommandAddress.OpcUaWrite(node(form), fixed)
              : method(command.part(), node(form));
      case MQTT -> request(form, keys);
      case SPARKPLUG ->
          new CommandAddress.SparkplugWrite(form.text("fucina:metric").orElseThrow(), fixed);
    };
  }

  /** A method's object is named, or is the step above it on its browse path. */
  private CommandAddress method(Part command, NodeAddress method) {
    NodeAddress object =
        command.text("uav:componentOf").map(this::node).or(method::parent).orElseThrow();
    return new CommandAddress.OpcUaMethod(object, method);
  }

  private static CommandAddress request(Part form, Part keys) {
    Part payload = keys.block("request").flatMap(request -> request.at("payload")).orElseThrow();
    Optional<CommandAddress.MqttResponse> response =
        keys.block("response")
            .map(
                part ->
                    new CommandAddress.MqttResponse(
                        part.text("filter").orElseThrow(),
                        part.text("match").orElseThrow(),
                        part.text("ok").orElseThrow(),
                        part.text("error").orElseThrow()));
    return new CommandAddress.MqttRequest(
        form.text("mqv:topic").orElseThrow(),
        form.text("mqv:qos").map(Integer::valueOf).orElse(1),
        Json.encode(Shape.json(payload)),
        response);
  }

  /** Where events come from. */
  Event.Source event(Part event) {
    Part form = event.itemsOf("forms").get(0);
    Part keys = event.block("fucina").orElse(event);
    return protocol == Protocol.OPC_UA
        ? new Event.Source.OpcUaEvents(
            node(form), keys.text("eventType").map(this::node), keys.isTrue("condition"))
        : new Event.Source.MqttEvents(
            form.text("mqv:filter").orElseThrow(),
            keys.text("message").orElse(""),
            keys.text("code"),
            keys.text("level"),
            keys.text("active"));
  }

  /** The node of a form: by its {@code href}, its browse path, or both. */
  private NodeAddress node(Part form) {
    return new NodeAddress(
        form.text("href").flatMap(NodeIds::of),
        form.text("uav:browsePath")
            .map(path -> BrowsePaths.steps(path, namespaces))
            .orElse(List.of()));
  }

  /** The node a text names: a browse path begins with a slash, a node id does not. */
  NodeAddress node(String text) {
    return BrowsePaths.isPath(text)
        ? new NodeAddress(Optional.empty(), BrowsePaths.steps(text, namespaces))
        : NodeAddress.byId(text);
  }
}
