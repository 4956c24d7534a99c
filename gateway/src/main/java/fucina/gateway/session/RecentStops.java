package fucina.gateway.session;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The newest stops of all machines in memory, so that one can be followed with no database. */
final class RecentStops {
  private static final int HELD_AT_MOST = 500;

  private final Map<String, CommandRecord> stops =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CommandRecord> eldest) {
          return size() > HELD_AT_MOST;
        }
      };

  /** A stop was pressed. */
  synchronized void pressed(CommandRecord record) {
    stops.put(record.id(), record);
  }

  /** A command took a step; those that are no stops are not held. */
  synchronized void stepped(CommandRecord record) {
    stops.replace(record.id(), record);
  }

  synchronized Optional<CommandRecord> find(String id) {
    return Optional.ofNullable(stops.get(id));
  }
}
