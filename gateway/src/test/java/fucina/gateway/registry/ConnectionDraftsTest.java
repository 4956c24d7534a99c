package fucina.gateway.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import fucina.gateway.link.Cells;
import fucina.gateway.link.LinkSettings;
import fucina.gateway.registry.Machine.Connection;
import fucina.gateway.registry.Registry.Invalid;
import fucina.profiles.Catalogue;
import fucina.profiles.Profile;
import fucina.profiles.ProfileRead;
import fucina.profiles.ProfileReader;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionDraftsTest {
  private static final Profile ROBOT = Catalogue.builtIn().profile("robot-arm-6axis").orElseThrow();
  private static final Profile PRINTER = loose();
  private static final ConnectionDrafts DRAFTS = new ConnectionDrafts(Cells.ANY);

  /** The printer, whose prefix may be anything. */
  private static Profile loose() {
    Profile known = Catalogue.builtIn().profile("printer-fff-klipper").orElseThrow();
    String pattern =
        known.variables().stream()
            .filter(variable -> variable.name().equals("PREFIX"))
            .map(Profile.Variable::pattern)
            .findFirst()
            .orElseThrow();
    String text =
        known.source().replace("PREFIX, pattern: \"" + pattern + "\"", "PREFIX, pattern: \".*\"");
    assertThat(text).isNotEqualTo(known.source());
    return ((ProfileRead.Sound) new ProfileReader().read(text)).profile();
  }

  private static Connection at(String endpoint, Map<String, String> variables) {
    return new Connection(endpoint, "", Optional.empty(), variables);
  }

  private static Invalid flaw(Profile profile, Connection connection) {
    return catchThrowableOfType(Invalid.class, () -> DRAFTS.connection(profile, connection));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{{HOST}}", "a}}b", "a\nb", "a\u0000", "+", "a/#", "$share/g/a", "a/$share/b"})
  void aValueThatWouldBreakATopicIsRefusedWhateverThePatternSays(String value) {
    Invalid flaw = flaw(PRINTER, at("", Map.of("PREFIX", value)));
    assertThat(flaw).as(value).isNotNull();
    assertThat(flaw.field()).isEqualTo("connection.variables.PREFIX");
    assertThat(flaw.getMessage()).doesNotContain("does not match");
  }

  @Test
  void allThatIsWrongIsSaidAtOnce() {
    Connection wrong = at("http://10.0.0.1", Map.of("PREFIX", "a/#", "PREFIXX", "b", "OTHER", "c"));
    assertThat(flaw(PRINTER, wrong).reasons())
        .containsOnlyKeys(
            "connection.variables.PREFIX",
            "connection.variables.PREFIXX",
            "connection.variables.OTHER",
            "connection.endpoint");
  }

  @Test
  void aValueThatThePatternAllowsIsTaken() {
    assertThatCode(() -> DRAFTS.connection(PRINTER, at("", Map.of("PREFIX", "lab/printer-9"))))
        .doesNotThrowAnyException();
  }

  @Test
  void settingsWithAnUnfilledPlaceholderAreNotWhole() {
    LinkSettings bad =
        new LinkSettings(
            "printer-9",
            PRINTER,
            "mqtt://127.0.0.1:1883",
            "",
            Optional.empty(),
            Optional.empty(),
            Map.of("PREFIX", "{{HOST}}"));
    assertThat(catchThrowableOfType(IllegalArgumentException.class, bad::requireWhole))
        .hasMessageContaining("fills no {{HOST}}");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 65_536, 99_999})
  void aPortThatIsNoneIsRefused(int port) {
    Invalid server = flaw(ROBOT, at("opc.tcp://127.0.0.1:" + port, Map.of()));
    assertThat(server.field()).isEqualTo("connection.endpoint");
    assertThat(server.getMessage()).contains("port " + port, "1 to 65535");
    Invalid broker = flaw(PRINTER, at("mqtt://127.0.0.1:" + port, Map.of("PREFIX", "printer-9")));
    assertThat(broker.getMessage()).contains("port " + port);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mqtt://sara:s3cret@10.0.0.1:1883",
        "mqtt://sara:s3cret@not a host",
        "mqtt:sara:s3cret@host",
        "sara:s3cret@host",
        "http://sara:s3cret@host"
      })
  void aPasswordInAnAddressIsNeverRepeated(String endpoint) {
    Invalid flaw = flaw(PRINTER, at(endpoint, Map.of("PREFIX", "printer-9")));
    assertThat(flaw.field()).isEqualTo("connection.endpoint");
    assertThat(flaw.getMessage())
        .doesNotContain("s3cret")
        .doesNotContain("sara")
        .contains("connection.username", "connection.password");
  }

  @Test
  void anotherSchemeIsToldWhatWouldBeRight() {
    assertThat(flaw(ROBOT, at("http://10.0.0.1", Map.of())).getMessage())
        .contains("opc.tcp://host:4840/path");
  }
}
