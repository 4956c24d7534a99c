package fucina.gateway.link.opcua;

import fucina.gateway.link.LinkFault;
import fucina.gateway.link.LinkState;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;

/**
 * The security a registration asks for: exactly this one is used, never a weaker one because the
 * server offers it.
 *
 * @param mode how messages are protected
 * @param policy with which algorithms
 */
record Security(MessageSecurityMode mode, SecurityPolicy policy) {

  /**
   * Reads {@code SignAndEncrypt/Basic256Sha256}; empty means just that, {@code None} means none.
   */
  static Security parse(String text) throws LinkFault {
    String[] parts = text.strip().split("/", 2);
    if (parts[0].equals("None") && parts.length == 1) {
      return new Security(MessageSecurityMode.None, SecurityPolicy.None);
    }
    String mode = parts[0].isEmpty() ? "SignAndEncrypt" : parts[0];
    String policy = parts.length == 2 ? parts[1] : "Basic256Sha256";
    try {
      Security security =
          new Security(MessageSecurityMode.valueOf(mode), SecurityPolicy.valueOf(policy));
      if ((security.mode == MessageSecurityMode.None) == (security.policy == SecurityPolicy.None)
          && security.mode != MessageSecurityMode.Invalid) {
        return security;
      }
    } catch (IllegalArgumentException e) {
      // Neither a mode nor a policy: told below with what would be right.
    }
    throw new LinkFault(
        LinkState.MISCONFIGURED,
        "\"" + text + "\" is no security: write for example SignAndEncrypt/Basic256Sha256.");
  }

  boolean none() {
    return mode == MessageSecurityMode.None;
  }

  /**
   * The server's endpoint of this security, at exactly the address the registration names: servers
   * often advertise a host name that only their own network knows, and one that could send us
   * elsewhere would lead us out of the networks in which machines may be addressed.
   */
  EndpointDescription choose(List<EndpointDescription> offered, String endpoint) throws LinkFault {
    EndpointDescription chosen =
        offered.stream().filter(this::fits).findFirst().orElseThrow(() -> notOffered(offered));
    String host = Optional.ofNullable(EndpointUtil.getHost(endpoint)).orElse("");
    return EndpointUtil.updateUrl(chosen, host, EndpointUtil.getPort(endpoint));
  }

  private boolean fits(EndpointDescription endpoint) {
    return endpoint.getSecurityMode() == mode
        && policy.getUri().equals(endpoint.getSecurityPolicyUri())
        && Stack.TCP_UASC_UABINARY_TRANSPORT_URI.equals(endpoint.getTransportProfileUri());
  }

  private LinkFault notOffered(List<EndpointDescription> offered) {
    if (offered.isEmpty()) {
      return new LinkFault(
          LinkState.MISCONFIGURED,
          "The OPC UA server offers nothing at this address: is its path, what follows the port,"
              + " right?");
    }
    String offers =
        offered.stream().map(Security::words).distinct().sorted().collect(Collectors.joining(", "));
    return new LinkFault(
        LinkState.MISCONFIGURED,
        "The machine's server does not offer " + this + "; it offers " + offers + ".");
  }

  private static String words(EndpointDescription endpoint) {
    String policy =
        Arrays.stream(SecurityPolicy.values())
            .filter(p -> p.getUri().equals(endpoint.getSecurityPolicyUri()))
            .map(Enum::name)
            .findFirst()
            .orElse(String.valueOf(endpoint.getSecurityPolicyUri()));
    return endpoint.getSecurityMode() == MessageSecurityMode.None
        ? "None"
        : endpoint.getSecurityMode() + "/" + policy;
  }

  @Override
  public String toString() {
    return none() ? "None" : mode + "/" + policy.name();
  }
}
