package fucina.gateway.session;

import fucina.gateway.link.LinkState;
import fucina.gateway.link.LockHold;
import fucina.gateway.registry.Machine;
import fucina.profiles.AllowLists;
import fucina.profiles.Command;
import fucina.profiles.End;
import fucina.profiles.Profile;
import fucina.profiles.Value;
import fucina.scheduler.Lease;
import fucina.scheduler.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What must hold at the moment a command is sent: every condition one small function, all of them
 * asked, none left out of the answer. A stop is asked none of these.
 */
final class CommandConditions {
  /**
   * How long a desk counts as attended after it last said so; clients say so every 2 s at least.
   */
  static final Duration PRESENCE = Duration.ofSeconds(3);

  /** How many approved values a refusal names. */
  private static final int SHOWN = 20;

  private static final List<Function<Moment, Stream<Refusal>>> ALL =
      List.of(
          CommandConditions::window,
          CommandConditions::operator,
          CommandConditions::consent,
          CommandConditions::inService,
          CommandConditions::role,
          CommandConditions::allowList,
          CommandConditions::lock,
          CommandConditions::busy,
          CommandConditions::machineOnline,
          CommandConditions::presence,
          Preconditions::broken);

  private CommandConditions() {}

  /**
   * The moment of sending.
   *
   * @param now by the gateway's own clock
   * @param session the session as it stands
   * @param lease the lease in force; empty where the window is not open
   * @param person who asks
   * @param profile the machine's profile
   * @param command what is asked
   * @param arguments with what, by name
   * @param present when the operator's desk last said it was attended; empty if never
   * @param underWay the session's motion whose end is not known yet, the command asked left aside
   */
  record Moment(
      Instant now,
      Session session,
      Optional<Lease> lease,
      String person,
      Profile profile,
      Command command,
      Map<String, Value> arguments,
      Optional<Instant> present,
      Optional<CommandRecord> underWay,
      Floor floor) {}

  static List<Refusal> broken(Moment moment) {
    return ALL.stream().flatMap(condition -> condition.apply(moment)).toList();
  }

  private static Stream<Refusal> window(Moment m) {
    boolean open =
        m.session.state() == Session.State.ACTIVE
            && m.lease
                .filter(lease -> lease.live(m.now) && lease.fencing() == m.session.fencing())
                .isPresent();
    return open
        ? Stream.empty()
        : refused(
            "window",
            m.session.window().from() + " to " + m.session.window().to(),
            m.now.toString(),
            "The booked window is not open, or control has ended: commands are taken only inside it.");
  }

  private static Stream<Refusal> operator(Moment m) {
    return m.session.operator().filter(m.person::equals).isPresent()
        ? Stream.empty()
        : refused(
            "operator",
            m.session.operator().orElse("nobody"),
            m.person,
            "Another person has control of this session; ask for it to be handed over.");
  }

  private static Stream<Refusal> consent(Moment m) {
    return !m.command.consentRequired() || m.session.consent().isPresent()
        ? Stream.empty()
        : refused(
            "consent",
            "a technician's consent to this session",
            "none",
            "The technician on site has not consented to remote motion in this session.");
  }

  /** A machine somebody found a fault in, or took out for upkeep, moves no more from afar. */
  private static Stream<Refusal> inService(Moment m) {
    Optional<Machine> out =
        m.floor.machine(m.session.machine()).filter(machine -> !machine.inService());
    return m.command.kind() != Command.Kind.MOTION || out.isEmpty()
        ? Stream.empty()
        : refused(
            "out-of-service",
            "a machine in service",
            out.get().serviceNote().isEmpty() ? "out of service" : out.get().serviceNote(),
            "The machine is out of service and takes no motion; its technician knows.");
  }

  /** Who has control works the machine as its operator; what is a technician's is done on site. */
  private static Stream<Refusal> role(Moment m) {
    return m.command.kind() == Command.Kind.STOP
            || m.command.roles().isEmpty()
            || m.command.roles().contains(Command.Role.OPERATOR)
        ? Stream.empty()
        : refused(
            "role",
            "a technician",
            "the operator",
            "The profile leaves " + m.command.name() + " to technicians.");
  }

  /** A program, a file and the like is what a technician approved on this very machine. */
  private static Stream<Refusal> allowList(Moment m) {
    AllowLists lists =
        m.floor.machine(m.session.machine()).map(Machine::allowLists).orElse(AllowLists.NONE);
    return lists.notAllowed(m.command, m.arguments).stream()
        .map(argument -> notAllowed(m, argument, lists.of(m.command, argument)));
  }

  private static Refusal notAllowed(Moment m, Command.Argument argument, List<Value> allowed) {
    String list = m.command.allowListKey(argument);
    return new Refusal(
        "allow-list",
        allowed.isEmpty() ? "nothing is approved yet" : "one of " + some(allowed),
        Optional.ofNullable(m.arguments.get(argument.name()))
            .map(value -> value.plain().toString())
            .orElse("nothing"),
        allowed.isEmpty()
            ? "Nothing is approved on this machine yet: a technician must first list in its"
                + " registration what "
                + list
                + " may be."
            : "A technician must approve it first: it is not on this machine's list of what "
                + list
                + " may be.");
  }

  private static String some(List<Value> values) {
    String first =
        String.join(
            ", ", values.stream().limit(SHOWN).map(value -> value.plain().toString()).toList());
    return values.size() > SHOWN ? first + " and " + (values.size() - SHOWN) + " more" : first;
  }

  /** A machine that has a lock (OPC 10000-100 §7) is moved only by the session that holds it. */
  private static Stream<Refusal> lock(Moment m) {
    if (m.command.kind() != Command.Kind.MOTION || m.profile.lock().isEmpty()) {
      return Stream.empty();
    }
    LockHold hold = m.floor.lock(m.session.machine());
    if (hold instanceof LockHold.Ours ours && m.now.isBefore(ours.until())) {
      return Stream.empty();
    }
    String held = "the machine's lock held by this session";
    if (hold instanceof LockHold.Others other) {
      String who = other.client() + (other.user().isEmpty() ? "" : ", user " + other.user());
      return refused(
          "lock",
          held,
          "held by " + who,
          "Another client holds the machine's lock: " + who + "; it must give it back first.");
    }
    return refused(
        "lock",
        held,
        "not held",
        "This session does not hold the machine's lock yet"
            + (hold instanceof LockHold.Wanted wanted ? " (" + wanted.detail() + ")" : "")
            + "; it is asked for again and again.");
  }

  /** One motion after the other: what the first did is known before the next is sent. */
  private static Stream<Refusal> busy(Moment m) {
    return m.command.kind() != Command.Kind.MOTION || m.underWay.isEmpty()
        ? Stream.empty()
        : refused(
            "busy",
            "one motion at a time",
            m.underWay.get().command() + " is under way, command " + m.underWay.get().id(),
            "Wait until it is confirmed or has failed, or press stop.");
  }

  private static Stream<Refusal> machineOnline(Moment m) {
    var link = m.floor.link(m.session.machine());
    return link.state() == LinkState.ONLINE
        ? Stream.empty()
        : refused(
            "machine-offline",
            LinkState.ONLINE.name().toLowerCase(java.util.Locale.ROOT),
            link.state().name().toLowerCase(java.util.Locale.ROOT),
            "The machine cannot be reached now; commands are never kept for later.");
  }

  private static Stream<Refusal> presence(Moment m) {
    boolean asked =
        m.command.kind() == Command.Kind.MOTION
            && m.profile.end().filter(end -> end.attended() == End.Attended.ALWAYS).isPresent();
    boolean there = m.present.filter(at -> !at.plus(PRESENCE).isBefore(m.now)).isPresent();
    return !asked || there
        ? Stream.empty()
        : refused(
            "presence",
            PRESENCE.toMillis() + " ms",
            m.present.map(at -> Duration.between(at, m.now).toMillis() + " ms").orElse("never"),
            "This machine must be attended: keep the session's page open in front of you.");
  }

  static Stream<Refusal> refused(String rule, String limit, String actual, String detail) {
    return Stream.of(new Refusal(rule, limit, actual, detail));
  }
}
