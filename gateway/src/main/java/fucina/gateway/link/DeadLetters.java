package fucina.gateway.link;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What machines sent that could not be understood: the last hundred kinds of each machine (a kind
 * is a source and a reason, so that one topic gone wrong hides no other), and how many there were
 * in all. Thread-safe; never blocks for long, never throws.
 */
public final class DeadLetters {
  private static final int KEPT = 100;
  private static final int EXCERPT = 200;

  private final InstantSource clock;
  private final Map<String, Box> boxes = new ConcurrentHashMap<>();

  /**
   * All there is of one machine.
   *
   * @param count how many there were
   * @param letters the newest of each kind, newest first
   */
  public record Pile(String machine, long count, List<DeadLetter> letters) {}

  public DeadLetters(InstantSource clock) {
    this.clock = clock;
  }

  /** Puts one aside. */
  public void add(String machine, String source, String reason, byte[] payload) {
    add(machine, source, reason, payload, payload.length);
  }

  /**
   * Puts one aside.
   *
   * @param payload its beginning, where there is any
   * @param size of all of it, in bytes
   */
  public void add(String machine, String source, String reason, byte[] payload, int size) {
    DeadLetter letter =
        new DeadLetter(
            machine,
            printable(source),
            printable(reason),
            excerpt(payload),
            size,
            clock.instant(),
            1);
    boxes.computeIfAbsent(machine, any -> new Box()).add(letter);
  }

  /** The newest of each kind of a machine, newest first; at most a hundred. */
  public List<DeadLetter> recent(String machine) {
    Box box = boxes.get(machine);
    return box == null ? List.of() : box.recent();
  }

  /** Puts back what was there before the gateway's last end; before any other of that machine. */
  public void restore(Pile pile) {
    boxes.put(pile.machine(), new Box(pile));
  }

  /** The machines of which more came since this was last asked. */
  public List<Pile> changed() {
    List<Pile> changed = new ArrayList<>();
    boxes.forEach((machine, box) -> box.changed(machine).ifPresent(changed::add));
    return changed;
  }

  /** These could not be kept: they will be told as changed again. */
  public void unkept(String machine) {
    Optional.ofNullable(boxes.get(machine)).ifPresent(Box::touch);
  }

  /** How many a machine has had. */
  public long count(String machine) {
    Box box = boxes.get(machine);
    return box == null ? 0 : box.count();
  }

  private static String excerpt(byte[] payload) {
    int length = Math.min(payload.length, EXCERPT);
    return printable(new String(payload, 0, length, StandardCharsets.UTF_8));
  }

  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "·");
  }

  private static final class Box {
    private final ArrayDeque<DeadLetter> letters = new ArrayDeque<>();
    private long count;
    private boolean changed;

    Box() {}

    Box(Pile pile) {
      count = pile.count();
      letters.addAll(pile.letters());
    }

    synchronized Optional<Pile> changed(String machine) {
      Optional<Pile> pile =
          changed ? Optional.of(new Pile(machine, count, List.copyOf(letters))) : Optional.empty();
      changed = false;
      return pile;
    }

    synchronized void touch() {
      changed = true;
    }

    synchronized void add(DeadLetter letter) {
      count++;
      changed = true;
      letters.addFirst(counted(letter, before(letter)));
      if (letters.size() > KEPT) {
        letters.removeLast();
      }
    }

    /** Takes out the one of the same kind; how many it stood for. */
    private long before(DeadLetter letter) {
      for (Iterator<DeadLetter> each = letters.iterator(); each.hasNext(); ) {
        DeadLetter old = each.next();
        if (old.source().equals(letter.source()) && old.reason().equals(letter.reason())) {
          each.remove();
          return old.times();
        }
      }
      return 0;
    }

    private static DeadLetter counted(DeadLetter letter, long before) {
      return new DeadLetter(
          letter.machine(),
          letter.source(),
          letter.reason(),
          letter.excerpt(),
          letter.size(),
          letter.at(),
          before + 1);
    }

    synchronized List<DeadLetter> recent() {
      return List.copyOf(letters);
    }

    synchronized long count() {
      return count;
    }
  }
}
