package fucina.gateway.record;

import static fucina.gateway.record.SomeSession.END;
import static fucina.gateway.record.SomeSession.NINE;
import static fucina.gateway.record.SomeSession.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fucina.gateway.link.LinkState;
import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.Quality;
import fucina.profiles.Value;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealingTest {
  @TempDir Path folder;
  private final RecordedStore store =
      new RecordedStore(
          List.of(
              at(-10, "job.state", "standby"),
              at(-5, "bed.temperature", 59.0),
              at(0, "bed.temperature", 60.5),
              at(60, "job.state", "printing"),
              at(61, "job.file", "a \"fine\", part\n.gcode"),
              at(120, "bed.temperature", 62.5),
              at(130, "bed.temperature", Value.of(Double.NaN), Quality.BAD),
              at(540, "job.state", "complete"),
              at(600, "bed.temperature", 20.0)));

  private static String text(Sealed sealed, String name) throws IOException {
    return new String(bytes(sealed, name), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(Sealed sealed, String name) throws IOException {
    try (ZipFile zip = new ZipFile(sealed.file().toFile())) {
      return zip.getInputStream(zip.getEntry(name)).readAllBytes();
    }
  }

  private static JsonObject figure(Sealed sealed, String signal) {
    return SealedReader.record(sealed).getJsonArray("figures").stream()
        .map(JsonObject.class::cast)
        .filter(figure -> figure.getString("signal").equals(signal))
        .findFirst()
        .orElseThrow();
  }

  private Sealed sealed(LinkState link) {
    return sealed(store, link);
  }

  private Sealed sealed(RecordedStore from, LinkState link) {
    return new Sealing(from, folder.resolve("datasets"), SigningKey.in(folder.resolve("pki")))
        .seal(SomeSession.facts(link));
  }

  @Test
  void readingsAreThoseFromTheActualStartToTheActualEndAndNoOthers() throws IOException {
    assertThat(text(sealed(LinkState.ONLINE), "readings.csv"))
        .isEqualTo(
            """
            t,sourceTime,signal,value,unit,quality
            2026-11-26T09:00:00Z,2026-11-26T08:59:55Z,bed.temperature,60.5,°C,good
            2026-11-26T09:01:00Z,2026-11-26T09:00:55Z,job.state,printing,,good
            2026-11-26T09:01:01Z,2026-11-26T09:00:56Z,job.file,"a ""fine"", part¶.gcode",,good
            2026-11-26T09:02:00Z,2026-11-26T09:01:55Z,bed.temperature,62.5,°C,good
            2026-11-26T09:02:10Z,2026-11-26T09:02:05Z,bed.temperature,,°C,bad
            2026-11-26T09:09:00Z,2026-11-26T09:08:55Z,job.state,complete,,good
            """
                .replace("\n", "\r\n")
                .replace("¶", "\n"));
  }

  @Test
  void theRecordHasStatesFiguresAndCommandsWithTheirLatency() {
    JsonObject record = SealedReader.record(sealed(LinkState.ONLINE));
    assertThat(record.getJsonArray("states").encode())
        .isEqualTo(
            "[{\"state\":\"ready\",\"from\":\"2026-11-26T09:00:00Z\",\"to\":\"2026-11-26T09:01:00Z\"},"
                + "{\"state\":\"running\",\"from\":\"2026-11-26T09:01:00Z\",\"to\":\"2026-11-26T09:09:00Z\"},"
                + "{\"state\":\"complete\",\"from\":\"2026-11-26T09:09:00Z\",\"to\":\"2026-11-26T09:10:00Z\"}]");
    assertThat(record.getJsonObject("stateMillis").getInteger("running")).isEqualTo(480_000);
    JsonObject bed = figure(sealed(LinkState.ONLINE), "bed.temperature");
    assertThat(bed.getInteger("readings")).isEqualTo(3);
    assertThat(bed.getDouble("min")).isEqualTo(60.5);
    assertThat(bed.getDouble("max")).isEqualTo(62.5);
    assertThat(bed.getDouble("mean")).isEqualTo(61.5);
    assertThat(bed.getDouble("timeMean"))
        .as("60.5 for 120 s, 62.5 for 10 s, then a bad reading")
        .isEqualTo((120 * 60.5 + 10 * 62.5) / 130, within(1e-9));
    assertThat(bed.getValue("last")).as("a number that is none").isNull();
    JsonObject start = record.getJsonArray("commands").getJsonObject(0);
    assertThat(start.getInteger("acceptedMs")).isEqualTo(40);
    assertThat(start.getInteger("confirmedMs")).isEqualTo(2000);
    assertThat(record.getInteger("clockOffsetMs")).isEqualTo(5000);
    assertThat(record.getJsonObject("profile").getString("version"))
        .isEqualTo(SomeSession.PRINTER.version());
  }

  @Test
  void whatEachSignalHeldAtTheStartIsInItWithoutSayingWhenAnothersValuesChanged()
      throws IOException {
    RecordedStore before =
        new RecordedStore(
            List.of(
                at(-9000, "nozzle.target", 210),
                at(-100, "job.file", "another's part.gcode"),
                at(-90, "bed.target", 60),
                at(-50, "nozzle.temperature", Value.of(0), Quality.BAD),
                at(-10, "job.state", "standby"),
                at(60, "job.state", "printing")));
    before.gaps.add(
        new Gap(
            "printer-1", "bed.target", NINE.minusSeconds(80), NINE.minusSeconds(70), "sequence"));
    Sealed sealed = sealed(before, LinkState.ONLINE);
    assertThat(text(sealed, "held.csv").lines())
        .startsWith("signal,value,unit,quality,since,missing")
        .contains(
            "nozzle.target,210,°C,good,,",
            "job.file,,,,,withheld",
            "bed.target,,°C,,,gap",
            "nozzle.temperature,0,°C,bad,,",
            "job.state,standby,,good,,",
            "bed.temperature,,°C,,,none")
        .hasSize(1 + SomeSession.PRINTER.signals().size());
    assertThat(text(sealed, "readings.csv")).doesNotContain("standby");
    JsonObject target = figure(sealed, "nozzle.target");
    assertThat(target.getJsonObject("held").getInteger("value")).isEqualTo(210);
    assertThat(target.getInteger("readings")).isZero();
    assertThat(target.getDouble("min")).isEqualTo(210);
    assertThat(target.getDouble("timeMean")).isEqualTo(210);
    assertThat(target.getDouble("last")).isEqualTo(210);
    assertThat(target.getValue("lastAt")).isNull();
    assertThat(figure(sealed, "bed.target").getValue("last")).isNull();
    assertThat(SealedReader.record(sealed).encode()).doesNotContain("another's");
  }

  @Test
  void whatWasMeasuredInTheWindowButBeforeTheSessionBeganSaysWhenItWas() throws IOException {
    RecordedStore before =
        new RecordedStore(List.of(at(5, "job.file", "own.gcode"), at(10, "job.state", "standby")));
    Sealed sealed =
        new Sealing(before, folder.resolve("datasets"), SigningKey.in(folder.resolve("pki")))
            .seal(SomeSession.facts(LinkState.ONLINE, NINE.plusSeconds(20)));
    assertThat(text(sealed, "held.csv").lines())
        .contains(
            "job.file,own.gcode,,good,2026-11-26T09:00:05Z,",
            "job.state,standby,,good,2026-11-26T09:00:10Z,");
  }

  @Test
  void aLinkThatIsLostAtTheEndIsAGapThoughTheStoreKnowsOfNone() throws IOException {
    store.gaps.add(
        new Gap(
            "printer-1", "bed.temperature", NINE.minusSeconds(9), NINE.plusSeconds(9), "sequence"));
    String gaps = text(sealed(LinkState.UNREACHABLE), "gaps.csv");
    assertThat(gaps)
        .isEqualTo(
            "from,to,signal,reason\r\n"
                + NINE
                + ","
                + NINE.plusSeconds(9)
                + ",bed.temperature,sequence\r\n"
                + NINE.plusSeconds(540)
                + ","
                + END
                + ",,link-lost\r\n");
    assertThat(text(sealed(LinkState.SILENT), "gaps.csv")).isEqualTo(gaps);
    assertThat(text(sealed(LinkState.ONLINE), "gaps.csv")).doesNotContain("link-lost");
  }

  @Test
  void theManifestHoldsEveryFileAndItsSignatureIsOfTheKeyThatIsPublished() throws Exception {
    Sealed sealed = sealed(LinkState.ONLINE);
    for (Object each : SealedReader.manifest(sealed).getJsonArray("files")) {
      JsonObject file = (JsonObject) each;
      byte[] bytes = bytes(sealed, file.getString("name"));
      assertThat(file.getInteger("bytes")).isEqualTo(bytes.length);
      assertThat(file.getString("sha256")).isEqualTo(Sha256.hex(bytes));
    }
    assertThat(sealed.sha256()).isEqualTo(Sha256.hex(Files.readAllBytes(sealed.file())));
    byte[] manifest = bytes(sealed, "manifest.json");
    assertThat(verified(manifest, bytes(sealed, "manifest.sig"))).isTrue();
    manifest[manifest.length / 2] ^= 1;
    assertThat(verified(manifest, bytes(sealed, "manifest.sig"))).isFalse();
  }

  private boolean verified(byte[] manifest, byte[] signature) throws Exception {
    String pem = SigningKey.in(folder.resolve("pki")).publicPem();
    byte[] key = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    PublicKey open = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(key));
    Signature verifier = Signature.getInstance("SHA256withECDSA");
    verifier.initVerify(open);
    verifier.update(manifest);
    return verifier.verify(signature);
  }

  @Test
  void whatAKillLeftHalfWrittenIsReplacedAndNothingHalfWrittenIsLeft() throws IOException {
    Files.createDirectories(folder.resolve("datasets"));
    Files.writeString(folder.resolve("datasets/7d1c.zip.new"), "x".repeat(1 << 20));
    Sealed sealed = sealed(LinkState.ONLINE);
    assertThat(text(sealed, "manifest.json")).contains("readings.csv");
    assertThat(folder.resolve("datasets")).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void asJsonItIsOneObjectWithTheSameReadings() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SealedReader.json(sealed(LinkState.ONLINE), out);
    JsonObject json = new JsonObject(out.toString(StandardCharsets.UTF_8));
    assertThat(json.getJsonArray("readings")).hasSize(6);
    JsonObject first = json.getJsonArray("readings").getJsonObject(0);
    assertThat(first.getValue("value")).isEqualTo(60.5);
    assertThat(first.getString("unit")).isEqualTo("°C");
    assertThat(json.getJsonArray("readings").getJsonObject(2).getString("value"))
        .isEqualTo("a \"fine\", part\n.gcode");
    assertThat(json.getJsonArray("readings").getJsonObject(4).getValue("value")).isNull();
    assertThat(json.getJsonObject("record").getString("person")).isEqualTo("p-17");
  }
}
