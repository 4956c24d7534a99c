package fucina.simulators.machine;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A machine's own account of what it was made to do. Not safe for several threads. */
public final class Journal {
  private static final int KEPT = 200;

  private final Deque<Deed> deeds = new ArrayDeque<>();

  /** Adds what was done. */
  public void note(Instant at, String what) {
    deeds.addLast(new Deed(at, what));
    if (deeds.size() > KEPT) {
      deeds.removeFirst();
    }
  }

  /** Oldest first. */
  public List<Deed> deeds() {
    return List.copyOf(deeds);
  }
}
