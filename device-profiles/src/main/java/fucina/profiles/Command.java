package fucina.profiles;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One thing a machine can be asked to do (a WoT action).
 *
 * @param name unique in its profile, e.g. {@code start}
 * @param title what people read
 * @param kind its class, which decides what must hold before it is sent
 * @param roles who may give it; a stop is everybody's
 * @param arguments what it takes, in the order the machine wants them
 * @param consentRequired whether a technician must have consented to this session; always true for
 *     motion, never for stop
 * @param preconditions measured states that must be true, and fresh, at the moment of sending
 * @param confirmation the measured state that proves it happened; empty where the machine's answer
 *     is all there is
 * @param warning what warns the people in the room before it is sent; empty where nothing does
 * @param timeout how long to wait for the machine's answer
 * @param statusWords the machine's numeric results in words; 0 is success
 * @param address where and how to send it
 */
public record Command(
    String name,
    Label title,
    Kind kind,
    Set<Role> roles,
    List<Argument> arguments,
    boolean consentRequired,
    List<Precondition> preconditions,
    Optional<Confirmation> confirmation,
    Optional<Warning> warning,
    Duration timeout,
    Map<Integer, String> statusWords,
    CommandAddress address) {

  public Command {
    roles = Set.copyOf(roles);
    arguments = List.copyOf(arguments);
    preconditions = List.copyOf(preconditions);
    statusWords = Map.copyOf(statusWords);
    if (kind == Kind.STOP && consentRequired) {
      throw new IllegalArgumentException("a stop never asks for consent");
    }
    if (kind == Kind.MOTION && !consentRequired) {
      throw new IllegalArgumentException("motion always asks for consent");
    }
  }

  /** A command that everybody with control may give, and that nothing warns of. */
  public Command(
      String name,
      Label title,
      Kind kind,
      List<Argument> arguments,
      boolean consentRequired,
      List<Precondition> preconditions,
      Optional<Confirmation> confirmation,
      Duration timeout,
      Map<Integer, String> statusWords,
      CommandAddress address) {
    this(
        name,
        title,
        kind,
        Role.ALL,
        arguments,
        consentRequired,
        preconditions,
        confirmation,
        Optional.empty(),
        timeout,
        statusWords,
        address);
  }

  /** The name of an allow-listed argument's list in a registration, e.g. {@code load.Name}. */
  public String allowListKey(Argument argument) {
    return name + "." + argument.name();
  }

  /** This command, proven by another measured state. */
  public Command provenBy(Confirmation proof) {
    return new Command(
        name,
        title,
        kind,
        roles,
        arguments,
        consentRequired,
        preconditions,
        Optional.of(proof),
        warning,
        timeout,
        statusWords,
        address);
  }

  /** This command as one machine takes it: with what its technicians approved as choices. */
  public Command allowing(AllowLists lists) {
    if (arguments.stream().noneMatch(Argument::allowListed)) {
      return this;
    }
    List<Argument> filled =
        arguments.stream()
            .map(
                argument ->
                    argument.allowListed() ? argument.allowing(lists.of(this, argument)) : argument)
            .toList();
    return new Command(
        name,
        title,
        kind,
        roles,
        filled,
        consentRequired,
        preconditions,
        confirmation,
        warning,
        timeout,
        statusWords,
        address);
  }

  /** Who may give a command. */
  public enum Role {
    /** Who operates the session. */
    OPERATOR,
    /** A technician of the machine's centre. */
    TECHNICIAN;

    /** Both. */
    public static final Set<Role> ALL = Set.of(OPERATOR, TECHNICIAN);
  }

  /**
   * What warns the people in the room before motion, such as a horn or a tower light.
   *
   * @param command name of the command of the same profile that sets it off
   * @param before how long it sounds before the motion is sent
   * @param end name of the command that ends it; empty where it ends by itself
   */
  public record Warning(String command, Duration before, Optional<String> end) {}

  /** The class of a command. */
  public enum Kind {
    /** Changes nothing. */
    READ,
    /** Prepares the machine; nothing moves. */
    SETUP,
    /** Something moves or heats; resume and unhold are motion too. */
    MOTION,
    /** Stop, pause, hold, cancel: never refused. */
    STOP
  }

  /**
   * One argument.
   *
   * @param name as the machine knows it
   * @param type kind of value
   * @param required whether the caller must give it
   * @param fallback what is sent when the caller gives none; empty with required
   * @param allowed the only values allowed; empty where any value of the type within bounds is
   * @param minimum smallest number allowed
   * @param maximum largest number allowed
   * @param pattern regular expression a text must match as a whole
   * @param uaType OPC UA built-in type to send, e.g. {@code Int64}; empty for the type's default
   * @param allowListed whether only the values that the machine's registration lists are allowed;
   *     it must then be given
   */
  public record Argument(
      String name,
      Label title,
      ValueType type,
      boolean required,
      Optional<Value> fallback,
      List<Value> allowed,
      Optional<Double> minimum,
      Optional<Double> maximum,
      Optional<String> pattern,
      Optional<String> uaType,
      boolean allowListed) {
    public Argument {
      allowed = List.copyOf(allowed);
    }

    /** This argument with the values that a machine's registration allows. */
    public Argument allowing(List<Value> values) {
      return new Argument(
          name,
          title,
          type,
          required,
          fallback,
          values,
          minimum,
          maximum,
          pattern,
          uaType,
          allowListed);
    }

    /** An argument that this profile alone bounds. */
    public Argument(
        String name,
        Label title,
        ValueType type,
        boolean required,
        Optional<Value> fallback,
        List<Value> allowed,
        Optional<Double> minimum,
        Optional<Double> maximum,
        Optional<String> pattern,
        Optional<String> uaType) {
      this(
          name, title, type, required, fallback, allowed, minimum, maximum, pattern, uaType, false);
    }
  }

  /**
   * A measured state that must be true at the moment of sending.
   *
   * @param signal name of a signal of the same profile
   * @param in the values that are acceptable
   * @param maxAge oldest acceptable reading; a signal whose link is silent longer is stale
   */
  public record Precondition(String signal, List<Value> in, Duration maxAge) {
    public Precondition {
      in = List.copyOf(in);
    }

    /** Whether that value of the signal satisfies it; age and quality are judged elsewhere. */
    public boolean isSatisfiedBy(Value value) {
      return value.isOneOf(in);
    }
  }

  /**
   * The measured state that proves a command.
   *
   * @param signal name of a signal of the same profile
   * @param in the values that prove it
   * @param within how long after the machine accepted it
   */
  public record Confirmation(String signal, List<Value> in, Duration within) {
    public Confirmation {
      in = List.copyOf(in);
    }

    /** Whether that value of the signal proves the command. */
    public boolean isProvenBy(Value value) {
      return value.isOneOf(in);
    }
  }
}
