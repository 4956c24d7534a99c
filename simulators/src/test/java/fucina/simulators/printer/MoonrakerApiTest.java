package fucina.simulators.printer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoonrakerApiTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final PrinterBehaviour printer =
      new PrinterBehaviour(1, Instant.parse("2026-11-22T08:00:00Z"), PrinterPace.REAL, 0);
  private final MoonrakerApi api = new MoonrakerApi(printer, "printer-1");

  private JsonNode ask(String request) throws IOException {
    return MAPPER.readTree(api.answer(request.getBytes(StandardCharsets.UTF_8)).orElseThrow());
  }

  private JsonNode call(String method, String params) throws IOException {
    return ask(
        "{\"jsonrpc\":\"2.0\",\"method\":\""
            + method
            + "\",\"params\":"
            + params
            + ",\"id\":\"a1\"}");
  }

  @Test
  void aPrintIsStartedPausedResumedAndCancelled() throws Exception {
    JsonNode started = call("printer.print.start", "{\"filename\":\"benchy.gcode\"}");
    assertThat(started.path("result").asText()).isEqualTo("ok");
    assertThat(started.path("id").asText()).isEqualTo("a1");
    assertThat(started.path("jsonrpc").asText()).isEqualTo("2.0");
    assertThat(printer.snapshot().state()).isEqualTo(PrinterState.PRINTING);
    call("printer.print.pause", "{}");
    assertThat(printer.snapshot().state()).isEqualTo(PrinterState.PAUSED);
    call("printer.print.resume", "{}");
    assertThat(printer.snapshot().state()).isEqualTo(PrinterState.PRINTING);
    call("printer.print.cancel", "{}");
    assertThat(printer.snapshot().state()).isEqualTo(PrinterState.CANCELLED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "printer.print.start; {\"filename\":\"not there.gcode\"}; 400",
        "printer.print.start; {}; -32602",
        "printer.print.start; {\"filename\":7}; -32602",
        "printer.print.pause; {}; 400",
        "printer.print.resume; {}; 400",
        "printer.print.cancel; {}; 400",
        "printer.gcode.script; {\"script\":\"G28\"}; -32601",
        "printer.emergency_stop; {}; -32601",
      })
  void aCallThatCannotBeIsAnErrorAndChangesNothing(String method, String params, int code)
      throws Exception {
    JsonNode answer = call(method, params);
    assertThat(answer.has("result")).isFalse();
    assertThat(answer.path("error").path("code").asInt()).isEqualTo(code);
    assertThat(answer.path("error").path("message").asText()).isNotBlank();
    assertThat(printer.snapshot().state()).isEqualTo(PrinterState.STANDBY);
  }

  @Test
  void whatIsNoRequestIsSaidToBeNone() throws Exception {
    assertThat(ask("start now!").path("error").path("code").asInt()).isEqualTo(-32700);
    assertThat(ask("").path("error").path("code").asInt()).isEqualTo(-32600);
    assertThat(ask("[]").path("error").path("code").asInt()).isEqualTo(-32600);
    assertThat(ask("{\"method\":\"printer.info\",\"id\":1}").path("error").path("code").asInt())
        .isEqualTo(-32600);
  }

  @Test
  void aNotificationIsCarriedOutWithoutAnAnswer() {
    String call =
        "{\"jsonrpc\":\"2.0\",\"method\":\"printer.print.start\",\"params\":{\"filename\":\"benchy.gcode\"}}";
    assertThat(api.answer(call.getBytes(StandardCharsets.UTF_8))).isEmpty();
    assertThat(printer.snapshot().state()).isEqualTo(PrinterState.PRINTING);
  }

  @Test
  void itTellsOfItselfItsFilesAndItsObjects() throws Exception {
    assertThat(call("printer.info", "{}").path("result").path("state").asText()).isEqualTo("ready");
    assertThat(call("server.info", "{}").path("result").path("klippy_connected").asBoolean())
        .isTrue();
    assertThat(call("server.files.list", "{}").path("result").findValuesAsText("path"))
        .containsExactlyInAnyOrder("benchy.gcode", "bracket.gcode", "calibration_cube.gcode");
    JsonNode status =
        call("printer.objects.query", "{\"objects\":{\"print_stats\":null}}")
            .path("result")
            .path("status");
    assertThat(status.path("print_stats").path("state").asText()).isEqualTo("standby");
    assertThat(status.has("extruder")).isFalse();
  }
}
