package fucina.profiles;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What sound OPC UA addresses keep to: nodes by namespace URI, methods with their object. */
final class OpcUaRules {
  static final List<Rule> ALL =
      List.of(
          OpcUaRules::namespacesAreForBrowsePaths,
          OpcUaRules::watchdogAndLockAreNodes,
          OpcUaRules::partsOfValuesAreForOpcUa);

  private OpcUaRules() {}

  /** Notes a form that leads to no node. */
  static void node(Part form, Draft draft, Flaws flaws) {
    Optional<String> href = form.text("href");
    Optional<String> path = form.text("uav:browsePath");
    Optional<String> nodeId = href.flatMap(NodeIds::of);
    nodeId.flatMap(NodeIds::objection).ifPresent(reason -> flaws.add(form, "href", reason));
    path.flatMap(text -> BrowsePaths.objection(text, draft.namespaces()))
        .ifPresent(reason -> flaws.add(form, "uav:browsePath", reason));
    boolean byPath = path.isPresent() && href.filter("/"::equals).isPresent();
    if (href.isPresent() && nodeId.isEmpty() && !byPath) {
      flaws.add(
          form,
          "href",
          "must be \"/?id=\" and a node id, e.g. \"/?id=nsu=urn:maker:machine;s=Axis1\", or \"/\""
              + " beside a uav:browsePath");
    }
    AddressRules.misplaced(
        form,
        Set.of("mqv:filter", "mqv:topic", "mqv:qos", "mqv:retain", "fucina:metric"),
        "OPC UA",
        flaws);
  }

  /** Notes a command that is neither a method with its object nor a write to a variable. */
  static void methodOrWrite(DraftCommand command, Part form, Draft draft, Flaws flaws) {
    node(form, draft, flaws);
    Optional<Part> object = command.part().at("uav:componentOf");
    boolean write = form.at("fucina:write").isPresent();
    boolean path = form.at("uav:browsePath").isPresent();
    if (object.isEmpty() && !write && !path) {
      flaws.add(
          command.part(),
          "uav:componentOf",
          "is missing; write the node id of the object the method is called on, or fucina:write in"
              + " the form of a variable");
    }
    if (object.isPresent() && write) {
      flaws.add(
          form, "fucina:write", "stands beside uav:componentOf; call a method or write a variable");
    }
    object
        .flatMap(Part::asText)
        .flatMap(text -> objection(text, draft.namespaces()))
        .ifPresent(reason -> flaws.add(command.part(), "uav:componentOf", reason));
  }

  /** What is wrong with a text that names a node by its id or its browse path. */
  static Optional<String> objection(String text, Map<String, String> namespaces) {
    return BrowsePaths.isPath(text)
        ? BrowsePaths.objection(text, namespaces)
        : NodeIds.objection(text);
  }

  private static void namespacesAreForBrowsePaths(Draft draft, Flaws flaws) {
    if (draft.protocol().isPresent()
        && !draft.speaks(Protocol.OPC_UA)
        && draft.machine().at("namespaces").isPresent()) {
      flaws.add(draft.machine(), "namespaces", "are for OPC UA browse paths; leave them out");
    }
  }

  private static void watchdogAndLockAreNodes(Draft draft, Flaws flaws) {
    Map<String, String> meant =
        Map.of(
            "watchdog", "a variable of an OPC UA server", "lock", "an object of an OPC UA server");
    meant.forEach(
        (key, what) -> {
          Optional<String> text = draft.machine().text(key);
          if (text.isPresent() && draft.protocol().isPresent()) {
            if (draft.speaks(Protocol.OPC_UA)) {
              objection(text.get(), draft.namespaces())
                  .ifPresent(reason -> flaws.add(draft.machine(), key, reason));
            } else {
              flaws.add(draft.machine(), key, "is " + what + "; leave it out");
            }
          }
        });
  }

  private static void partsOfValuesAreForOpcUa(Draft draft, Flaws flaws) {
    if (draft.protocol().isEmpty() || draft.speaks(Protocol.OPC_UA)) {
      return;
    }
    for (DraftSignal signal : draft.signals().values()) {
      for (String key : List.of("index", "field")) {
        if (signal.key(key).isPresent()) {
          flaws.addKey(signal.part(), key, "is for OPC UA values; leave it out");
        }
      }
    }
  }
}
