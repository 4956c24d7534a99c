package fucina.gateway.broker;

import java.util.List;

/**
 * Someone who may connect to the embedded broker, and what they reach there.
 *
 * <p>A client id, or a shared subscription's name, that is a user's name or begins with it and a
 * sign that is neither letter nor digit ({@code gateway}, {@code gateway-printer-1}) belongs to
 * that user and is refused to others: whoever could take a client id would take its session.
 *
 * @param name the MQTT user name
 * @param password what they prove it with
 * @param publish where they may publish; a will counts as a publish
 * @param subscribe what they may subscribe to; a filter is granted only if one of these covers all
 *     of it
 */
public record BrokerUser(
    String name, BrokerPassword password, List<TopicFilter> publish, List<TopicFilter> subscribe) {
  public BrokerUser {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a broker user has a name");
    }
    publish = List.copyOf(publish);
    subscribe = List.copyOf(subscribe);
  }

  /** A user who reads and writes every topic: the gateway itself. */
  public static BrokerUser everywhere(String name, BrokerPassword password) {
    return new BrokerUser(name, password, filters("#"), filters("#"));
  }

  /** A user who reads every topic and writes none. */
  public static BrokerUser watching(String name, BrokerPassword password) {
    return new BrokerUser(name, password, List.of(), filters("#"));
  }

  /** A user who reads and writes below one prefix, as {@code printer-1} or {@code sensors}. */
  public static BrokerUser below(String prefix, String name, BrokerPassword password) {
    return new BrokerUser(name, password, filters(prefix + "/#"), filters(prefix + "/#"));
  }

  /**
   * A Sparkplug B edge node, as the specification's own example (3.0, chapter on ACLs): it
   * publishes its births, data and deaths, and reads its commands and the hosts' states.
   */
  public static BrokerUser edgeNode(
      String group, String node, String name, BrokerPassword password) {
    String root = "spBv1.0/" + group;
    return new BrokerUser(
        name,
        password,
        filters(
            root + "/NBIRTH/" + node,
            root + "/NDATA/" + node,
            root + "/NDEATH/" + node,
            root + "/DBIRTH/" + node + "/+",
            root + "/DDATA/" + node + "/+",
            root + "/DDEATH/" + node + "/+"),
        filters(root + "/NCMD/" + node + "/#", root + "/DCMD/" + node + "/#", "spBv1.0/STATE/+"));
  }

  private static List<TopicFilter> filters(String... texts) {
    return List.of(texts).stream().map(TopicFilter::new).toList();
  }

  /** The gateway itself: for it every message is kept until it has it. */
  boolean isEverywhere() {
    return publish.contains(new TopicFilter("#"));
  }

  /** Whether there is a topic to which both may publish; both have wildcards only at the end. */
  boolean sharesTopicsWith(BrokerUser other) {
    return publish.stream()
        .anyMatch(
            mine ->
                other.publish.stream()
                    .anyMatch(theirs -> mine.covers(theirs.text()) || theirs.covers(mine.text())));
  }

  boolean mayPublish(String topic) {
    return publish.stream().anyMatch(filter -> filter.covers(topic));
  }

  boolean maySubscribe(String filter) {
    return subscribe.stream().anyMatch(mine -> mine.covers(filter));
  }

  /** Whether this client id, or shared subscription's name, is mine by its name. */
  boolean owns(String id) {
    return id.equals(name)
        || (id.startsWith(name) && !Character.isLetterOrDigit(id.codePointAt(name.length())));
  }
}
