package fucina.simulators.lab;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that begins with another and goes faster. */
public final class FastClock implements InstantSource {
  /** Beyond it a machine would owe more life than it may catch up at once. */
  public static final double FASTEST = 20;

  private final InstantSource real;
  private final Instant began;
  private final double speed;

  /**
   * Begins now.
   *
   * @param speed 0.1 to {@link #FASTEST}; 1 is the real one's
   */
  public FastClock(InstantSource real, double speed) {
    if (!(speed >= 0.1 && speed <= FASTEST)) {
      throw new IllegalArgumentException("a clock goes 0.1 to " + FASTEST + " times as fast");
    }
    this.real = real;
    this.began = real.instant();
    this.speed = speed;
  }

  @Override
  public Instant instant() {
    double nanos = Duration.between(began, real.instant()).toNanos() * speed;
    return began.plusNanos(Math.round(nanos));
  }
}
