package fucina.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.profiles.ProfileDifference.Aspect;
import fucina.profiles.ProfileDifference.Change;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProfileDifferenceTest {
  private static final String TEXT = SomeProfiles.ROBOT;

  private static ProfileDifference after(String... changes) {
    String text = TEXT;
    for (int i = 0; i < changes.length; i += 2) {
      text = SomeProfiles.spoiled(text, changes[i], changes[i + 1]);
    }
    return ProfileDifference.of(SomeProfiles.sound(TEXT), SomeProfiles.sound(text));
  }

  @Test
  void theSameProfileDiffersInNothing() {
    ProfileDifference none = after();

    assertThat(none.signals())
        .isEqualTo(new ProfileDifference.Parts(List.of(), List.of(), List.of()));
    assertThat(none.whole()).isEmpty();
  }

  @Test
  void aChangedSignalSaysWhatOfItChangesAndHow() {
    ProfileDifference difference =
        after("maximum: 360", "maximum: 180", "deadband: 0.05", "deadband: 0.1");

    assertThat(difference.signals().changed())
        .containsExactly(
            new Change(
                "axis1.position",
                List.of(
                    new Aspect("maximum", "360", "180"),
                    new Aspect(
                        "monitoring",
                        "sampling 100 ms, publishing 100 ms, deadband change 0.05",
                        "sampling 100 ms, publishing 100 ms, deadband change 0.1"))));
    assertThat(difference.commands().changed()).isEmpty();
  }

  @Test
  void aRenamedSignalIsOneGoneAndOneNew() {
    ProfileDifference difference = after("axis1.position:", "axis1.angle:");

    assertThat(difference.signals().added()).containsExactly("axis1.angle");
    assertThat(difference.signals().removed()).containsExactly("axis1.position");
  }

  @Test
  void aCommandThatAsksMoreSaysSo() {
    ProfileDifference difference =
        after(
            "maximum: 100, default: 10",
            "maximum: 50, default: 10",
            "in: [Executing]",
            "in: [Idle]");

    assertThat(difference.commands().changed()).extracting(Change::name).containsExactly("start");
    assertThat(difference.commands().changed().get(0).aspects())
        .extracting(Aspect::what)
        .containsExactly("arguments", "confirmation");
  }

  @Test
  void whatChangesOfTheWholeMachineIsSaid() {
    ProfileDifference difference = after("linkLoss: stopsItself", "linkLoss: finishes");

    assertThat(difference.whole())
        .singleElement()
        .satisfies(
            aspect -> {
              assertThat(aspect.what()).isEqualTo("end");
              assertThat(aspect.from()).contains("linkLoss stops-itself");
              assertThat(aspect.to()).contains("linkLoss finishes");
            });
  }
}
