package fucina.profiles;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fills the placeholders in the OPC UA nodes of a profile with what a registration gives. */
final class FilledNodes {
  private final Map<String, String> variables;

  FilledNodes(Map<String, String> variables) {
    this.variables = variables;
  }

  /** The same profile, its nodes those of one machine; topics and metrics stay templates. */
  Profile of(Profile profile) {
    return new Profile(
        profile.id(),
        profile.version(),
        profile.title(),
        profile.family(),
        profile.capabilities(),
        profile.standards(),
        profile.protocol(),
        profile.signals().stream().map(this::signal).toList(),
        profile.commands().stream().map(this::command).toList(),
        profile.events().stream().map(this::event).toList(),
        profile.cameras(),
        profile.end(),
        profile.states(),
        profile.variables(),
        profile.offlineAfter(),
        profile.availability(),
        profile.watchdog().map(this::node),
        profile.lock().map(this::node),
        profile.namespaces(),
        profile.source());
  }

  private Signal signal(Signal signal) {
    return signal.address() instanceof SignalAddress.OpcUaNode node
        ? new Signal(
            signal.name(),
            signal.title(),
            signal.type(),
            signal.unit(),
            signal.minimum(),
            signal.maximum(),
            signal.enumeration(),
            signal.texts(),
            signal.role(),
            signal.monitoring(),
            signal.store(),
            signal.alarms(),
            new SignalAddress.OpcUaNode(node(node.node()), node.index(), node.field()))
        : signal;
  }

  private Command command(Command command) {
    return new Command(
        command.name(),
        command.title(),
        command.kind(),
        command.roles(),
        command.arguments(),
        command.consentRequired(),
        command.preconditions(),
        command.confirmation(),
        command.warning(),
        command.timeout(),
        command.statusWords(),
        address(command.address()));
  }

  private CommandAddress address(CommandAddress address) {
    if (address instanceof CommandAddress.OpcUaMethod method) {
      return new CommandAddress.OpcUaMethod(node(method.object()), node(method.method()));
    }
    return address instanceof CommandAddress.OpcUaWrite write
        ? new CommandAddress.OpcUaWrite(node(write.node()), write.value())
        : address;
  }

  private Event event(Event event) {
    if (!(event.source() instanceof Event.Source.OpcUaEvents source)) {
      return event;
    }
    Optional<NodeAddress> type = source.eventType().map(this::node);
    return new Event(
        event.name(),
        event.title(),
        event.severity(),
        new Event.Source.OpcUaEvents(node(source.notifier()), type, source.conditions()));
  }

  private NodeAddress node(NodeAddress node) {
    List<NodeAddress.Step> path =
        node.browsePath().stream()
            .map(step -> new NodeAddress.Step(filled(step.namespace()), filled(step.name())))
            .toList();
    return new NodeAddress(node.nodeId().map(this::filled), path);
  }

  private String filled(String template) {
    String text = template;
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      text = text.replace("{{" + variable.getKey() + "}}", variable.getValue());
    }
    return text;
  }
}
