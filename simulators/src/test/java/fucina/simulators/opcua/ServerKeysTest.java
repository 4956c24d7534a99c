package fucina.simulators.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerKeysTest {
  private static final String URI = "urn:fucina:simulator:test-1";

  @TempDir Path folder;

  @Test
  void keysAreMadeOnceAndKeptWithTheirCertificate() throws Exception {
    ServerKeys made = ServerKeys.in(folder, URI, now());
    ServerKeys again = ServerKeys.in(folder, URI, now());

    assertThat(again.certificate()).isEqualTo(made.certificate());
    Signature signing = Signature.getInstance("SHA256withRSA");
    signing.initSign(again.keyPair().getPrivate());
    signing.update((byte) 1);
    byte[] signature = signing.sign();
    signing.initVerify(made.certificate());
    signing.update((byte) 1);
    assertThat(signing.verify(signature)).isTrue();
  }

  @Test
  void onlyTheirOwnerMayReadThem() throws Exception {
    ServerKeys.in(folder, URI, now());

    assumeThat(Files.getFileStore(folder).supportsFileAttributeView("posix")).isTrue();
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("server.pem"))))
        .isEqualTo("rw-------");
  }

  @Test
  void aCertificateThatEndsSoonOrNamesAnotherApplicationIsMadeAnew() throws Exception {
    ServerKeys made = ServerKeys.in(folder, URI, now());

    Instant end = made.certificate().getNotAfter().toInstant();
    ServerKeys renewed = ServerKeys.in(folder, URI, end.minus(Duration.ofDays(20)));
    assertThat(renewed.certificate()).isNotEqualTo(made.certificate());
    ServerKeys other = ServerKeys.in(folder, "urn:fucina:simulator:test-2", now());
    assertThat(other.certificate()).isNotEqualTo(renewed.certificate());
  }

  @Test
  void aFileThatHoldsNoKeyIsSaidNotReplaced() throws Exception {
    Path file = folder.resolve("server.pem");
    Files.writeString(file, "not a key");

    assertThatThrownBy(() -> ServerKeys.in(folder, URI, now()))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessageContaining("PRIVATE KEY");
    assertThat(file).hasContent("not a key");
  }

  private static Instant now() {
    return Instant.parse("2026-11-22T12:00:00Z");
  }
}
