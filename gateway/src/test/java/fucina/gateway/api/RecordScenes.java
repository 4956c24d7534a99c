package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.api.Visitor.Reply;
import fucina.profiles.Value;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What is taken home from a session. */
interface RecordScenes {
  Cast cast();

  /** The history page and the report answer one question alike. */
  @Test
  default void theReportHasTheFiguresThatTelemetryHasOfTheSameStretch() {
    Instant now = Instant.now();
    cast().lobby.measure("printer-1", "nozzle.target", Value.of(210), now);
    cast().lobby.measure("printer-1", "bed.temperature", Value.of(20), now);
    cast().lobby.measure("printer-1", "job.file", Value.of("secret-part.gcode"), now);
    JsonObject booking = cast().booked("printer-1");
    String path = "/sessions/" + Cast.session(booking);
    cast().lobby.measure("printer-1", "bed.temperature", Value.of(60.25), Instant.now());
    cast().lobby.measure("printer-1", "bed.temperature", Value.of(59.5), Instant.now());
    cast().giveBack(booking, "printer-1");
    JsonObject report = cast().sme.get(path + "/report").json();
    JsonObject actual = report.getJsonObject("actual");
    String stretch = "from=" + actual.getString("from") + "&to=" + actual.getString("to");
    JsonObject telemetry =
        cast().sme.get("/machines/printer-1/telemetry?figures=true&" + stretch).json();
    AlikeFigures.check(report, telemetry);
    JsonObject bed = AlikeFigures.of(report, "bed.temperature");
    assertThat(bed.getDouble("max")).isEqualTo(60.25);
    assertThat(bed.getDouble("min")).as("held at the start").isEqualTo(20);
    assertThat(bed.getInteger("readings")).isEqualTo(2);
    JsonObject target = AlikeFigures.of(report, "nozzle.target");
    assertThat(target.getInteger("readings")).isZero();
    assertThat(target.getDouble("timeMean")).isEqualTo(210);
    assertThat(AlikeFigures.of(report, "job.file").getJsonObject("held").getString("missing"))
        .isEqualTo("withheld");
    assertThat(report.encode()).doesNotContain("secret-part");
    assertThat(
            cast()
                .technician
                .get(
                    "/machines/printer-1/telemetry?figures=true&from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z")
                .wrongFields())
        .containsExactly("figures");
  }

  @Test
  default void anEndedSessionIsTakenHomeByItsOrganisationAndSeenByTheCentre() {
    JsonObject booking = cast().booked("printer-1");
    String path = "/sessions/" + Cast.session(booking);
    cast().sme.post(path + "/join");
    cast().sme.post(path + "/commands", Cast.json().put("command", "cancel"));
    cast().lobby.measure("printer-1", "bed.temperature", Value.of(59.5), Instant.now());
    assertThat(cast().sme.get(path + "/dataset").rules()).containsExactly("ended");
    assertThat(cast().sme.get(path + "/report").rules()).containsExactly("ended");
    cast().giveBack(booking, "printer-1");
    cast().lobby.measure("printer-1", "bed.temperature", Value.of(11.5), Instant.now());

    Reply zip = cast().sme.get(path + "/dataset");
    assertThat(zip.header("Content-Type")).isEqualTo("application/zip");
    assertThat(zip.response().body()).startsWith("PK");
    assertThat(cast().engineer.get(path + "/dataset?format=csv").header("ETag"))
        .isEqualTo(zip.header("ETag"));
    JsonObject json = cast().sme.get(path + "/dataset?format=json").json();
    assertThat(json.getJsonArray("readings").encode())
        .contains("\"value\":59.5")
        .doesNotContain("\"value\":11.5");

    JsonObject report = cast().coordinator.get(path + "/report").json();
    assertThat(zip.header("ETag"))
        .isEqualTo('"' + report.getJsonObject("dataset").getString("sha256") + '"');
    assertThat(report.getJsonObject("person").getString("name")).isEqualTo("The sme");
    assertThat(report.getJsonArray("commands").getJsonObject(0).getString("command"))
        .isEqualTo("cancel");
    assertThat(json.getJsonObject("record").encode())
        .as("people by their ids only")
        .doesNotContain("The sme");

    assertThat(cast().other.get(path + "/dataset").status()).isEqualTo(404);
    assertThat(cast().other.get(path + "/report").status()).isEqualTo(404);
    assertThat(cast().stranger.get(path + "/dataset").status()).isEqualTo(404);
    assertThat(cast().nobody.get(path + "/dataset").status()).isEqualTo(401);
    assertThat(cast().nobody.get(path + "/report").status()).isEqualTo(401);
    Reply parquet = cast().sme.get(path + "/dataset?format=parquet");
    assertThat(parquet.wrongFields()).containsExactly("format");
    assertThat(parquet.json().getString("detail")).contains("csv", "json");
    assertThat(cast().nobody.get("/dataset-key").response().body())
        .startsWith("-----BEGIN PUBLIC KEY-----");
  }
}
