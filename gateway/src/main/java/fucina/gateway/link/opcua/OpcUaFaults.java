package fucina.gateway.link.opcua;

import fucina.gateway.link.Fingerprint;
import fucina.gateway.link.FirstWords;
import fucina.gateway.link.LinkFault;
import fucina.gateway.link.LinkState;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.UaServiceFaultException;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;

/** What OPC UA's status codes mean to a technician. */
final class OpcUaFaults {
  private static final Set<Long> NOT_TRUSTING_US =
      Set.of(
          StatusCodes.Bad_SecurityChecksFailed,
          StatusCodes.Bad_CertificateUntrusted,
          StatusCodes.Bad_CertificateInvalid,
          StatusCodes.Bad_CertificateChainIncomplete,
          StatusCodes.Bad_CertificateRevocationUnknown,
          StatusCodes.Bad_CertificateIssuerRevocationUnknown,
          StatusCodes.Bad_CertificateUseNotAllowed,
          StatusCodes.Bad_ApplicationSignatureInvalid);
  private static final Map<Long, String> OUR_CERTIFICATE =
      Map.of(
          StatusCodes.Bad_CertificateUriInvalid,
          "The machine's server misses our application URI in the gateway's certificate: its own"
              + " list may name another; accept the certificate with SHA-1 ",
          StatusCodes.Bad_CertificateTimeInvalid,
          "The machine's server calls the gateway's certificate expired or not valid yet: set the"
              + " clock of the machine, or renew the certificate with SHA-1 ",
          StatusCodes.Bad_CertificateRevoked,
          "The machine's server has the gateway's certificate on its list of revoked ones: remove it"
              + " there, or renew the certificate with SHA-1 ",
          StatusCodes.Bad_CertificateHostNameInvalid,
          "The machine's server wants our host name in the gateway's certificate: switch that check"
              + " off there for the certificate with SHA-1 ");
  private static final Set<Long> WRONG_PASSWORD =
      Set.of(
          StatusCodes.Bad_UserAccessDenied,
          StatusCodes.Bad_IdentityTokenRejected,
          StatusCodes.Bad_IdentityTokenInvalid,
          StatusCodes.Bad_UserSignatureInvalid);
  private static final Set<Long> WRONG_SETTINGS =
      Set.of(
          StatusCodes.Bad_SecurityPolicyRejected,
          StatusCodes.Bad_SecurityModeRejected,
          StatusCodes.Bad_SecurityModeInsufficient,
          StatusCodes.Bad_TcpEndpointUrlInvalid,
          StatusCodes.Bad_ConfigurationError,
          StatusCodes.Bad_ServiceUnsupported);

  /** What says nothing of what was asked, only that the connection is not there. */
  private static final Set<Long> PASSING =
      Set.of(
          StatusCodes.Bad_CommunicationError,
          StatusCodes.Bad_ConnectionClosed,
          StatusCodes.Bad_ConnectionRejected,
          StatusCodes.Bad_NoCommunication,
          StatusCodes.Bad_NotConnected,
          StatusCodes.Bad_RequestTimeout,
          StatusCodes.Bad_SecureChannelClosed,
          StatusCodes.Bad_SecureChannelIdInvalid,
          StatusCodes.Bad_ServerHalted,
          StatusCodes.Bad_ServerNotConnected,
          StatusCodes.Bad_SessionClosed,
          StatusCodes.Bad_SessionIdInvalid,
          StatusCodes.Bad_SessionNotActivated,
          StatusCodes.Bad_Shutdown,
          StatusCodes.Bad_Timeout);

  private static final Map<Long, String> WORDS =
      Map.ofEntries(
          Map.entry(StatusCodes.Bad_NodeIdUnknown, "the machine has no such node"),
          Map.entry(StatusCodes.Bad_NodeIdInvalid, "the machine cannot have such a node"),
          Map.entry(StatusCodes.Bad_NoMatch, "the machine has nothing at this path"),
          Map.entry(StatusCodes.Bad_NotReadable, "the machine does not let this be read"),
          Map.entry(
              StatusCodes.Bad_UserAccessDenied,
              "the gateway's user may not read this on the machine"),
          Map.entry(StatusCodes.Bad_AttributeIdInvalid, "this node is not a variable"),
          Map.entry(
              StatusCodes.Bad_TooManyMonitoredItems,
              "the machine's server watches no more signals"),
          Map.entry(StatusCodes.Bad_IndexRangeInvalid, "this is no array of that shape"),
          Map.entry(StatusCodes.Bad_IndexRangeNoData, "the array has no such element"),
          Map.entry(StatusCodes.Bad_SensorFailure, "the sensor has failed"),
          Map.entry(StatusCodes.Bad_NotConnected, "the machine's server does not reach its source"),
          Map.entry(
              StatusCodes.Bad_NoCommunication, "the machine's server does not reach its source"),
          Map.entry(StatusCodes.Bad_OutOfService, "the source is out of service"),
          Map.entry(StatusCodes.Bad_WaitingForInitialData, "the machine has no value yet"),
          Map.entry(
              StatusCodes.Uncertain_LastUsableValue, "the last value before the source was lost"));

  private OpcUaFaults() {}

  /**
   * Why connecting failed although the server answered before: one that closes the connection
   * without a word when a client turns up with its certificate does not trust it yet.
   */
  static LinkFault afterDiscovery(Throwable failure, String endpoint, X509Certificate own) {
    long code = status(failure).getValue();
    boolean wordless =
        code == StatusCodes.Bad_ConnectionClosed
            || code == StatusCodes.Bad_SecureChannelClosed
            || code == StatusCodes.Bad_SecureChannelIdInvalid;
    return wordless ? notTrusting(failure, own) : fault(failure, endpoint, own);
  }

  private static LinkFault notTrusting(Throwable failure, X509Certificate own) {
    return new LinkFault(
        LinkState.WAITING_FOR_TRUST,
        "The machine's server does not trust the gateway's certificate yet: accept \""
            + OwnCertificate.NAME
            + "\" (SHA-1 "
            + Fingerprint.sha1(own)
            + ") on the machine.",
        failure);
  }

  /**
   * Why discovery failed where somebody takes the connection and says no word of OPC UA, or does
   * not know the address's path.
   */
  static Optional<LinkFault> noServer(Throwable failure, String endpoint, FirstHeard heard) {
    long code = status(failure).getValue();
    if (code == StatusCodes.Bad_TcpEndpointUrlInvalid) {
      return Optional.of(
          new LinkFault(
              LinkState.MISCONFIGURED,
              "The OPC UA server does not know the path of "
                  + endpoint
                  + ": leave out what follows the port, or copy the whole address from the machine"
                  + " (Bad_TcpEndpointUrlInvalid).",
              failure));
    }
    Optional<String> speaker = FirstWords.speaker(heard.first());
    if (!heard.connected() || speaker.filter(FirstWords.OPC_UA_SERVER::equals).isPresent()) {
      return Optional.empty();
    }
    String who =
        speaker
            .map(known -> known + ", no OPC UA server")
            .orElseGet(
                () ->
                    heard.first().length > 0
                        ? "something that speaks no OPC UA"
                        : "something that says no word of OPC UA" + reason(failure));
    return Optional.of(
        new LinkFault(
            speaker.isPresent() || heard.first().length > 0
                ? LinkState.MISCONFIGURED
                : LinkState.UNREACHABLE,
            "At "
                + endpoint
                + " answers "
                + who
                + ": correct host or port; OPC UA servers are mostly at 4840.",
            failure));
  }

  /** Why connecting failed. */
  static LinkFault fault(Throwable failure, String endpoint, X509Certificate own) {
    StatusCode status = status(failure);
    long code = status.getValue();
    if (root(failure) instanceof CellResolvers.Outside outside) {
      return new LinkFault(LinkState.MISCONFIGURED, outside.getMessage() + ".", failure);
    }
    if (NOT_TRUSTING_US.contains(code)) {
      return notTrusting(failure, own);
    }
    String ours = OUR_CERTIFICATE.get(code);
    if (ours != null) {
      return new LinkFault(
          LinkState.WAITING_FOR_TRUST, ours + Fingerprint.sha1(own) + ".", failure);
    }
    if (WRONG_PASSWORD.contains(code)) {
      return new LinkFault(
          LinkState.ACCESS_REFUSED,
          "The machine's server refuses the user or the password (" + name(status) + ").",
          failure);
    }
    if (WRONG_SETTINGS.contains(code)) {
      return new LinkFault(
          LinkState.MISCONFIGURED,
          "The machine's server refuses the connection as it is set up (" + name(status) + ").",
          failure);
    }
    if (failure instanceof UaServiceFaultException
        || failure.getCause() instanceof UaServiceFaultException) {
      return new LinkFault(
          LinkState.MISCONFIGURED,
          "The machine's server answers, but will not serve us (" + name(status) + ").",
          failure);
    }
    return new LinkFault(
        LinkState.UNREACHABLE, "Nobody answers at " + endpoint + reason(failure) + ".", failure);
  }

  private static String reason(Throwable failure) {
    StatusCode status = status(failure);
    Throwable root = root(failure);
    if (status.getValue() == StatusCodes.Bad_ConnectionRejected) {
      return ": the connection is refused";
    }
    if (root instanceof UnknownHostException || root instanceof UnresolvedAddressException) {
      return ": no such host";
    }
    if (root instanceof SocketException) {
      return ": the connection breaks off at once (" + root.getMessage() + ")";
    }
    boolean late = status.getValue() == StatusCodes.Bad_Timeout || root instanceof TimeoutException;
    return late ? " in time" : " (" + name(status) + ")";
  }

  /** The status code of a failure; Bad where it has none. */
  static StatusCode status(Throwable failure) {
    return UaException.extract(failure).map(UaException::getStatusCode).orElse(StatusCode.BAD);
  }

  private static Throwable root(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** The code's name, and what it means where a technician can do something about it. */
  static String words(StatusCode status) {
    return Optional.ofNullable(WORDS.get(status.getValue() & 0xFFFF0000L))
        .map(meaning -> name(status) + ": " + meaning)
        .orElseGet(() -> name(status));
  }

  /** The code's name in OPC 10000-6, e.g. {@code Bad_NodeIdUnknown}. */
  static String name(StatusCode status) {
    return StatusCodes.lookup(status.getValue() & 0xFFFF0000L)
        .map(found -> found[0])
        .orElse("0x" + Long.toHexString(status.getValue()));
  }

  /** Whether the same may be asked again once the connection is back. */
  static boolean passing(StatusCode code) {
    return PASSING.contains(code.getValue());
  }
}
