package fucina.gateway;

import fucina.gateway.link.DeadLetters;
import fucina.gateway.link.MachineTopics;
import fucina.gateway.registry.Registry;
import java.util.function.BiConsumer;

/**
 * A payload that the gateway's own broker does not take never comes to a link: the machines whose
 * topic it was sent on are told of it here.
 */
record TooLarge(Registry registry, String broker, DeadLetters letters)
    implements BiConsumer<String, Integer> {
  private static final String REASON =
      "the payload is too large: larger than 1024 KiB; the broker does not take it and cut its sender"
          + " off";

  /** Has the gateway's own broker, where it runs one, tell of them. */
  static void told(Foundations on, Registry registry) {
    on.broker()
        .ifPresent(own -> own.onTooLarge(new TooLarge(registry, own.url(), on.deadLetters())));
  }

  @Override
  public void accept(String topic, Integer bytes) {
    registry
        .speakingOn(MachineTopics.broker(broker), topic)
        .forEach(machine -> letters.add(machine.id(), topic, REASON, new byte[0], bytes));
  }
}
