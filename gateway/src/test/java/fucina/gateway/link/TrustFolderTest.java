package fucina.gateway.link;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.link.TrustFolder.Decision;
import fucina.gateway.link.opcua.SomeCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustFolderTest {
  private static final InstantSource CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);
  private static final X509Certificate CERTIFICATE = SomeCertificates.named("robot-1");
  private static final String PRINT = Fingerprint.sha256(CERTIFICATE);

  @TempDir private Path folder;

  private TrustFolder open() {
    return new TrustFolder(folder, CLOCK);
  }

  @Test
  void whatAMachineShowsWaitsForATechnicianAndIsNotTrusted() {
    TrustFolder trust = open();
    trust.presented("robot-1", CERTIFICATE);
    trust.presented("robot-1", CERTIFICATE);
    assertThat(trust.trusted("robot-1", CERTIFICATE)).isFalse();
    assertThat(trust.list())
        .singleElement()
        .satisfies(e -> assertThat(e.fingerprint()).isEqualTo(PRINT))
        .satisfies(e -> assertThat(e.machine()).isEqualTo("robot-1"))
        .satisfies(e -> assertThat(e.subject()).contains("robot-1"))
        .satisfies(e -> assertThat(e.decision()).isEqualTo(Decision.PENDING));
  }

  @Test
  void aDecisionOutlivesARestartAndCanBeTakenBack() {
    TrustFolder trust = open();
    trust.presented("robot-1", CERTIFICATE);
    decide(trust, Decision.TRUSTED);
    assertThat(open().trusted("robot-1", CERTIFICATE)).isTrue();
    decide(open(), Decision.REJECTED);
    TrustFolder later = open();
    assertThat(later.trusted("robot-1", CERTIFICATE)).isFalse();
    assertThat(later.rejected("robot-1", CERTIFICATE)).isTrue();
    assertThat(later.rejected("robot-2", CERTIFICATE)).isFalse();
    later.presented("robot-1", CERTIFICATE);
    assertThat(later.list())
        .singleElement()
        .satisfies(e -> assertThat(e.decision()).isEqualTo(Decision.REJECTED))
        .satisfies(e -> assertThat(e.firstSeen()).isEqualTo(CLOCK.instant()));
  }

  @Test
  void aFingerprintMayBeWrittenAsPanelsShowIt() {
    TrustFolder trust = open();
    trust.presented("robot-1", CERTIFICATE);
    String shown = PRINT.toUpperCase(Locale.ROOT).replaceAll("(..)(?!$)", "$1:");
    assertThat(trust.entries(shown)).hasSize(1);
    assertThat(trust.entries("00".repeat(32))).isEmpty();
  }

  @Test
  void theSameCertificateOfAnotherMachineWaitsByItself() {
    TrustFolder trust = open();
    trust.presented("robot-1", CERTIFICATE);
    decide(trust, Decision.TRUSTED);
    assertThat(trust.trusted("robot-2", CERTIFICATE)).isFalse();
    trust.presented("robot-2", CERTIFICATE);
    TrustFolder later = open();
    assertThat(later.trusted("robot-1", CERTIFICATE)).isTrue();
    assertThat(later.trusted("robot-2", CERTIFICATE)).isFalse();
    assertThat(later.entries(PRINT))
        .extracting(TrustFolder.Entry::machine)
        .containsExactly("robot-2", "robot-1");
  }

  @Test
  void whatACentreTrustedWhileTryingOutHoldsForItsMachineThereAndNoOther() {
    TrustFolder trust = open();
    String tried = TrustFolder.draft("made", "opc.tcp://10.0.0.5:4840");
    trust.drafts(machine -> machine.equals("robot-1") ? tried : "draft@cim40 opc.tcp://10.0.0.5");
    trust.presented(tried, CERTIFICATE);
    decide(trust, Decision.TRUSTED);
    trust.presented("robot-1", CERTIFICATE);
    trust.presented("robot-2", CERTIFICATE);
    assertThat(trust.trusted("robot-1", CERTIFICATE)).isTrue();
    assertThat(trust.trusted("robot-2", CERTIFICATE)).isFalse();
    TrustFolder.Entry entry =
        open().list().stream().filter(e -> e.draftOf().isPresent()).findFirst().orElseThrow();
    assertThat(entry.draftOf()).contains("made");
    assertThat(entry.triedAt()).contains("opc.tcp://10.0.0.5:4840");
  }

  @Test
  void filesOfAnEarlierLayoutKeepTheirMeaning() throws Exception {
    open();
    Path trusted = folder.resolve("trusted");
    Files.write(trusted.resolve(PRINT + ".der"), CERTIFICATE.getEncoded());
    Files.writeString(trusted.resolve(PRINT + ".txt"), "robot-1\n2026-11-20T12:00:00Z\n");
    for (int start = 0; start < 2; start++) {
      TrustFolder trust = open();
      assertThat(trust.trusted("robot-1", CERTIFICATE)).isTrue();
      assertThat(trust.trusted("robot-2", CERTIFICATE)).isFalse();
      assertThat(trust.list())
          .singleElement()
          .satisfies(e -> assertThat(e.firstSeen()).isEqualTo("2026-11-20T12:00:00Z"));
    }
  }

  private static void decide(TrustFolder trust, Decision decision) {
    trust.entries(PRINT).forEach(entry -> trust.decide(entry, decision));
  }

  @Test
  void aCertificateCopiedInByHandIsTrusted() throws Exception {
    open();
    Files.write(folder.resolve("trusted").resolve("from the vendor.der"), CERTIFICATE.getEncoded());
    Files.writeString(folder.resolve("trusted").resolve("not one.der"), "nothing");
    assertThat(open().trusted("any-machine", CERTIFICATE)).isTrue();
    assertThat(folder.resolve("trusted").resolve(PRINT + ".der")).exists();
  }

  @Test
  void anInboxThatIsFloodedStopsTaking() {
    TrustFolder trust = open();
    for (int i = 0; i < 205; i++) {
      trust.presented("m" + i, SomeCertificates.named("m" + i));
    }
    assertThat(trust.list()).hasSize(200);
  }
}
