package fucina.gateway.alarm;

import fucina.profiles.Label;
import fucina.profiles.Value;
import java.time.Instant;
import java.util.Optional;

/**
 * One alarm from its raising on: each time it comes it is another (OPC 10000-9 §5.5, §5.8).
 *
 * @param id its own, never used again
 * @param machine the machine's id
 * @param centre whose machine it was when the alarm came
 * @param source who judged
 * @param condition what of the machine: the rule's id in the profile, or what the machine calls it
 *     (its condition, and the branch where there is one)
 * @param signal the signal judged; empty where the machine raised it
 * @param title what people read; of a machine, what it says
 * @param severity 1 to 1000 (OPC 10000-5 §6.4.2)
 * @param raisedAt when it came, by the values' own time: since then the condition had held as long
 *     as it must
 * @param value the value it was raised on; empty where the machine raised it
 * @param doubt why it is not known whether it still holds; empty where it is known, or it is over
 * @param cleared when it went, and why; empty while it is active
 * @param acknowledgement who has taken note; empty while nobody has
 */
public record Occurrence(
    String id,
    String machine,
    String centre,
    Source source,
    String condition,
    Optional<String> signal,
    Label title,
    int severity,
    Instant raisedAt,
    Optional<Value> value,
    Optional<Doubt> doubt,
    Optional<Cleared> cleared,
    Optional<Acknowledgement> acknowledgement) {

  /** Who judges that there is an alarm. */
  public enum Source {
    /** The gateway, by a rule of the profile. */
    PROFILE,
    /** The machine itself. */
    MACHINE
  }

  /** Where it stands, in one word; what is over may still wait for somebody to take note. */
  public enum State {
    /** It holds, and nobody has taken note. */
    ACTIVE,
    /** It holds, and somebody has taken note. */
    ACKNOWLEDGED,
    /** It holds no more. */
    CLEARED
  }

  /** Why it is not known whether an alarm still holds: it then neither goes nor comes. */
  public enum Doubt {
    /** The machine says of the signal that it cannot be trusted. */
    BAD_QUALITY,
    /** The machine is not heard, or has not spoken since the gateway started. */
    NOT_HEARD
  }

  /** Why an alarm went. */
  public enum Cause {
    /** Its value came back, or the machine says so. */
    BACK_TO_NORMAL,
    /** The machine shows it no longer, though it never said that it went. */
    NO_LONGER_SHOWN,
    /** The machine's profile has no such rule any more. */
    RULE_GONE,
    /** The machine was taken out of the registry. */
    MACHINE_GONE
  }

  /** That it went. */
  public record Cleared(Instant at, Cause cause) {}

  /**
   * That somebody took note.
   *
   * @param person id of the person; empty where it was done at the machine
   * @param note what was found or done, in words; empty where nobody left any
   * @param later who wrote the note, where it came after the acknowledgement
   */
  public record Acknowledgement(
      Optional<String> person, Instant at, String note, Optional<NotedLater> later) {
    public Acknowledgement(Optional<String> person, Instant at, String note) {
      this(person, at, note, Optional.empty());
    }

    private Acknowledgement noted(Acknowledgement by) {
      return note.isEmpty() && !by.note.isEmpty()
          ? new Acknowledgement(
              person, at, by.note, by.person.map(who -> new NotedLater(who, by.at)))
          : this;
    }

    private Acknowledgement asOf(Instant then) {
      return later.filter(added -> added.at().isAfter(then)).isPresent()
          ? new Acknowledgement(person, at, "")
          : this;
    }
  }

  /**
   * A note on what was acknowledged before (AddComment, OPC 10000-9 §5.5.6).
   *
   * @param person id of the person
   */
  public record NotedLater(String person, Instant at) {}

  public boolean active() {
    return cleared.isEmpty();
  }

  /** Whether it is still to be looked at: it holds, or nobody took note (Retain, §5.5.2). */
  public boolean stands() {
    return active() || acknowledgement.isEmpty();
  }

  public State state() {
    if (!active()) {
      return State.CLEARED;
    }
    return acknowledgement.isPresent() ? State.ACKNOWLEDGED : State.ACTIVE;
  }

  /** As it stood at that instant: what came later is left out. */
  public Occurrence asOf(Instant then) {
    return with(
        severity,
        title,
        active() ? doubt : Optional.empty(),
        cleared.filter(gone -> !gone.at().isAfter(then)),
        acknowledgement.filter(noted -> !noted.at().isAfter(then)).map(noted -> noted.asOf(then)));
  }

  Occurrence told(Label message, int now) {
    return with(now, message, doubt, cleared, acknowledgement);
  }

  Occurrence doubted(Optional<Doubt> why) {
    return with(severity, title, why, cleared, acknowledgement);
  }

  /** Over; never before it came, whatever a machine's clock says. */
  Occurrence gone(Instant at, Cause cause) {
    Instant when = at.isBefore(raisedAt) ? raisedAt : at;
    return with(
        severity, title, Optional.empty(), Optional.of(new Cleared(when, cause)), acknowledgement);
  }

  /**
   * Taken note of. Who did first stays; a note that is there stays, and one that is not may come.
   */
  Occurrence noted(Acknowledgement by) {
    return with(
        severity,
        title,
        doubt,
        cleared,
        acknowledgement.map(first -> first.noted(by)).or(() -> Optional.of(by)));
  }

  private Occurrence with(
      int severityNow,
      Label titleNow,
      Optional<Doubt> doubtNow,
      Optional<Cleared> clearedNow,
      Optional<Acknowledgement> acknowledgementNow) {
    return new Occurrence(
        id,
        machine,
        centre,
        source,
        condition,
        signal,
        titleNow,
        severityNow,
        raisedAt,
        value,
        doubtNow,
        clearedNow,
        acknowledgementNow);
  }
}
