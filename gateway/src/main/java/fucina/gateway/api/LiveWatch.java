package fucina.gateway.api;

import java.util.List;

/**
 * What a live socket watches of a machine.
 *
 * @param signals names in order; empty for states only
 * @param own which present values may be shown
 */
record LiveWatch(String machine, List<String> signals, OwnWindow own) {
  boolean values() {
    return !signals.isEmpty();
  }
}
