package fucina.simulators.lab;

import fucina.simulators.machine.Fault;
import fucina.simulators.machine.FaultWords;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What goes wrong with which machine when, counted from the start of the lab. In YAML:
 *
 * <pre>
 * seed: 7              # of every instant drawn from a span; chosen and printed where left out
 * repeat: 60s          # begins again after this; once where left out
 * steps:
 *   - { at: 5s, machine: robot-1, fault: estop on, for: 10s }
 *   - { at: 20s..40s, machine: printer-1, fault: duplicates on }
 * </pre>
 *
 * @param seed of all its chance
 * @param repeat empty: once
 * @param steps in order of time
 */
public record FaultScript(long seed, Optional<Duration> repeat, List<Step> steps) {
  private static final String AT = "at";
  private static final String MACHINE = "machine";
  private static final String FAULT = "fault";
  private static final String FOR = "for";
  private static final int STEPS_AT_MOST = 10_000;

  /**
   * One fault.
   *
   * @param at after the start, drawn already
   * @param machine its id
   * @param words as written
   * @param fault what they mean
   */
  public record Step(Duration at, String machine, String words, Fault fault) {}

  public FaultScript {
    steps = List.copyOf(steps);
  }

  /**
   * Reads a script.
   *
   * @param usualSeed where the file names none
   * @throws FlawedFile naming the line and what would be right
   */
  public static FaultScript read(Path file, long usualSeed) {
    YamlPart part = YamlPart.of(file).only(Set.of("seed", "repeat", "steps"));
    long seed = part.number("seed", usualSeed, Long.MIN_VALUE, Long.MAX_VALUE);
    Optional<Duration> repeat = part.text("repeat").map(text -> span(part, "repeat", text));
    SplittableRandom chance = new SplittableRandom(seed);
    List<Step> steps = new ArrayList<>();
    for (YamlPart step : part.list("steps")) {
      steps.addAll(steps(step.only(Set.of(AT, MACHINE, FAULT, FOR)), chance));
    }
    if (steps.isEmpty() || steps.size() > STEPS_AT_MOST) {
      throw part.flaw("steps", "must be 1 to " + STEPS_AT_MOST + " steps");
    }
    steps.sort(Comparator.comparing(Step::at));
    repeat
        .filter(again -> again.compareTo(steps.get(steps.size() - 1).at()) <= 0)
        .ifPresent(
            tooShort -> {
              throw part.flaw("repeat", "must be longer than the last step is late");
            });
    return new FaultScript(seed, repeat, steps);
  }

  private static List<Step> steps(YamlPart step, SplittableRandom chance) {
    Duration at = instant(step, chance);
    String words = step.needed(FAULT);
    Fault fault =
        FaultWords.parse(words)
            .orElseThrow(
                () -> step.flaw(FAULT, "\"" + words + "\" is none; known are " + FaultWords.HELP));
    String machine = step.needed(MACHINE);
    List<Step> steps = new ArrayList<>(List.of(new Step(at, machine, words, fault)));
    step.text(FOR)
        .map(text -> span(step, FOR, text))
        .ifPresent(
            length -> {
              Fault end =
                  FaultWords.end(words)
                      .orElseThrow(() -> step.flaw(FOR, "goes only with a fault written … on"));
              steps.add(new Step(at.plus(length), machine, words + " (over)", end));
            });
    return steps;
  }

  private static Duration instant(YamlPart step, SplittableRandom chance) {
    String text = step.needed(AT);
    int dots = text.indexOf("..");
    if (dots < 0) {
      return span(step, AT, text);
    }
    Duration least = span(step, AT, text.substring(0, dots));
    Duration most = span(step, AT, text.substring(dots + 2));
    if (most.compareTo(least) <= 0) {
      throw step.flaw(AT, "must go from the earlier to the later, as 20s..40s");
    }
    return Duration.ofMillis(chance.nextLong(least.toMillis(), most.toMillis() + 1));
  }

  private static Duration span(YamlPart part, String key, String text) {
    return Spans.parse(text)
        .orElseThrow(
            () -> part.flaw(key, "must be a length of time as 500ms, 5s or 1m30s, not " + text));
  }
}
