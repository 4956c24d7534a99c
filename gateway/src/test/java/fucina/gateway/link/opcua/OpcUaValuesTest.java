package fucina.gateway.link.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fucina.gateway.link.LinkFault;
import fucina.profiles.Command.Argument;
import fucina.profiles.Label;
import fucina.profiles.Value;
import fucina.profiles.ValueType;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpcUaValuesTest {
  @TempDir private Path folder;

  private static Argument argument(ValueType type, String uaType) {
    return new Argument(
        "a",
        Label.of("a"),
        type,
        true,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        uaType.isEmpty() ? Optional.empty() : Optional.of(uaType));
  }

  @Test
  void anArgumentIsSentInTheTypeTheMethodWants() {
    assertThat(OpcUaValues.argument(argument(ValueType.INTEGER, "Int64"), Value.of(3)))
        .isEqualTo(Variant.ofInt64(3L));
    assertThat(OpcUaValues.argument(argument(ValueType.INTEGER, ""), Value.of(3)))
        .isEqualTo(Variant.ofInt32(3));
    assertThat(OpcUaValues.argument(argument(ValueType.INTEGER, "UInt16"), Value.of(65_535)))
        .isEqualTo(Variant.ofUInt16(Unsigned.ushort(65_535)));
    assertThat(OpcUaValues.argument(argument(ValueType.NUMBER, "Float"), Value.of(1.5)))
        .isEqualTo(Variant.ofFloat(1.5f));
    assertThat(OpcUaValues.argument(argument(ValueType.STRING, ""), Value.of("x")))
        .isEqualTo(Variant.ofString("x"));
  }

  @Test
  void aValueThatDoesNotFitIsNeverBent() {
    assertThatThrownBy(
            () -> OpcUaValues.argument(argument(ValueType.INTEGER, "Byte"), Value.of(256)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Byte");
    assertThatThrownBy(
            () -> OpcUaValues.argument(argument(ValueType.INTEGER, "Int32"), Value.of(1.5)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> OpcUaValues.argument(argument(ValueType.STRING, "Boolean"), Value.of("x")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aWatchdogTurnsOverOrCountsOnInItsOwnType() {
    assertThat(OpcUaValues.next(Variant.ofBoolean(true))).isEqualTo(Variant.ofBoolean(false));
    assertThat(OpcUaValues.next(Variant.ofUInt16(Unsigned.ushort(7))))
        .isEqualTo(Variant.ofUInt16(Unsigned.ushort(8)));
    assertThat(OpcUaValues.next(Variant.ofByte(Unsigned.ubyte(100))))
        .isEqualTo(Variant.ofByte(Unsigned.ubyte(0)));
  }

  @Test
  void aTextIsATextInWhicheverTypeItComes() {
    assertThat(OpcUaValues.plain(Variant.of(LocalizedText.english("Idle")))).contains("Idle");
    assertThat(OpcUaValues.plain(Variant.NULL_VALUE)).isEmpty();
  }

  @Test
  void anElementThatAWholeArrayLacksIsNotItsFirst() {
    double[] shrunk = {20};
    assertThat(OpcUaValues.element(shrunk, 2, false)).contains(20.0);
    assertThat(OpcUaValues.element(shrunk, 2, true)).isEmpty();
    assertThat(OpcUaValues.length(Variant.of(new Double[] {20.0, 30.0}))).isEqualTo(2);
    assertThat(OpcUaValues.length(Variant.of(20.0))).isEqualTo(1);
    assertThat(OpcUaValues.length(Variant.NULL_VALUE)).isEqualTo(1);
  }

  @Test
  void securityIsExactlyWhatWasWritten() throws Exception {
    assertThat(Security.parse("SignAndEncrypt/Basic256Sha256"))
        .hasToString("SignAndEncrypt/Basic256Sha256");
    assertThat(Security.parse("")).hasToString("SignAndEncrypt/Basic256Sha256");
    assertThat(Security.parse("None").none()).isTrue();
    for (String wrong : List.of("None/Basic256Sha256", "Sign/None", "Invalid/None", "Strong")) {
      assertThatThrownBy(() -> Security.parse(wrong))
          .isInstanceOf(LinkFault.class)
          .hasMessageContaining(wrong);
    }
  }

  @Test
  void theOwnCertificateIsMadeOnceAndAnewOnlyForAnotherUri() {
    OwnCertificate first = OwnCertificate.in(folder, "own", "urn:fucina:one");
    assertThat(OwnCertificate.in(folder, "own", "urn:fucina:one").certificate())
        .isEqualTo(first.certificate());
    assertThat(CertificateUtil.getSanUri(first.certificate())).contains("urn:fucina:one");
    assertThat(OwnCertificate.in(folder, "own", "urn:fucina:two").certificate())
        .isNotEqualTo(first.certificate());
    assertThat(folder.resolve("own.key")).exists();
  }
}
