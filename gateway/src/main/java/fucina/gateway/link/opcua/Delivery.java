package fucina.gateway.link.opcua;

import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.Intake;
import fucina.gateway.telemetry.Reading;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one subscription's notifications to the intake, and holds the next one back until they are
 * durable: the delivery queue is paused, so no thread waits, and Milo asks the server for no more
 * than one notification ahead. After 5 s it goes on without the store, so that the session lives.
 */
final class Delivery implements OpcUaSubscription.SubscriptionListener {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration AGAIN = Duration.ofMillis(200);

  /** A stamp further ahead of our clock, or from longer before the beginning, is none to go by. */
  private static final Duration OFF = Duration.ofSeconds(2);

  private final OpcUaDecoder decoder;
  private final Intake intake;
  private final InstantSource clock;
  private final KeepAlives keepAlives;
  private final Consumer<String> broken;
  private volatile Instant lastLife;
  private final Instant opened;
  private Optional<Instant> stamped = Optional.empty();
  private volatile Optional<Instant> told = Optional.empty();
  private volatile boolean waiting;
  private final AtomicBoolean lost = new AtomicBoolean();

  /** Held while something is delivered: what is noted of the signals meanwhile waits for it. */
  private final ReentrantLock delivering = new ReentrantLock();

  private boolean ended;

  /** Whether more of the notification delivered last is to come. */
  private boolean inParts;

  /** Whether what Milo says next to be lost is noted already, where it was. */
  private boolean noted;

  /**
   * Makes one.
   *
   * @param keepAlives when the server sent those of its subscription
   * @param broken told why, when this subscription cannot go on
   */
  Delivery(OpcUaDecoder decoder, KeepAlives keepAlives, Consumer<String> broken) {
    this.decoder = decoder;
    this.intake = decoder.intake();
    this.clock = decoder.clock();
    this.keepAlives = keepAlives;
    this.broken = broken;
    this.opened = clock.instant();
    this.lastLife = opened;
  }

  /**
   * Until when we know what the server knew: the latest of its own stamps on what was delivered.
   * Not when that was, as what is late on its way or in our queue says nothing of the time between.
   * Empty until something was.
   */
  Optional<Instant> told() {
    return told;
  }

  /** When its subscription was asked for. */
  Instant opened() {
    return opened;
  }

  /** Notes a stamp of the server's; on Milo's delivery queue only, as all that is delivered. */
  private void stamped(Instant server) {
    decoder
        .serverTime(server)
        .filter(time -> stamped.filter(before -> !time.isAfter(before)).isEmpty())
        .filter(time -> !time.isAfter(lastLife.plus(OFF)) && !time.isBefore(opened.minus(OFF)))
        .ifPresent(time -> stamped = Optional.of(time));
  }

  /** All of a message is taken in; what came in parts tells nothing before its last one. */
  private void tookIn(OpcUaSubscription subscription) {
    if (subscription.getSubscriptionId().filter(keepAlives::unfinished).isEmpty()) {
      told = stamped;
    }
  }

  /** Whether it has been quiet for so long, while we were listening. */
  boolean silentFor(Duration longest) {
    return !waiting && Duration.between(lastLife, clock.instant()).compareTo(longest) > 0;
  }

  @Override
  public void onDataReceived(
      OpcUaSubscription subscription, List<OpcUaMonitoredItem> items, List<DataValue> values) {
    List<Reading> readings = new ArrayList<>(items.size());
    delivering.lock();
    try {
      if (ended) {
        return;
      }
      lastLife = clock.instant();
      if (!inParts) {
        begins(items);
      }
      inParts = subscription.getSubscriptionId().filter(keepAlives::unfinished).isPresent();
      for (int i = 0; i < items.size(); i++) {
        DataValue value = values.get(i);
        OpcUaValues.instant(value.serverTime()).ifPresent(this::stamped);
        signal(items.get(i)).flatMap(item -> decoder.decode(item, value)).ifPresent(readings::add);
      }
      if (!readings.isEmpty()) {
        decoder.continuity().offered();
      }
      tookIn(subscription);
    } finally {
      delivering.unlock();
    }
    if (!readings.isEmpty()) {
      hand(subscription, readings, lastLife.plus(PATIENCE));
    }
  }

  private void begins(List<OpcUaMonitoredItem> items) {
    items.stream()
        .distinct()
        .flatMap(item -> signal(item).stream())
        .forEach(item -> item.begins(decoder.last().last(item.signal().name())));
  }

  /** Whose value an item brings; nobody's where it was set aside meanwhile. */
  private static Optional<SignalItem> signal(OpcUaMonitoredItem monitored) {
    return monitored
        .getUserObject()
        .filter(SignalItem.class::isInstance)
        .map(SignalItem.class::cast)
        .filter(item -> item.item().filter(own -> own == monitored).isPresent());
  }

  /** Does something while nothing is delivered. */
  void inBetween(Runnable work) {
    delivering.lock();
    try {
      work.run();
    } finally {
      delivering.unlock();
    }
  }

  /** What is still delivered from here on is not heard: it lies in the gap of the break. */
  void end() {
    inBetween(() -> ended = true);
  }

  /** Takes in values that were read, not notified; what the store has no room for is a gap. */
  void takeIn(List<SignalItem> items, List<DataValue> values) {
    List<Reading> readings = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      decoder.decode(items.get(i), values.get(i)).ifPresent(readings::add);
    }
    if (!readings.isEmpty()) {
      decoder.continuity().offered();
      intake.offer(readings).whenComplete((done, late) -> lostUnless(late == null, readings));
    }
  }

  /** Whether values wait for the store. */
  boolean waiting() {
    return waiting;
  }

  /** Whether a notification was lost since the last time this was asked. */
  boolean takeLost() {
    return lost.getAndSet(false);
  }

  private void hand(OpcUaSubscription subscription, List<Reading> readings, Instant until) {
    CompletableFuture<Void> durable = intake.offer(readings);
    if (durable.isDone() && !durable.isCompletedExceptionally()) {
      decoder.continuity().landed();
      resume(subscription);
      return;
    }
    waiting = true;
    subscription.getDeliveryQueue().pause();
    long left = Math.max(1, Duration.between(clock.instant(), until).toMillis());
    durable
        .copy()
        .orTimeout(left, TimeUnit.MILLISECONDS)
        .whenComplete((done, failure) -> settled(subscription, readings, until, durable, failure));
  }

  private void settled(
      OpcUaSubscription subscription,
      List<Reading> readings,
      Instant until,
      CompletableFuture<Void> durable,
      @org.jspecify.annotations.Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause == null) {
      decoder.continuity().landed();
      resume(subscription);
    } else if (cause instanceof TimeoutException) {
      LOG.warn(
          "the store has not committed for {}: {} goes on without", PATIENCE, decoder.machine());
      durable.whenComplete((done, late) -> lostUnless(late == null, readings));
      resume(subscription);
    } else if (cause instanceof Intake.Overloaded && clock.instant().isBefore(until)) {
      CompletableFuture.delayedExecutor(AGAIN.toMillis(), TimeUnit.MILLISECONDS)
          .execute(() -> hand(subscription, readings, until));
    } else {
      LOG.warn(
          "{} readings of {} were not taken in: {}",
          readings.size(),
          decoder.machine(),
          cause.toString());
      lostUnless(false, readings);
      resume(subscription);
    }
  }

  private void resume(OpcUaSubscription subscription) {
    if (waiting) {
      lastLife = clock.instant();
      waiting = false;
      subscription.getDeliveryQueue().resume();
    }
  }

  private void lostUnless(boolean kept, List<Reading> readings) {
    if (kept) {
      decoder.continuity().landed();
      return;
    }
    Instant from = readings.stream().map(Reading::time).min(Instant::compareTo).orElse(lastLife);
    Instant to = readings.stream().map(Reading::time).max(Instant::compareTo).orElse(lastLife);
    // The last of them is lost too: whole it is again right behind it.
    intake
        .gap(new Gap(decoder.machine(), "", from, to.plusNanos(1_000), "data-lost"))
        .thenRun(decoder.continuity()::landed);
  }

  @Override
  public void onKeepAliveReceived(OpcUaSubscription subscription) {
    inBetween(
        () -> {
          lastLife = clock.instant();
          subscription.getSubscriptionId().flatMap(keepAlives::next).ifPresent(this::stamped);
          tookIn(subscription);
        });
  }

  /**
   * A notification is gone for good, while those after it may still be told again. It is noted in
   * their order: Milo says so only when all of them are delivered, from where on what is missing
   * would not be looked for.
   */
  void gone(OpcUaSubscription subscription) {
    subscription
        .getDeliveryQueue()
        .execute(
            () ->
                inBetween(
                    () -> {
                      noted = true;
                      missed(subscription);
                    }));
  }

  @Override
  public void onNotificationDataLost(OpcUaSubscription subscription) {
    inBetween(
        () -> {
          if (!noted) {
            missed(subscription);
          }
          noted = false;
        });
    lost.set(true);
  }

  /** Every signal of the subscription may have been in what is gone. */
  private void missed(OpcUaSubscription subscription) {
    if (ended) {
      return;
    }
    for (OpcUaMonitoredItem monitored : subscription.getMonitoredItems()) {
      signal(monitored)
          .map(SignalItem::signal)
          .ifPresent(
              signal ->
                  decoder
                      .continuity()
                      .interrupted(
                          signal.name(),
                          told.orElse(opened).minus(Rates.publishing(signal)),
                          "data-lost"));
    }
  }

  @Override
  public void onStatusChanged(OpcUaSubscription subscription, StatusCode status) {
    broken.accept("the server ended the subscription (" + OpcUaFaults.name(status) + ")");
  }

  @Override
  public void onTransferFailed(OpcUaSubscription subscription, StatusCode status) {
    broken.accept("the server did not keep the subscription (" + OpcUaFaults.name(status) + ")");
  }
}
