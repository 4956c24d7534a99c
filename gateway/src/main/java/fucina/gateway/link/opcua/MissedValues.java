package fucina.gateway.link.opcua;

import fucina.gateway.link.opcua.Continuity.Missed;
import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes good what was missed: from the server's history where it keeps one, else by saying so with
 * a gap. Only the link's thread calls it; what could not be done on one connection waits for the
 * next.
 */
final class MissedValues {
  private static final Logger LOG = LoggerFactory.getLogger(MissedValues.class);

  /** How long one turn may take, so that the connection is looked at in between. */
  private static final Duration TURN = Duration.ofSeconds(2);

  private static final int DURABLE_SECONDS = 10;
  private static final int AT_ONCE = 1_000;

  /** Stretches that begin so close together begin together. */
  private static final Duration ABOUT = Duration.ofSeconds(5);

  /** So often a history that does not answer is asked. */
  private static final int TRIES = 20;

  private final OpcUaDecoder decoder;
  private final ArrayDeque<Missed> waiting = new ArrayDeque<>();
  private final Map<Missed, Integer> tries = new HashMap<>();
  private final List<CompletableFuture<Void>> declared = new ArrayList<>();

  MissedValues(OpcUaDecoder decoder) {
    this.decoder = decoder;
  }

  /** Takes up what is known to be missed, and works on it for a turn. */
  void makeGood(Monitoring monitoring, History history) {
    waiting.addAll(decoder.continuity().take());
    Instant end = decoder.clock().instant().plus(TURN);
    List<Missed> lost = new ArrayList<>();
    boolean recovered = false;
    boolean onward = true;
    while (onward && !waiting.isEmpty() && decoder.clock().instant().isBefore(end)) {
      Missed missed = waiting.poll();
      Optional<SignalItem> item =
          monitoring.items().stream()
              .filter(each -> each.signal().name().equals(missed.signal().name()))
              .filter(each -> each.facts().keepsHistory() && each.place().isPresent())
              .findFirst();
      if (item.isEmpty() || missed.before().isEmpty()) {
        lost.add(missed);
      } else {
        Optional<List<Missed>> still = recover(missed, item.get(), history);
        onward = still.isPresent() || triedTooOften(missed);
        if (onward) {
          recovered |= !still.equals(Optional.of(List.of(missed)));
          lost.addAll(still.orElse(List.of(missed)));
          tries.remove(missed);
        } else {
          waiting.addFirst(missed);
        }
      }
    }
    declare(lost, monitoring, recovered);
    declared.removeIf(gap -> gap.isDone() && !gap.isCompletedExceptionally());
    if (waiting.isEmpty() && declared.isEmpty()) {
      decoder
          .continuity()
          .madeGood(
              monitoring.items().stream()
                  .filter(SignalItem::created)
                  .map(item -> item.signal().name())
                  .collect(Collectors.toSet()));
    }
  }

  private boolean triedTooOften(Missed missed) {
    return tries.merge(missed, 1, Integer::sum) >= TRIES;
  }

  /**
   * Reads a stretch from the history; answers what of it is not there, nothing where it is to be
   * tried again.
   */
  private Optional<List<Missed>> recover(Missed missed, SignalItem item, History history) {
    Reading before = missed.before().orElseThrow();
    try {
      List<DataValue> values = history.raw(item, before.sourceTime(), missed.after());
      List<Reading> past =
          values.stream().flatMap(value -> decoder.past(item, value).stream()).toList();
      List<Reading> within =
          past.stream()
              .filter(r -> r.sourceTime().isAfter(before.sourceTime()))
              .filter(r -> r.sourceTime().isBefore(missed.after()))
              .toList();
      boolean anchored = past.stream().anyMatch(r -> !r.sourceTime().isAfter(before.sourceTime()));
      if (!keep(within)) {
        // It is we who have no room: the history does not run away.
        tries.remove(missed);
        return Optional.empty();
      }
      LOG.info(
          "{}: {} values of {} were read from the machine's history",
          decoder.machine(),
          within.size(),
          item.signal().name());
      return Optional.of(holes(missed, within, anchored, history.serverStarted()));
    } catch (UaException e) {
      if (OpcUaFaults.passing(e.getStatusCode())) {
        LOG.info("the history of {} will be asked again", decoder.machine(), e);
        return Optional.empty();
      }
      LOG.info(
          "{} does not tell the history of {}: {}",
          decoder.machine(),
          item.signal().name(),
          OpcUaFaults.name(e.getStatusCode()));
      return Optional.of(List.of(missed));
    }
  }

  /**
   * What the history does not cover: all before its first value where it does not reach back to the
   * last reading, and the time in which the server itself was down.
   */
  static List<Missed> holes(
      Missed missed, List<Reading> within, boolean anchored, Optional<Instant> serverStarted) {
    List<Missed> holes = new ArrayList<>();
    Instant first = within.isEmpty() ? missed.to() : within.get(0).time();
    if (!anchored) {
      holes.add(between(missed, missed.from(), first));
    }
    Instant before = missed.before().map(Reading::sourceTime).orElse(missed.from());
    serverStarted
        .filter(start -> start.isAfter(before) && start.isBefore(missed.after()))
        .ifPresent(
            start -> {
              Instant down = missed.before().map(Reading::time).orElse(missed.from());
              Instant up = missed.to();
              for (Reading reading : within) {
                if (reading.sourceTime().isBefore(start)) {
                  down = reading.time();
                } else {
                  up = reading.time();
                  break;
                }
              }
              if (anchored || !down.equals(missed.from())) {
                holes.add(between(missed, down, up));
              }
            });
    return holes;
  }

  private static Missed between(Missed missed, Instant from, Instant to) {
    return new Missed(missed.signal(), from, to, missed.before(), missed.after(), missed.reason());
  }

  /** Hands readings to the intake and waits until they are durable. */
  private boolean keep(List<Reading> readings) {
    try {
      for (int from = 0; from < readings.size(); from += AT_ONCE) {
        List<Reading> some = readings.subList(from, Math.min(readings.size(), from + AT_ONCE));
        decoder.intake().offer(some).get(DURABLE_SECONDS, TimeUnit.SECONDS);
      }
      return true;
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("values of {} read from its history were not taken in", decoder.machine(), e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Says what is lost: once for the whole machine where every signal lost a stretch and none of it
   * is known from its history.
   */
  private void declare(List<Missed> lost, Monitoring monitoring, boolean recovered) {
    Set<String> names = new HashSet<>();
    Set<String> reasons = new HashSet<>();
    lost.forEach(missed -> names.add(missed.signal().name()));
    lost.forEach(missed -> reasons.add(missed.reason()));
    long created = monitoring.items().stream().filter(SignalItem::created).count();
    if (!recovered && lost.size() > 1 && names.size() >= created && reasons.size() == 1) {
      together(decoder.machine(), lost).forEach(this::declare);
    } else {
      lost.forEach(this::declare);
    }
  }

  /**
   * Stretches that all signals lost for one reason: one gap of the machine from about where the
   * last of them was still whole, and before it one of each signal that was not known to be whole
   * so long, as it was quiet when the gateway died.
   */
  static List<Gap> together(String machine, List<Missed> lost) {
    Instant last = lost.stream().map(Missed::from).max(Instant::compareTo).orElseThrow();
    Instant about = last.minus(ABOUT);
    Instant from =
        lost.stream()
            .map(Missed::from)
            .filter(each -> !each.isBefore(about))
            .min(Instant::compareTo)
            .orElseThrow();
    Instant to = lost.stream().map(Missed::to).max(Instant::compareTo).orElseThrow();
    List<Gap> gaps = new ArrayList<>();
    gaps.add(new Gap(machine, "", from, to, lost.get(0).reason()));
    lost.stream()
        .filter(missed -> missed.from().isBefore(from))
        .map(
            quiet ->
                new Gap(
                    machine,
                    quiet.signal().name(),
                    quiet.from(),
                    quiet.to().isBefore(from) ? quiet.to() : from,
                    quiet.reason()))
        .forEach(gaps::add);
    return gaps;
  }

  private void declare(Missed missed) {
    declare(
        new Gap(
            decoder.machine(),
            missed.signal().name(),
            missed.from(),
            missed.to(),
            missed.reason()));
  }

  private void declare(Gap gap) {
    declared.add(decoder.intake().gap(gap));
  }

  /** The link ends: what could not be made good is lost. */
  void giveUp() {
    waiting.addAll(decoder.continuity().take());
    waiting.forEach(this::declare);
    waiting.clear();
  }
}
