package fucina.gateway.link;

import fucina.profiles.Command;
import fucina.profiles.CommandAddress;
import fucina.profiles.Event;
import fucina.profiles.NodeAddress;
import fucina.profiles.Profile;
import fucina.profiles.Protocol;
import fucina.profiles.Signal;
import fucina.profiles.SignalAddress;
import java.util.List;
import java.util.stream.Stream;

/** The texts of a profile's addresses in which placeholders may stand. */
final class Templates {
  private Templates() {}

  /** All of them; none is empty in a sound profile. */
  static List<String> of(Profile profile) {
    Stream<String> own =
        profile.protocol() == Protocol.SPARKPLUG
            ? Stream.of("{{GROUP}}", "{{NODE}}", "{{DEVICE}}")
            : Stream.empty();
    return Stream.of(
            own,
            profile.signals().stream().map(Signal::address).flatMap(Templates::signal),
            profile.commands().stream().map(Command::address).flatMap(Templates::command),
            profile.events().stream().map(Event::source).flatMap(Templates::event),
            profile.availability().map(Profile.Availability::filter).stream(),
            profile.watchdog().stream().flatMap(Templates::node),
            profile.lock().stream().flatMap(Templates::node))
        .flatMap(all -> all)
        .filter(text -> !text.isEmpty())
        .toList();
  }

  private static Stream<String> signal(SignalAddress address) {
    if (address instanceof SignalAddress.OpcUaNode at) {
      return node(at.node());
    }
    return Stream.of(
        address instanceof SignalAddress.MqttTopic at
            ? at.filter()
            : ((SignalAddress.SparkplugMetric) address).metric());
  }

  private static Stream<String> command(CommandAddress address) {
    if (address instanceof CommandAddress.OpcUaMethod at) {
      return Stream.concat(node(at.object()), node(at.method()));
    }
    if (address instanceof CommandAddress.OpcUaWrite at) {
      return node(at.node());
    }
    return address instanceof CommandAddress.MqttRequest at
        ? Stream.concat(
            Stream.of(at.topic()), at.response().map(CommandAddress.MqttResponse::filter).stream())
        : Stream.of(((CommandAddress.SparkplugWrite) address).metric());
  }

  private static Stream<String> event(Event.Source source) {
    if (source instanceof Event.Source.OpcUaEvents at) {
      return Stream.concat(node(at.notifier()), at.eventType().stream().flatMap(Templates::node));
    }
    return source instanceof Event.Source.MqttEvents at ? Stream.of(at.filter()) : Stream.empty();
  }

  private static Stream<String> node(NodeAddress node) {
    return Stream.concat(
        node.nodeId().stream(),
        node.browsePath().stream().flatMap(step -> Stream.of(step.namespace(), step.name())));
  }
}
