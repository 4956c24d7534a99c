package fucina.gateway.telemetry;

import java.util.List;

/**
 * What one watcher is shown of one machine at one time.
 *
 * @param machine the machine's id
 * @param entries of every subscribed signal that changed since the last frame, the newest value;
 *     before it, in the order of time, the smallest and the greatest between the two frames where
 *     they went beyond what both show, so that no peak is lost
 * @param missed how many values were conflated away since the last frame: received, committed, but
 *     not among the entries
 */
public record Frame(String machine, List<Entry> entries, long missed) {
  public Frame {
    entries = List.copyOf(entries);
  }

  /**
   * One value of a signal.
   *
   * @param signal index of the signal in the list that was subscribed
   * @param reading the value
   */
  public record Entry(int signal, Reading reading) {}
}
