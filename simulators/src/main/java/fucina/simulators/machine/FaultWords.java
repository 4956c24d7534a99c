package fucina.simulators.machine;

import fucina.simulators.machine.Fault.Grade;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;

/** Faults as people write them, on a machine's standard input and in scripts. */
public final class FaultWords {
  private static final String SWITCH = "on|off";

  /** A word, what follows it, and the fault it means; the fault throws where it knows no such. */
  private record Word(String arguments, Function<List<String>, Fault> fault) {}

  private static final Map<String, Word> WORDS = words();

  /** All words with what follows each. */
  public static final String HELP = help();

  private FaultWords() {}

  /** The fault a line means, or nothing where it means none. */
  public static Optional<Fault> parse(String line) {
    List<String> words = List.of(line.strip().split("\\s+"));
    Word word = WORDS.get(words.get(0));
    if (word == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(word.fault().apply(words.subList(1, words.size())));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  /** What ends a fault that was written {@code … on}; empty for one that ends by itself. */
  public static Optional<Fault> end(String line) {
    String text = line.strip();
    return text.endsWith(" on")
        ? parse(text.substring(0, text.length() - "on".length()) + "off")
        : Optional.empty();
  }

  private static Map<String, Word> words() {
    Map<String, Word> words = new TreeMap<>();
    machines(words);
    servers(words);
    messages(words);
    return Map.copyOf(words);
  }

  private static void machines(Map<String, Word> words) {
    words.put("estop", switched(Fault.EmergencyStop::new));
    words.put("protective", switched(Fault.ProtectiveStop::new));
    words.put("remote", switched(Fault.RemoteControl::new));
    words.put("mode", number("0..4", n -> new Fault.OperatingMode(within(n, 0, 4))));
    words.put("hot-motor", new Word("AXIS CELSIUS|off", FaultWords::hotMotor));
    words.put("hot-heater", new Word("nozzle|bed CELSIUS|off", FaultWords::hotHeater));
    words.put("no-temperature", switched(Fault.NoTemperature::new));
    words.put("off-path", switched(Fault.OffPath::new));
    words.put("locked", switched(Fault.LockedByAnother::new));
    words.put("answer", number("0..4", n -> new Fault.MethodsAnswer(within(n, 0, 4))));
    words.put("starve", switched(Fault.Starved::new));
    words.put("block", switched(Fault.Blocked::new));
    words.put("reset-counters", alone("", new Fault.CountersReset()));
    words.put("no-layers", switched(Fault.NoLayers::new));
    words.put("camera-freeze", switched(Fault.CameraFrozen::new));
    words.put("camera-gone", switched(Fault.CameraGone::new));
    words.put("energy-jump", new Word("WATT-HOURS", FaultWords::energyJump));
    words.put("energy-lost", switched(Fault.EnergyLost::new));
    words.put("energy-float", switched(Fault.EnergyAsFloat::new));
  }

  private static void servers(Map<String, Word> words) {
    words.put("offline", switched(Fault.Offline::new));
    words.put("freeze", switched(Fault.Frozen::new));
    words.put("restart", new Word("[shuffled]", FaultWords::restart));
    words.put("lose", new Word("sessions|subscriptions", FaultWords::lose));
    words.put("quality", new Word("good|uncertain|bad", FaultWords::quality));
    words.put("sampling", millis(Fault.SlowSampling::new));
    words.put("slow", millis(Fault.SlowServer::new));
    words.put("hang", switched(Fault.Hung::new));
  }

  private static void messages(Map<String, Word> words) {
    words.put("duplicates", switched(Fault.Duplicates::new));
    words.put("swap", switched(Fault.OutOfOrder::new));
    words.put("late", millis(Fault.LateMessages::new));
    words.put("refuse", switched(Fault.ApiError::new));
    words.put("reply-late", millis(Fault.LateReply::new));
    words.put("no-reply", switched(Fault.NoReply::new));
    words.put("skip-seq", number("1..255", n -> new Fault.MissedSeq(within(n, 1, 255))));
    words.put("no-rebirth", switched(Fault.NoRebirth::new));
    words.put("device-lost", switched(Fault.DeviceLost::new));
  }

  private static Word switched(Function<Boolean, Fault> fault) {
    return new Word(
        SWITCH,
        given ->
            switch (only(given)) {
              case "on" -> fault.apply(true);
              case "off" -> fault.apply(false);
              default -> throw new IllegalArgumentException(SWITCH);
            });
  }

  private static Word number(String range, Function<Integer, Fault> fault) {
    return new Word(range, given -> fault.apply(Integer.parseInt(only(given))));
  }

  private static Word millis(Function<Duration, Fault> fault) {
    return new Word(
        "MILLIS",
        given ->
            fault.apply(Duration.ofMillis(within(Integer.parseInt(only(given)), 0, 3_600_000))));
  }

  private static Word alone(String arguments, Fault fault) {
    return new Word(
        arguments,
        given -> {
          if (!given.isEmpty()) {
            throw new IllegalArgumentException("stands alone");
          }
          return fault;
        });
  }

  private static Fault hotMotor(List<String> given) {
    if (given.size() != 2) {
      throw new IllegalArgumentException("an axis and a temperature");
    }
    return new Fault.HotMotor(Integer.parseInt(given.get(0)), celsius(given.get(1)));
  }

  private static Fault hotHeater(List<String> given) {
    if (given.size() != 2) {
      throw new IllegalArgumentException("a heater and a temperature");
    }
    Fault.Heater heater = Fault.Heater.valueOf(given.get(0).toUpperCase(Locale.ROOT));
    return new Fault.HotHeater(heater, celsius(given.get(1)));
  }

  private static OptionalDouble celsius(String text) {
    return text.equals("off") ? OptionalDouble.empty() : OptionalDouble.of(finite(text));
  }

  private static Fault energyJump(List<String> given) {
    return new Fault.EnergyJump(finite(only(given)));
  }

  private static Fault restart(List<String> given) {
    if (!given.isEmpty() && !only(given).equals("shuffled")) {
      throw new IllegalArgumentException("shuffled, or nothing");
    }
    return new Fault.Restarted(!given.isEmpty());
  }

  private static Fault lose(List<String> given) {
    return switch (only(given)) {
      case "sessions" -> new Fault.SessionsLost();
      case "subscriptions" -> new Fault.SubscriptionsLost();
      default -> throw new IllegalArgumentException("sessions or subscriptions");
    };
  }

  private static Fault quality(List<String> given) {
    return new Fault.ValuesAre(Grade.valueOf(only(given).toUpperCase(Locale.ROOT)));
  }

  private static String only(List<String> given) {
    if (given.size() != 1) {
      throw new IllegalArgumentException("one word");
    }
    return given.get(0);
  }

  private static int within(int number, int least, int most) {
    if (number < least || number > most) {
      throw new IllegalArgumentException(number + " is not " + least + " to " + most);
    }
    return number;
  }

  private static double finite(String text) {
    double number = Double.parseDouble(text);
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException("no number: " + text);
    }
    return number;
  }

  private static String help() {
    StringBuilder all = new StringBuilder();
    new TreeMap<>(WORDS)
        .forEach((name, word) -> all.append((name + " " + word.arguments()).strip()).append(", "));
    return all.append("quit").toString();
  }
}
