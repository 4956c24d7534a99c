package fucina.gateway.alarm;

import fucina.gateway.alarm.Occurrence.Cause;
import fucina.gateway.alarm.Occurrence.Source;
import fucina.gateway.registry.Machine;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Alarm;
import fucina.profiles.Signal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The rules of one machine, and what they say into the book. Readings come on the thread that
 * acknowledges them, time on another: one at a time, and neither ever waits for a database.
 */
final class MachineWatch {
  private final AlarmBook book;
  private final Machine machine;
  private final Map<String, List<RuleWatch>> rules = new HashMap<>();

  /** One for all versions of the profile: two of them may know the same rule. */
  private final Object turn;

  private boolean replaced;

  /** Whether the machine was heard when that was last looked at. */
  private boolean heard = true;

  /**
   * Takes up what stands in the book; what stands of a rule that is gone is over.
   *
   * @param before watched the machine until now, under another version of its profile; what its
   *     rules have seen is kept where they are the same
   */
  MachineWatch(AlarmBook book, Machine machine, Optional<MachineWatch> before, Instant now) {
    this.book = book;
    this.machine = machine;
    this.turn = before.map(old -> old.turn).orElseGet(Object::new);
    synchronized (turn) {
      takeUp(before, now);
    }
  }

  private void takeUp(Optional<MachineWatch> before, Instant now) {
    before.ifPresent(old -> old.replaced = true);
    for (Signal signal : machine.profile().signals()) {
      for (Alarm rule : signal.alarms()) {
        rules
            .computeIfAbsent(signal.name(), any -> new ArrayList<>())
            .add(
                before
                    .flatMap(old -> old.same(signal.name(), rule))
                    .orElseGet(() -> new RuleWatch(rule, stands(signal.name(), rule))));
      }
    }
    endWhatIsGone(now);
  }

  private boolean stands(String signal, Alarm rule) {
    return book.active(machine.id(), Source.PROFILE, rule.id())
        .filter(one -> one.signal().filter(signal::equals).isPresent())
        .isPresent();
  }

  private Optional<RuleWatch> same(String signal, Alarm rule) {
    return rules.getOrDefault(signal, List.of()).stream()
        .filter(watch -> watch.rule().equals(rule))
        .findFirst();
  }

  private void endWhatIsGone(Instant now) {
    book.snapshot(machine.id()).standing().stream()
        .filter(one -> one.active() && one.source() == Source.PROFILE)
        .filter(one -> !has(one.signal().orElse(""), one.condition()))
        .forEach(
            one -> book.clear(machine.id(), Source.PROFILE, one.condition(), now, Cause.RULE_GONE));
  }

  private boolean has(String signal, String rule) {
    return rules.getOrDefault(signal, List.of()).stream()
        .anyMatch(watch -> watch.rule().id().equals(rule));
  }

  /** Whether it watches this very machine as it is registered now. */
  boolean watches(Machine now) {
    return machine.profile().equals(now.profile()) && machine.centre().equals(now.centre());
  }

  Iterable<String> signals() {
    return List.copyOf(rules.keySet());
  }

  /** Judges a reading; does nothing where no rule is about its signal. */
  void judge(Reading reading, Instant now) {
    List<RuleWatch> about = rules.get(reading.signal());
    if (about == null) {
      return;
    }
    synchronized (turn) {
      for (RuleWatch watch : replaced ? List.<RuleWatch>of() : about) {
        watch.judge(reading, now).ifPresent(verdict -> enter(reading.signal(), watch, verdict));
        doubt(watch);
      }
    }
  }

  /** Judges that time has passed. */
  void look(Instant now, boolean heardNow) {
    synchronized (turn) {
      heard = heardNow;
      rules.forEach(
          (signal, watches) -> {
            for (RuleWatch watch : watches) {
              watch.look(now, heard).ifPresent(verdict -> enter(signal, watch, verdict));
              doubt(watch);
            }
          });
    }
  }

  private void doubt(RuleWatch watch) {
    if (watch.doubtChanged(heard)) {
      book.change(
          machine.id(), Source.PROFILE, watch.rule().id(), one -> one.doubted(watch.doubt(heard)));
    }
  }

  private void enter(String signal, RuleWatch watch, RuleWatch.Verdict verdict) {
    Alarm rule = watch.rule();
    if (verdict instanceof RuleWatch.Verdict.Raised raised) {
      book.raise(
          new Occurrence(
              UUID.randomUUID().toString(),
              machine.id(),
              machine.centre(),
              Source.PROFILE,
              rule.id(),
              Optional.of(signal),
              rule.title(),
              rule.severity(),
              raised.at(),
              Optional.of(raised.value()),
              Optional.empty(),
              Optional.empty(),
              Optional.empty()));
    } else if (verdict instanceof RuleWatch.Verdict.Cleared cleared) {
      book.clear(machine.id(), Source.PROFILE, rule.id(), cleared.at(), Cause.BACK_TO_NORMAL);
    }
  }
}
