package fucina.gateway.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.TimeZone;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

class SealedZipTest {
  private static final Instant END = Instant.parse("2026-11-26T10:00:00Z");

  private static byte[] zip(SealedZip.Content content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (SealedZip zip = new SealedZip(out, END)) {
      zip.file("a.csv", content);
      zip.file("manifest.json", file -> file.write(zip.files().toBuffer().getBytes()));
    }
    return out.toByteArray();
  }

  @Test
  void theSameContentsGiveTheSameBytesInAnyTimeZoneAndInWhateverPiecesTheyCome()
      throws IOException {
    byte[] text = "x,y\r\n1,2\r\n".repeat(50_000).getBytes(StandardCharsets.UTF_8);
    TimeZone home = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Auckland"));
      byte[] there = zip(out -> out.write(text));
      TimeZone.setDefault(TimeZone.getTimeZone("Europe/Rome"));
      byte[] here =
          zip(
              out -> {
                for (byte one : text) {
                  out.write(one);
                }
              });
      assertThat(here).isEqualTo(there);
    } finally {
      TimeZone.setDefault(home);
    }
  }

  @Test
  void eachFileIsListedWithItsSizeAndHash() throws IOException {
    byte[] zip = zip(out -> out.write("hello\n".getBytes(StandardCharsets.UTF_8)));
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      ZipEntry first = in.getNextEntry();
      assertThat(first.getName()).isEqualTo("a.csv");
      assertThat(in.readAllBytes()).asString().isEqualTo("hello\n");
      in.getNextEntry();
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(
              "["
                  + new JsonObject()
                      .put("name", "a.csv")
                      .put("bytes", 6)
                      // As sha256sum says.
                      .put(
                          "sha256",
                          "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03")
                      .encode()
                  + "]");
    }
  }
}
