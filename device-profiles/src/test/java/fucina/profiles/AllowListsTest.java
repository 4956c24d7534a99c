package fucina.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.profiles.AllowLists.Sound;
import fucina.profiles.AllowLists.Unsound;
import fucina.profiles.Command.Argument;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

final class AllowListsTest {
  private static final Profile ROBOT = Catalogue.builtIn().profile("robot-arm-6axis").orElseThrow();
  private static final Command LOAD = ROBOT.command("load").orElseThrow();

  private static AllowLists sound(List<String> programs) {
    return ((Sound) AllowLists.read(ROBOT, Map.of("load.Name", programs))).lists();
  }

  private static Unsound unsound(Map<String, List<?>> given) {
    return (Unsound) AllowLists.read(ROBOT, given);
  }

  @Property(tries = 200)
  void aProgramIsAllowedIfAndOnlyIfItIsListed(
      @ForAll @Size(max = 5) List<@AlphaChars @StringLength(min = 1, max = 2) String> listed,
      @ForAll @AlphaChars @StringLength(min = 1, max = 2) String asked) {
    AllowLists lists = sound(listed);
    assertThat(lists.notAllowed(LOAD, Map.of("Name", Value.of(asked))).isEmpty())
        .isEqualTo(listed.contains(asked));
  }

  @Test
  void withoutAListOrAValueNothingIsAllowed() {
    assertThat(AllowLists.NONE.notAllowed(LOAD, Map.of("Name", Value.of("Weld_dry_run"))))
        .extracting(Argument::name)
        .containsExactly("Name");
    assertThat(sound(List.of("Weld_dry_run")).notAllowed(LOAD, Map.of())).hasSize(1);
  }

  @Test
  void otherArgumentsNeedNoList() {
    assertThat(AllowLists.NONE.notAllowed(ROBOT.command("stop").orElseThrow(), Map.of())).isEmpty();
  }

  @Test
  void whatTheArgumentCouldNeverBeIsNotListedAndItsPlaceIsNamed() {
    assertThat(unsound(Map.of("load.Name", List.of("good", "../bad"))))
        .satisfies(
            flaw -> {
              assertThat(flaw.place()).isEqualTo("load.Name[1]");
              assertThat(flaw.reason()).contains("does not match its pattern");
            });
    assertThat(unsound(Map.of("load.Name", List.of(7))).reason()).contains("it is a text");
    assertThat(unsound(Map.of("load.Name", List.of(" "))).reason()).isEqualTo("is empty");
    assertThat(unsound(Map.of("load.Nmae", List.of())).reason()).contains("it has load.Name");
    List<String> many = java.util.stream.IntStream.range(0, 201).mapToObj(i -> "p" + i).toList();
    assertThat(unsound(Map.of("load.Name", many)).reason()).contains("more than 200");
  }

  @Test
  void aValueNamedTwiceCountsOnce() {
    assertThat(sound(List.of("a", "a", "b")).of(LOAD, LOAD.arguments().get(0)))
        .containsExactly(Value.of("a"), Value.of("b"));
  }

  @Test
  void aChangeOfOneListLeavesTheOthersAlone() {
    AllowLists two =
        new AllowLists(Map.of("a.x", List.of(Value.of("1")), "b.y", List.of(Value.of("2"))));
    AllowLists changed = two.with(new AllowLists(Map.of("b.y", List.of())));
    assertThat(changed.lists()).containsEntry("a.x", List.of(Value.of("1")));
    assertThat(changed.lists()).containsEntry("b.y", List.of());
  }

  @Test
  void whatDoesNotFitAnotherVersionOfTheProfileIsDropped() {
    AllowLists lists =
        new AllowLists(
            Map.of(
                "load.Name",
                List.of(Value.of("good"), Value.of("b;ad")),
                "gone.Name",
                List.of(Value.of("x"))));
    assertThat(lists.fitting(ROBOT).lists())
        .isEqualTo(Map.of("load.Name", List.of(Value.of("good"))));
  }

  @Test
  void aMachinesCommandOffersWhatIsListed() {
    assertThat(LOAD.allowing(sound(List.of("a"))).arguments().get(0).allowed())
        .containsExactly(Value.of("a"));
  }
}
