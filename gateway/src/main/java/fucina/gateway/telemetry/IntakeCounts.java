package fucina.gateway.telemetry;

import java.util.concurrent.atomic.LongAdder;

/** What went through the intake since the start; counts only grow. */
public final class IntakeCounts {
  final LongAdder received = new LongAdder();
  final LongAdder committed = new LongAdder();
  final LongAdder leftOut = new LongAdder();
  final LongAdder refused = new LongAdder();
  final LongAdder unstorable = new LongAdder();
  final LongAdder failures = new LongAdder();
  final LongAdder gaps = new LongAdder();

  IntakeCounts() {}

  /** Readings taken in. */
  public long received() {
    return received.sum();
  }

  /** Readings made durable. */
  public long committed() {
    return committed.sum();
  }

  /** Readings that their signals' store policies left out: acknowledged and shown, not stored. */
  public long leftOut() {
    return leftOut.sum();
  }

  /** Readings refused for want of room. */
  public long refused() {
    return refused.sum();
  }

  /** Readings that no store can take: acknowledged, logged, not stored. */
  public long unstorable() {
    return unstorable.sum();
  }

  /** Commits that failed and were repeated. */
  public long failures() {
    return failures.sum();
  }

  /** Gaps made durable. */
  public long gaps() {
    return gaps.sum();
  }
}
