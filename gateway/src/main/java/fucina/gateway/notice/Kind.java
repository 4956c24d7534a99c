package fucina.gateway.notice;

import fucina.scheduler.Scheduler;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What somebody is told of: the actions of the audit that concern people and programs. Any other
 * action is told to nobody.
 */
public enum Kind {
  /** A window waits for approval. */
  REQUESTED("booking.requested"),
  /** A window is theirs. */
  GRANTED("booking.granted"),
  /** A technician approved. */
  APPROVED("booking.approved"),
  /** A technician did not approve. */
  REJECTED("booking.rejected"),
  /** Nobody approved or confirmed in time. */
  EXPIRED("booking.expired"),
  /** Given back, by its holder or by staff. */
  CANCELLED("booking.cancelled"),
  /** Moved or resized. */
  CHANGED("booking.changed"),
  /** Its running window was made longer. */
  EXTENDED("session.extended"),
  /** Upkeep took its place. */
  DISPLACED("booking.displaced"),
  /** Free again for one who waits, if they confirm. */
  OFFERED("booking.offered"),
  /** A session is over and its machine free; for programs only. */
  RELEASED("session.released"),
  /** The same, because nobody came. */
  NO_SHOW("session.released"),
  /** The same, because the gateway was away for the whole window. */
  MISSED("session.released");

  /** With these a booking is told of for the first time; claims of open forms never are. */
  static final List<String> BEGINNINGS =
      List.of(REQUESTED.action, GRANTED.action, OFFERED.action, APPROVED.action);

  private final String action;

  Kind(String action) {
    this.action = action;
  }

  /** As the audit and webhooks name it, e.g. {@code booking.granted}. */
  public String action() {
    return action;
  }

  /**
   * What a line of the audit tells of; empty for what concerns nobody.
   *
   * @param reason as the line says it; may be empty
   */
  static Optional<Kind> of(String action, String reason) {
    if (action.equals(RELEASED.action)) {
      return Optional.of(
          switch (reason) {
            case Scheduler.NO_SHOW -> NO_SHOW;
            case Scheduler.MISSED -> MISSED;
            default -> RELEASED;
          });
    }
    return Arrays.stream(values()).filter(kind -> kind.action.equals(action)).findFirst();
  }

  /** The actions programs may be told of. */
  public static Set<String> actions() {
    return Arrays.stream(values()).map(Kind::action).collect(Collectors.toSet());
  }

  /** What its texts begin with. */
  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it is told to the holder's calendar, too. */
  boolean changesTheCalendar() {
    return this != OFFERED && !action.equals(RELEASED.action);
  }

  /** Whether the window is nobody's afterwards. */
  boolean ends() {
    return switch (this) {
      case REJECTED, EXPIRED, CANCELLED, DISPLACED -> true;
      default -> false;
    };
  }
}
