package fucina.gateway.link.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.link.LockHold;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.junit.jupiter.api.Test;

class MachineLockTest {
  private static final String OWN = "urn:fucina:gateway";
  private static final String OTHER = "urn:another:client";
  private static final Duration LOOK = Duration.ofMillis(250);

  private Instant now = Instant.parse("2026-11-25T09:00:00Z");
  private final MachineLock lock = new MachineLock("robot-1", OWN, () -> now);
  private final Server server = new Server();

  /** A server that keeps to the standard; its one caller is us. */
  private final class Server implements LockServices {
    Duration life = Duration.ofSeconds(30);
    boolean silent;
    boolean ourSession;
    String client = "";
    int session;
    Instant until = Instant.MIN;
    int renewals;

    void takenBy(String by) {
      ourSession = false;
      client = by;
      until = Instant.MAX;
    }

    private boolean held() {
      return now.isBefore(until);
    }

    private void answer() throws UaException {
      if (silent) {
        throw new UaException(StatusCodes.Bad_Timeout, "silent");
      }
    }

    @Override
    public Object session() {
      return session;
    }

    @Override
    public int init(String context) throws UaException {
      answer();
      if (held()) {
        return -1;
      }
      ourSession = true;
      client = OWN;
      until = now.plus(life);
      return 0;
    }

    @Override
    public int renew() throws UaException {
      answer();
      if (!held() || !ourSession) {
        return -1;
      }
      renewals++;
      until = now.plus(life);
      return 0;
    }

    @Override
    public int exit() throws UaException {
      answer();
      if (!held() || !ourSession) {
        return -1;
      }
      until = Instant.MIN;
      return 0;
    }

    @Override
    public int breakIt() throws UaException {
      answer();
      until = Instant.MIN;
      return 0;
    }

    @Override
    public Optional<Holder> holder() throws UaException {
      answer();
      return held() ? Optional.of(new Holder(client, "user")) : Optional.empty();
    }

    @Override
    public Optional<Duration> lasts() throws UaException {
      answer();
      return Optional.of(life);
    }
  }

  private void pass(Duration time) {
    Instant end = now.plus(time);
    while (now.isBefore(end)) {
      lock.tend(server);
      now = now.plus(LOOK);
    }
    lock.tend(server);
  }

  private boolean isOurs() {
    return lock.hold() instanceof LockHold.Ours ours && now.isBefore(ours.until());
  }

  @Property(tries = 100)
  void whateverItsLifeItIsHeldWithoutAGapWhileItIsWanted(
      @ForAll @IntRange(min = 1_000, max = 300_000) int lifeMillis) {
    server.life = Duration.ofMillis(lifeMillis);
    lock.want("session s1");
    lock.begin(server);
    lock.tend(server);
    for (int look = 0; look < 2_000; look++) {
      assertThat(isOurs()).as("at look %d", look).isTrue();
      assertThat(server.held()).as("by the server at look %d", look).isTrue();
      now = now.plus(LOOK);
      lock.tend(server);
    }
  }

  @Test
  void nobodyWantingItItIsNotTaken() {
    lock.begin(server);
    pass(Duration.ofSeconds(5));
    assertThat(server.held()).isFalse();
    assertThat(lock.hold()).isInstanceOf(LockHold.None.class);
  }

  @Test
  void itIsGivenBackWhenNobodyWantsItAnyMore() {
    lock.want("session s1");
    pass(Duration.ofSeconds(1));
    lock.release();
    pass(LOOK);
    assertThat(server.held()).isFalse();
  }

  @Test
  void heldByAnotherItNamesThemLeavesThemAloneAndTakesItWhenTheyAreGone() {
    server.takenBy(OTHER);
    lock.want("session s1");
    lock.begin(server);
    pass(Duration.ofSeconds(60));
    assertThat(lock.hold()).isEqualTo(new LockHold.Others(OTHER, "user"));
    assertThat(server.client).isEqualTo(OTHER);
    server.until = Instant.MIN;
    pass(Duration.ofSeconds(3));
    assertThat(isOurs()).isTrue();
  }

  @Test
  void whatAnEarlierSessionOfOursStillHoldsShutsNobodyOut() {
    server.takenBy(OWN);
    lock.begin(server);
    assertThat(server.held()).isFalse();
    lock.want("session s1");
    pass(LOOK);
    assertThat(isOurs()).isTrue();
  }

  @Test
  void whoBrokeOurLockIsGivenTimeToTakeIt() {
    lock.want("session s1");
    pass(Duration.ofSeconds(1));
    server.until = Instant.MIN;
    pass(Duration.ofSeconds(4));
    assertThat(isOurs()).isFalse();
    assertThat(server.held()).isFalse();
    pass(Duration.ofSeconds(6));
    assertThat(isOurs()).isTrue();
  }

  @Test
  void aServerThatFallsSilentLeavesTheLockOursOnlyForAsLongAsItWasGoodFor() {
    lock.want("session s1");
    pass(Duration.ofSeconds(1));
    server.silent = true;
    pass(Duration.ofSeconds(20));
    assertThat(isOurs()).isTrue();
    pass(Duration.ofSeconds(15));
    assertThat(isOurs()).isFalse();
    assertThat(lock.hold()).isInstanceOf(LockHold.Wanted.class);
    server.silent = false;
    pass(Duration.ofSeconds(3));
    assertThat(isOurs()).isTrue();
  }

  @Test
  void aSessionThatWasMadeAnewBreaksTheLockOfTheOneBeforeAndTakesItsOwn() {
    lock.want("session s1");
    pass(Duration.ofSeconds(1));
    server.session++;
    server.ourSession = false;
    pass(LOOK);
    assertThat(isOurs()).isTrue();
    assertThat(server.ourSession).isTrue();
  }

  @Test
  void aBreakOfTheConnectionMakesItNobodysUntilItIsTakenAnew() {
    lock.want("session s1");
    pass(Duration.ofSeconds(1));
    lock.over(Optional.empty());
    assertThat(isOurs()).isFalse();
    server.takenBy(OWN);
    lock.begin(server);
    pass(LOOK);
    assertThat(isOurs()).isTrue();
  }
}
