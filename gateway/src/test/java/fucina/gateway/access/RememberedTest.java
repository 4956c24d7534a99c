package fucina.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.scheduler.Actor.Capacity;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RememberedTest {
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
  private static final Buffer HASH = Buffer.buffer("a hash");
  private static final SignedIn TEO = signedIn("one", NOON.plus(Duration.ofHours(12)));

  private final Remembered remembered = new Remembered();

  private static SignedIn signedIn(String id, Instant expires) {
    Person person =
        new Person(
            "teo",
            "teo@made.example",
            "Teo",
            new Organisation("made", "MADE"),
            Capacity.TECHNICIAN,
            Optional.of("made"));
    return new SignedIn(id, SignedIn.Kind.SIGN_IN, Scope.OPERATE, person, expires);
  }

  @Test
  void whoWasConfirmedIsKnownForAnHourAndNoLonger() {
    remembered.confirmed(HASH, TEO, NOON);
    assertThat(remembered.by(HASH, NOON.plus(Duration.ofMinutes(59)))).contains(TEO);
    assertThat(remembered.holds(TEO, NOON.plus(Duration.ofMinutes(59)))).isTrue();
    assertThat(remembered.by(HASH, NOON.plus(Duration.ofMinutes(60)))).isEmpty();
    assertThat(remembered.by(Buffer.buffer("another"), NOON)).isEmpty();
  }

  @Test
  void whoseSignInIsOverIsNotKnownHoweverLatelyConfirmed() {
    SignedIn ending = signedIn("two", NOON.plusSeconds(60));
    remembered.confirmed(HASH, ending, NOON);
    assertThat(remembered.by(HASH, NOON.plusSeconds(61))).isEmpty();
  }

  @Test
  void whatWasEndedIsForgottenAtOnceAndAnAnswerUnderwayDoesNotBringItBack() {
    remembered.confirmed(HASH, TEO, NOON);
    remembered.ended(TEO.id());
    assertThat(remembered.by(HASH, NOON)).isEmpty();
    remembered.confirmed(HASH, TEO, NOON);
    assertThat(remembered.by(HASH, NOON)).isEmpty();
    assertThat(remembered.holds(TEO, NOON)).isFalse();
  }

  @Test
  void whoTheDatabaseNoLongerKnowsIsForgotten() {
    remembered.confirmed(HASH, TEO, NOON);
    remembered.unknown(HASH);
    assertThat(remembered.by(HASH, NOON)).isEmpty();
  }
}
