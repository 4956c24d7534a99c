package fucina.gateway.alarm;

import fucina.gateway.alarm.Occurrence.Doubt;
import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Alarm;
import fucina.profiles.Value;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One rule of one machine, judged reading by reading. Not safe for several threads.
 *
 * <p>Time is the values' own, and none lies beyond now, so that a machine whose clock is ahead
 * cannot silence its alarms. A reading older than the last one judged says nothing. One of bad
 * quality, or that is no number where one is wanted, neither raises nor clears: it is as if it had
 * not come, but that until the next good one the rule is in doubt. Uncertain values count: they are
 * less exact, not wrong (OPC 10000-4 §7.39).
 *
 * <p>A machine that reports changes only says nothing while a value holds. So a delay also ends by
 * our own clock ({@link #look}), as long as the machine is heard and its last value was good.
 */
final class RuleWatch {
  private final Alarm rule;
  private boolean active;

  /** Since when the condition holds, by the values' time; null while it does not. */
  private @Nullable Instant since;

  /** Since when it has held without doubt, by our clock. */
  private Instant undoubted = Instant.MIN;

  private Instant last = Instant.MIN;
  private @Nullable Value value;
  private boolean bad;

  /** The doubt there was when it was last asked for. */
  private Optional<Doubt> said;

  /**
   * @param active whether the alarm stands from before
   */
  RuleWatch(Alarm rule, boolean active) {
    this.rule = rule;
    this.active = active;
    this.said = active ? Optional.of(Doubt.NOT_HEARD) : Optional.empty();
  }

  /** What a reading, or time alone, changed. */
  sealed interface Verdict {
    /** It came: the condition has held as long as it must. */
    record Raised(Instant at, Value value) implements Verdict {}

    /** It went. */
    record Cleared(Instant at) implements Verdict {}
  }

  Alarm rule() {
    return rule;
  }

  /** Judges one more reading of the rule's signal. */
  Optional<Verdict> judge(Reading reading, Instant now) {
    Instant at = reading.time().isAfter(now) ? now : reading.time();
    if (at.isBefore(last)) {
      return Optional.empty();
    }
    last = at;
    bad = !usable(reading);
    if (bad) {
      return Optional.empty();
    }
    value = reading.value();
    boolean holds = rule.holds(reading.value(), active);
    if (active) {
      return holds ? Optional.empty() : Optional.of(clear(at));
    }
    if (!holds) {
      since = null;
      return Optional.empty();
    }
    if (since == null) {
      since = at;
      undoubted = now;
    }
    return raisedBy(at);
  }

  /**
   * Judges that time has passed.
   *
   * @param heard whether the machine is heard now
   */
  Optional<Verdict> look(Instant now, boolean heard) {
    if (active || since == null) {
      return Optional.empty();
    }
    if (bad || !heard) {
      undoubted = now;
      return Optional.empty();
    }
    return now.isBefore(undoubted.plus(rule.delay()))
        ? Optional.empty()
        : raisedBy(since.plus(rule.delay()));
  }

  /** Why it is not known now whether an active alarm still holds; empty where it is. */
  Optional<Doubt> doubt(boolean heard) {
    if (!heard || last.equals(Instant.MIN)) {
      return Optional.of(Doubt.NOT_HEARD);
    }
    return bad ? Optional.of(Doubt.BAD_QUALITY) : Optional.empty();
  }

  /** Whether the doubt about an active alarm is another than when this was last asked. */
  boolean doubtChanged(boolean heard) {
    if (!active) {
      return false;
    }
    Optional<Doubt> before = said;
    said = doubt(heard);
    return !said.equals(before);
  }

  private Optional<Verdict> raisedBy(Instant at) {
    if (since == null || value == null) {
      return Optional.empty();
    }
    Instant due = since.plus(rule.delay());
    if (at.isBefore(due)) {
      return Optional.empty();
    }
    active = true;
    since = null;
    said = Optional.empty();
    return Optional.of(new Verdict.Raised(due, value));
  }

  private Verdict clear(Instant at) {
    active = false;
    since = null;
    return new Verdict.Cleared(at);
  }

  private boolean usable(Reading reading) {
    return reading.quality() != Quality.BAD
        && !(reading.value() instanceof Value.Number number && Double.isNaN(number.value()));
  }
}
