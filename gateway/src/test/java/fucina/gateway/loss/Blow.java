package fucina.gateway.loss;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Something that goes wrong.
 *
 * @param kind what
 * @param after so many more numbers were told before it
 * @param line of the network, by its place; of no meaning to other kinds
 * @param lasts until all is well again, or what was killed is started
 * @param together whether the next one comes before this one is over
 */
record Blow(Kind kind, int after, int line, Duration lasts, boolean together) {
  private static final int AFTER_MORE = 120;
  private static final int TOGETHER_ONE_IN = 3;
  private static final int LASTS_LEAST_MILLIS = 200;
  private static final int LASTS_MORE_MILLIS = 4_000;

  /** What can go wrong. */
  enum Kind {
    /** SIGKILL of the gateway, and with it of the broker, the store and the database in it. */
    GATEWAY,
    /** SIGKILL of a broker that acknowledges from memory. */
    BROKER,
    /** SIGKILL of an OPC UA server. */
    OPC_UA_SERVER,
    /** The connections of a line are reset, and refused for a while. */
    RESET,
    /** A line swallows all, and its connections stand. */
    BLACKHOLE,
    /** A line lets some ten kilobytes a second through. */
    SLOW,
    /** One side of a line sees its connections reset, the other side nothing. */
    HALF_OPEN;

    String words() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** Whether both hit the same thing. */
  boolean sameAs(Blow other) {
    return network() ? other.network() && line == other.line : kind == other.kind;
  }

  private boolean network() {
    return kind.ordinal() >= Kind.RESET.ordinal();
  }

  /** Each kind once, in an order of chance. */
  static List<Blow> round(Random chance, int lines) {
    List<Kind> kinds = new ArrayList<>(List.of(Kind.values()));
    Collections.shuffle(kinds, chance);
    List<Blow> blows = new ArrayList<>();
    for (Kind kind : kinds) {
      blows.add(
          new Blow(
              kind,
              chance.nextInt(AFTER_MORE),
              chance.nextInt(lines),
              Duration.ofMillis(LASTS_LEAST_MILLIS + chance.nextInt(LASTS_MORE_MILLIS)),
              chance.nextInt(TOGETHER_ONE_IN) == 0));
    }
    return blows;
  }

  @Override
  public String toString() {
    return kind.words()
        + (network() ? " of line " + line : "")
        + " after "
        + after
        + " numbers, for "
        + lasts.toMillis()
        + " ms"
        + (together ? ", and before it is over" : "");
  }
}
