package fucina.gateway.link.opcua;

import fucina.gateway.link.LinkFault;
import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.LinkState;
import fucina.gateway.link.TrustedCertificates;
import fucina.gateway.link.UserKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.sdk.client.identity.AnonymousProvider;
import org.eclipse.milo.opcua.sdk.client.identity.IdentityProvider;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.sdk.client.identity.X509IdentityProvider;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;

/**
 * As whom the gateway signs in: with the user's certificate, with user and password, or as nobody;
 * whatever the registration says, and never in a way that shows a password.
 *
 * @param trust which servers are trusted
 */
record Identities(TrustedCertificates trust) {

  /** The identity a registration asks for, where the endpoint takes such. */
  IdentityProvider of(LinkSettings settings, EndpointDescription endpoint) throws LinkFault {
    List<UserTokenPolicy> tokens =
        Optional.ofNullable(endpoint.getUserIdentityTokens()).map(Arrays::asList).orElse(List.of());
    if (settings.userKey().isPresent()) {
      UserKey user = settings.userKey().get();
      demand(tokens, UserTokenType.Certificate, "users with a certificate");
      return new X509IdentityProvider(user.certificate(), user.key());
    }
    if (settings.username().isEmpty()) {
      demand(tokens, UserTokenType.Anonymous, "clients without a user");
      return AnonymousProvider.INSTANCE;
    }
    demand(tokens, UserTokenType.UserName, "users with a password");
    UserTokenPolicy token =
        tokens.stream()
            .filter(each -> each.getTokenType() == UserTokenType.UserName)
            .filter(each -> encrypts(each, endpoint))
            .findFirst()
            .orElseThrow(Identities::inClear);
    return new UsernameProvider(
        settings.username().get(),
        settings.password().orElse(""),
        new PinnedTrust(trust, settings.machine()),
        policies -> policies.stream().filter(token::equals).findFirst().orElse(token));
  }

  private static void demand(List<UserTokenPolicy> tokens, UserTokenType wanted, String whom)
      throws LinkFault {
    if (tokens.stream().noneMatch(token -> token.getTokenType() == wanted)) {
      List<String> offers =
          tokens.stream().map(token -> words(token.getTokenType())).distinct().toList();
      throw new LinkFault(
          LinkState.ACCESS_REFUSED,
          "The machine's server does not take "
              + whom
              + "; it takes "
              + (offers.isEmpty() ? "nobody" : String.join(", ", offers))
              + ".");
    }
  }

  private static String words(UserTokenType type) {
    return switch (type) {
      case Anonymous -> "clients without a user";
      case UserName -> "users with a password";
      case Certificate -> "users with a certificate";
      case IssuedToken -> "tokens of a sign-in service";
    };
  }

  private static LinkFault inClear() {
    return new LinkFault(
        LinkState.MISCONFIGURED,
        "The machine's server offers no way to send the password encrypted.");
  }

  /**
   * Whether a password is unreadable on the way: by the token's own policy, else by the channel's
   * (OPC 10000-4 §7.40.4 lets a server leave it to an encrypted channel, and some always do).
   */
  private static boolean encrypts(UserTokenPolicy token, EndpointDescription endpoint) {
    if (endpoint.getSecurityMode() == MessageSecurityMode.SignAndEncrypt) {
      return true;
    }
    String uri = token.getSecurityPolicyUri();
    String effective = uri == null || uri.isEmpty() ? endpoint.getSecurityPolicyUri() : uri;
    return !SecurityPolicy.None.getUri().equals(effective);
  }
}
