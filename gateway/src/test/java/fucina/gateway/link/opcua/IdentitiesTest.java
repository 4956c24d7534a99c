package fucina.gateway.link.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fucina.gateway.link.LinkFault;
import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.LinkState;
import fucina.gateway.link.SomeProfiles;
import fucina.gateway.link.TrustedCertificates;
import fucina.profiles.Protocol;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.ApplicationType;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType;
import org.eclipse.milo.opcua.stack.core.types.structured.ApplicationDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.UserNameIdentityToken;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.junit.jupiter.api.Test;

/** As whom the gateway signs in, by what servers of other stacks offer. */
class IdentitiesTest {
  private static final ByteString NONCE =
      ByteString.of("a nonce of thirty-two bytes, all.".getBytes(StandardCharsets.UTF_8));

  @Test
  void aPasswordMayGoAsItIsInsideAChannelThatEncrypts() throws Exception {
    EndpointDescription endpoint =
        endpoint(MessageSecurityMode.SignAndEncrypt, SecurityPolicy.None.getUri());
    UserNameIdentityToken token = token(endpoint);
    assertThat(token.getPassword().bytesOrEmpty())
        .isEqualTo("secret".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aPasswordThatASignedChannelWouldShowIsNotSent() {
    EndpointDescription endpoint = endpoint(MessageSecurityMode.Sign, SecurityPolicy.None.getUri());
    assertThatThrownBy(() -> token(endpoint))
        .isInstanceOfSatisfying(
            LinkFault.class, fault -> assertThat(fault.state()).isEqualTo(LinkState.MISCONFIGURED))
        .hasMessageContaining("no way to send the password encrypted");
  }

  @Test
  void aPasswordIsEncryptedByItselfWhereTheServerAsksForIt() throws Exception {
    EndpointDescription endpoint =
        endpoint(MessageSecurityMode.SignAndEncrypt, SecurityPolicy.Basic256Sha256.getUri());
    UserNameIdentityToken token = token(endpoint);
    assertThat(token.getPassword().bytesOrEmpty()).hasSize(256);
  }

  private static UserNameIdentityToken token(EndpointDescription endpoint) throws Exception {
    LinkSettings settings =
        new LinkSettings(
            "plc-1",
            SomeProfiles.of(Protocol.OPC_UA, List.of(), List.of()),
            "opc.tcp://127.0.0.1:4840",
            "",
            Optional.of("gateway"),
            Optional.of("secret"),
            Map.of());
    return (UserNameIdentityToken)
        new Identities(NOBODY).of(settings, endpoint).getIdentityToken(endpoint, NONCE).getToken();
  }

  private static EndpointDescription endpoint(MessageSecurityMode mode, String tokenPolicy) {
    try {
      return new EndpointDescription(
          "opc.tcp://127.0.0.1:4840",
          new ApplicationDescription(
              "urn:test:plc",
              "urn:test:plc",
              LocalizedText.english("plc"),
              ApplicationType.Server,
              null,
              null,
              null),
          ByteString.of(SomeCertificates.named("plc").getEncoded()),
          mode,
          SecurityPolicy.Basic256Sha256.getUri(),
          new UserTokenPolicy[] {
            new UserTokenPolicy("username", UserTokenType.UserName, null, null, tokenPolicy)
          },
          Stack.TCP_UASC_UABINARY_TRANSPORT_URI,
          Unsigned.ubyte(3));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static final TrustedCertificates NOBODY =
      new TrustedCertificates() {
        @Override
        public boolean trusted(String machine, X509Certificate certificate) {
          return false;
        }

        @Override
        public boolean rejected(String machine, X509Certificate certificate) {
          return false;
        }

        @Override
        public void presented(String machine, X509Certificate certificate) {}
      };
}
