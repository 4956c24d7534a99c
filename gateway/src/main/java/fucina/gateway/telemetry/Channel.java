package fucina.gateway.telemetry;

import fucina.gateway.telemetry.LiveHub.Beat;
import fucina.gateway.telemetry.LiveHub.Cell;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The same signals of one machine at the same rate, for all who watch them: looked at as soon as
 * something is new and a period has passed since the last look, and one frame for everybody who is
 * in step. Who cannot be written to stays where it is, at no cost but a place to come back to, and
 * is shown then what everybody else was, thinned out to the newest values and the peaks between.
 */
final class Channel {
  private final Key key;
  private final Feeds feeds;
  private final LiveHub hub;
  private final long period;
  private final AtomicBoolean due = new AtomicBoolean();
  private final List<Member> members = new ArrayList<>();
  private final @Nullable Cell[] cells;
  private Cursor cursor;
  private volatile long lookedAt;

  /** What is watched. */
  record Key(String machine, List<String> signals, int hertz) {}

  Channel(Key key, Feeds feeds) {
    this.key = key;
    this.feeds = feeds;
    this.hub = feeds.hub();
    this.period = 1_000_000_000L / key.hertz();
    this.lookedAt = System.nanoTime() - period;
    this.cells = new Cell[key.signals().size()];
    hub.watch(key.machine());
    this.cursor = move(new Cursor(cells.length, false), List.of());
  }

  Key key() {
    return key;
  }

  /** One who watches; in step with the others while it has no place of its own. */
  static final class Member {
    final Feed feed;
    private @Nullable Cursor own;
    private boolean held;
    private boolean gone;

    /**
     * Somebody who joins.
     *
     * @param held shown nothing until {@link #release}
     */
    Member(Feed feed, boolean held) {
      this.feed = feed;
      this.held = held;
    }

    private boolean ready() {
      return !held && feed.ready();
    }

    synchronized void show(Frame frame) {
      if (!gone) {
        feed.show(frame);
      }
    }

    private synchronized void leave() {
      gone = true;
    }
  }

  /** Somebody begins: their first frame shows all signals. */
  synchronized void join(Member member) {
    Cursor here = new Cursor(cells.length, true);
    copy(move(cursor, List.of()), here);
    member.own = here;
    members.add(member);
    wake();
  }

  private static void copy(Cursor from, Cursor to) {
    System.arraycopy(from.passed, 0, to.passed, 0, from.passed.length);
    System.arraycopy(from.shown, 0, to.shown, 0, from.shown.length);
  }

  /** Somebody comes over from a channel of the same signals, and goes on where they were. */
  synchronized void take(Member member, Channel before) {
    member.own = before.drop(member);
    members.add(member);
    wake();
  }

  private synchronized Cursor drop(Member member) {
    members.remove(member);
    return member.own == null ? cursor : member.own;
  }

  /** Nothing is shown to them after this has returned. */
  void leave(Member member) {
    member.leave();
    drop(member);
  }

  synchronized void release(Member member) {
    member.held = false;
    wake();
  }

  synchronized boolean empty() {
    return members.isEmpty();
  }

  void close() {
    hub.unwatch(key.machine());
  }

  /** Something may be new: looks now, or when the period is over. On any thread, never blocks. */
  void wake() {
    if (due.compareAndSet(false, true)) {
      feeds.after(Math.max(0, lookedAt + period - System.nanoTime()), this::tick);
    }
  }

  /** Shows to all who can be written to what is new to each. */
  private void tick() {
    due.set(false);
    lookedAt = System.nanoTime();
    show();
    if (anybodyBehind()) {
      wake();
    }
  }

  private synchronized boolean anybodyBehind() {
    return members.stream().anyMatch(member -> member.own != null);
  }

  private void show() {
    record Due(Member member, Look look) {}
    List<Due> shown = new ArrayList<>();
    synchronized (this) {
      Map<Cursor, Look> looks = new HashMap<>();
      for (Member member : members) {
        Cursor from = member.own == null ? cursor : member.own;
        boolean ready = member.ready();
        if (ready) {
          shown.add(new Due(member, looks.computeIfAbsent(from, Look::new)));
        }
        member.own = ready ? null : from;
      }
      cursor = move(cursor, looks.values());
    }
    Map<Look, Optional<Frame>> frames = new HashMap<>();
    for (Due each : shown) {
      frames
          .computeIfAbsent(each.look(), look -> look.frame(key.machine()))
          .ifPresent(each.member()::show);
    }
  }

  /** What is new to one member, now; for tests. */
  synchronized Optional<Frame> poll(Member member) {
    Look look = new Look(member.own == null ? cursor : member.own);
    member.own = move(cursor, List.of(look));
    return look.frame(key.machine());
  }

  /** Looks at every signal once, and returns where that leaves off. */
  private Cursor move(Cursor from, Iterable<Look> looks) {
    Cursor to = from.copy();
    for (int i = 0; i < cells.length; i++) {
      Cell cell = cell(i);
      if (cell != null) {
        Beat seen = cell.look(i, looks);
        if (seen.count() != to.passed[i]) {
          to.passed[i] = seen.count();
          to.shown[i] = Peaks.plotted(seen.heard().reading());
        }
      }
    }
    return to;
  }

  /** Looked up until heard for the first time, so that a name never heard costs the hub nothing. */
  private @Nullable Cell cell(int index) {
    Cell cell = cells[index];
    if (cell == null) {
      cell = hub.cell(key.machine(), key.signals().get(index));
      cells[index] = cell;
    }
    return cell;
  }
}
