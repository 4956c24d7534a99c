package fucina.gateway.link.mqtt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which listener wants which topic: exact filters by look-up, the others one by one. Immutable.
 *
 * @param exact listeners by filter without wildcards
 * @param wild the others, with their filter
 */
record Routes(Map<String, List<MqttListener>> exact, List<Wild> wild) {

  record Wild(String filter, MqttListener listener) {}

  static Routes of(List<MqttListener> listeners) {
    Map<String, List<MqttListener>> exact = new HashMap<>();
    List<Wild> wild = new ArrayList<>();
    for (MqttListener listener : listeners) {
      for (String filter : listener.filters()) {
        if (TopicFilters.exact(filter)) {
          exact.computeIfAbsent(filter, any -> new ArrayList<>()).add(listener);
        } else {
          wild.add(new Wild(filter, listener));
        }
      }
    }
    return new Routes(exact, wild);
  }

  /** Everyone who wants a message on this topic, each once. */
  Set<MqttListener> of(String topic) {
    Set<MqttListener> takers = new LinkedHashSet<>(exact.getOrDefault(topic, List.of()));
    for (Wild each : wild) {
      if (TopicFilters.matches(each.filter(), topic)) {
        takers.add(each.listener());
      }
    }
    return takers;
  }
}
