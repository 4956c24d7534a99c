package fucina.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.profiles.ArgumentCheck.Fitting;
import fucina.profiles.ArgumentCheck.Objection;
import fucina.profiles.ArgumentCheck.Unfit;
import fucina.profiles.Command.Argument;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ArgumentCheckTest {
  private static final Command START =
      SomeProfiles.sound(SomeProfiles.ROBOT).command("start").orElseThrow();

  private static Command taking(Argument... arguments) {
    return new Command(
        "go",
        Label.of("Go"),
        Command.Kind.SETUP,
        List.of(arguments),
        false,
        List.of(),
        Optional.empty(),
        Duration.ofSeconds(1),
        Map.of(),
        new CommandAddress.SparkplugWrite("Go", Optional.empty()));
  }

  private static Argument text(String name, String pattern) {
    return new Argument(
        name,
        Label.of(name),
        ValueType.STRING,
        true,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(pattern),
        Optional.empty());
  }

  private static List<Objection> objections(Command command, Map<String, ?> given) {
    return ((Unfit) ArgumentCheck.of(command, given)).objections();
  }

  @Test
  void whatFitsIsTypedAndInTheMachinesOrderWithItsFallback() {
    Fitting fitting = (Fitting) ArgumentCheck.of(START, Map.of("Program", "weld"));

    assertThat(fitting.values())
        .containsExactly(Map.entry("Program", Value.of("weld")), Map.entry("Speed", Value.of(10)));
  }

  @Test
  void aGivenValueStandsBeforeTheFallback() {
    Fitting fitting = (Fitting) ArgumentCheck.of(START, Map.of("Program", "weld", "Speed", 20L));

    assertThat(fitting.values()).containsEntry("Speed", Value.of(20));
  }

  @Test
  void everyObjectionIsNamedAtOnce() {
    assertThat(objections(START, Map.of("Sped", 20, "Speed", 200)))
        .extracting(Objection::argument)
        .containsExactly("Sped", "Program", "Speed");
  }

  @Test
  void anUnknownArgumentSaysWhatIsTaken() {
    assertThat(objections(START, Map.of("Program", "weld", "Tool", 1)))
        .containsExactly(new Objection("Tool", "is not known: start takes Program, Speed"));
  }

  @Test
  void wrongTypesAreNeverConverted() {
    for (Object wrong : List.of("20", true, 20.5, Double.NaN, 1e300)) {
      assertThat(objections(START, Map.of("Program", "weld", "Speed", wrong)))
          .as("%s", wrong)
          .extracting(Objection::reason)
          .containsExactly("has the wrong type; it is a whole number, at least 1, at most 100");
    }
    assertThat(objections(START, Map.of("Program", 7)))
        .extracting(Objection::argument)
        .containsExactly("Program");
  }

  @Test
  void nothingIsNoValue() {
    Map<String, Object> given = new HashMap<>();
    given.put("Program", null);

    assertThat(objections(START, given)).extracting(Objection::argument).containsExactly("Program");
  }

  @Test
  void aTextMatchesItsPatternAsAWhole() {
    assertThat(objections(START, Map.of("Program", "weld; rm")).get(0).reason())
        .contains("does not match its pattern");
    assertThat(objections(START, Map.of("Program", "weld\n"))).hasSize(1);
  }

  @Test
  void onlyAllowedValuesPass() {
    List<Value> names = List.of(Value.of("PickAndPlace_demo"), Value.of("Weld_dry_run"));
    Command load = taking(text("Name", ".*").allowing(names));

    assertThat(ArgumentCheck.of(load, Map.of("Name", "Weld_dry_run"))).isInstanceOf(Fitting.class);
    assertThat(objections(load, Map.of("Name", "Other")).get(0).reason())
        .isEqualTo("is not allowed; it is one of PickAndPlace_demo, Weld_dry_run");
  }

  @Test
  void aTextWithoutEndIsRefused() {
    assertThat(
            objections(taking(text("name", "a*")), Map.of("name", "a".repeat(1_001)))
                .get(0)
                .reason())
        .contains("longer than 1000");
  }

  @Test
  void aPatternThatBacktracksWithoutEndGivesUp() {
    Command command = taking(text("name", "(a+)+b"));

    assertThat(objections(command, Map.of("name", "a".repeat(900)))).hasSize(1);
    assertThat(ArgumentCheck.of(command, Map.of("name", "a".repeat(50) + "b")))
        .isInstanceOf(Fitting.class);
  }
}
