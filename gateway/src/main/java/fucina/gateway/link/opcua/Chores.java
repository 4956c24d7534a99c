package fucina.gateway.link.opcua;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.milo.opcua.stack.core.UaException;

/** What the link's thread does now and then while a connection stands. */
final class Chores {
  private static final Duration TEND = Duration.ofSeconds(1);
  private static final Duration LOOK_AT_CLOCK = Duration.ofSeconds(5);
  private static final Duration MARK = Duration.ofSeconds(5);
  private static final Duration COMPARE = Duration.ofSeconds(30);

  /** After a resumption the server first tells what it kept; then it is held against the truth. */
  private static final Duration COMPARE_RESUMED = Duration.ofSeconds(8);

  /** How long the signals of a new subscription may take to tell their first values. */
  private static final Duration SETTLE = Duration.ofSeconds(3);

  private final OpcUaConnection connection;
  private final OpcUaDecoder decoder;
  private final MissedValues missed;
  private final Instant settledAt;
  private Instant tendAt;
  private Instant clockAt;
  private Instant markAt;
  private Instant compareAt;

  Chores(OpcUaConnection connection, OpcUaDecoder decoder, MissedValues missed) {
    this.connection = connection;
    this.decoder = decoder;
    this.missed = missed;
    Instant now = decoder.clock().instant();
    this.settledAt = now.plus(SETTLE);
    this.tendAt = now.plus(TEND);
    this.clockAt = now.plus(LOOK_AT_CLOCK);
    this.markAt = now.plus(MARK);
    this.compareAt = now.plus(spread(COMPARE));
  }

  /** Does what is due. */
  void whereDue() throws UaException {
    if (!decoder.continuity().waiting() || due(settledAt)) {
      connection.makeGood(missed);
    }
    if (connection.takeResumed()) {
      compareAt = decoder.clock().instant().plus(COMPARE_RESUMED);
    }
    if (due(tendAt)) {
      tendAt = decoder.clock().instant().plus(TEND);
      connection.tend();
    }
    if (due(clockAt)) {
      clockAt = decoder.clock().instant().plus(LOOK_AT_CLOCK);
      connection.measureClock();
    }
    if (due(markAt)) {
      markAt = decoder.clock().instant().plus(MARK);
      connection.whole().ifPresent(decoder.continuity()::whole);
    }
    if (due(compareAt)) {
      compareAt = decoder.clock().instant().plus(spread(COMPARE));
      connection.compare();
    }
  }

  private boolean due(Instant at) {
    return decoder.clock().instant().isAfter(at);
  }

  /** So that a hundred machines do not ask in step. */
  private static Duration spread(Duration about) {
    long half = about.toMillis() / 2;
    return Duration.ofMillis(half + ThreadLocalRandom.current().nextLong(2 * half));
  }
}
