package fucina.gateway.link.mqtt;

import fucina.gateway.link.FirstWords;
import fucina.gateway.link.LinkFault;
import fucina.gateway.link.LinkState;
import fucina.gateway.link.MqttTerms.Version;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.SocketFactory;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.packet.MqttReturnCode;
import org.jspecify.annotations.Nullable;

/** What the clients' exceptions and MQTT's reason codes mean to a technician. */
final class MqttFaults {
  private MqttFaults() {}

  /**
   * Where somebody takes the connection who is no broker, or says nothing: who that is.
   *
   * @param sockets that the connection was made with; those of TLS tell it themselves
   */
  static Optional<LinkFault> noBroker(
      BrokerAddress broker, @Nullable SocketFactory sockets, Exception failure) {
    if (!(sockets instanceof PromptSockets plain) || !plain.connected()) {
      return Optional.empty();
    }
    byte[] first = plain.first();
    String version = "MQTT " + broker.terms().version().number();
    Optional<String> who =
        first.length == 0
            ? Optional.of("somebody who says no word of " + version)
            : FirstWords.speaker(first)
                .filter(known -> !known.equals(FirstWords.BROKER))
                .map(known -> known + ", no MQTT broker");
    return who.map(
        known ->
            new LinkFault(
                first.length == 0 ? LinkState.UNREACHABLE : LinkState.MISCONFIGURED,
                "At "
                    + broker.endpoint()
                    + " answers "
                    + known
                    + ": correct host or port; brokers are mostly at 1883, with TLS (mqtts://) at"
                    + " 8883.",
                failure));
  }

  /** Why connecting over MQTT 5 failed. */
  static LinkFault fault(MqttException failure, BrokerAddress broker, Optional<BrokerTls> tls) {
    int code = failure.getReasonCode();
    return switch (code) {
      case MqttReturnCode.RETURN_CODE_BAD_USERNAME_OR_PASSWORD,
          MqttReturnCode.RETURN_CODE_NOT_AUTHORIZED,
          MqttReturnCode.RETURN_CODE_BANNED ->
          access(broker, failure);
      case MqttReturnCode.RETURN_CODE_UNSUPPORTED_PROTOCOL_VERSION,
          MqttClientException.REASON_CODE_INVALID_PROTOCOL_VERSION ->
          version(broker, failure);
      // Paho's own fault while it reads what is no MQTT 5.
      default -> code > 50_000 ? version(broker, failure) : unreachable(broker, failure, tls);
    };
  }

  /** Why connecting over MQTT 3.1.1 failed. */
  static LinkFault fault(
      org.eclipse.paho.client.mqttv3.MqttException failure,
      BrokerAddress broker,
      Optional<BrokerTls> tls) {
    return switch (failure.getReasonCode()) {
      case org.eclipse.paho.client.mqttv3.MqttException.REASON_CODE_FAILED_AUTHENTICATION,
          org.eclipse.paho.client.mqttv3.MqttException.REASON_CODE_NOT_AUTHORIZED ->
          access(broker, failure);
      case org.eclipse.paho.client.mqttv3.MqttException.REASON_CODE_INVALID_PROTOCOL_VERSION ->
          version(broker, failure);
      case org.eclipse.paho.client.mqttv3.MqttException.REASON_CODE_INVALID_CLIENT_ID ->
          new LinkFault(
              LinkState.ACCESS_REFUSED,
              "The broker " + broker.endpoint() + " takes no client of our name.",
              failure);
      default -> unreachable(broker, failure, tls);
    };
  }

  private static LinkFault access(BrokerAddress broker, Exception failure) {
    return new LinkFault(
        LinkState.ACCESS_REFUSED,
        "The broker " + broker.endpoint() + " refuses the user or the password.",
        failure);
  }

  private static LinkFault version(BrokerAddress broker, Exception failure) {
    Version other = broker.terms().version() == Version.V5 ? Version.V3_1_1 : Version.V5;
    return new LinkFault(
        LinkState.MISCONFIGURED,
        "The broker "
            + broker.endpoint()
            + " does not speak MQTT "
            + broker.terms().version().number()
            + ": try "
            + other.number()
            + " (connection.mqtt.version in the machine's registration).",
        failure);
  }

  private static LinkFault unreachable(
      BrokerAddress broker, Exception failure, Optional<BrokerTls> tls) {
    Optional<LinkFault> under = tls.flatMap(seen -> TlsFaults.of(failure, broker, seen));
    if (under.isPresent()) {
      return under.get();
    }
    @Nullable Throwable cause = failure.getCause();
    String why =
        cause instanceof UnknownHostException
            ? ": no such host"
            : cause == null || cause.getMessage() == null ? "" : ": " + cause.getMessage();
    return new LinkFault(
        LinkState.UNREACHABLE, "No broker answers at " + broker.endpoint() + why + ".", failure);
  }

  /** How an MQTT 5 connection ended, as the rest of a sentence. */
  static String ending(MqttDisconnectResponse response) {
    MqttException failure = response.getException();
    if (response.getReturnCode() == MqttReturnCode.RETURN_CODE_SESSION_TAKEN_OVER) {
      return "another client goes by our name and took the session over; each gateway on a broker"
          + " needs an mqtt.client-id of its own";
    }
    if (failure == null) {
      return "it ended the connection (reason " + response.getReturnCode() + ")";
    }
    int code = failure.getReasonCode();
    if (code == MqttClientException.REASON_CODE_CLIENT_TIMEOUT
        || code == MqttClientException.REASON_CODE_WRITE_TIMEOUT) {
      return "it does not answer any more";
    }
    return ending(failure.getCause());
  }

  /** How an MQTT 3.1.1 connection ended, as the rest of a sentence. */
  static String ending(@Nullable Throwable failure) {
    if (failure instanceof org.eclipse.paho.client.mqttv3.MqttException told) {
      int code = told.getReasonCode();
      if (code == org.eclipse.paho.client.mqttv3.MqttException.REASON_CODE_CLIENT_TIMEOUT
          || code == org.eclipse.paho.client.mqttv3.MqttException.REASON_CODE_WRITE_TIMEOUT) {
        return "it does not answer any more";
      }
      return ending(told.getCause());
    }
    // The end of a stream has no words of its own.
    return failure == null || failure.getMessage() == null
        ? "it ended the connection"
        : failure.getMessage();
  }

  /** A reason code of 128 or more, in words. */
  static String refusal(int code) {
    return switch (code) {
      case MqttReturnCode.RETURN_CODE_NOT_AUTHORIZED -> "the broker does not allow it (135)";
      case MqttReturnCode.RETURN_CODE_TOPIC_NAME_INVALID -> "the broker takes no such topic (144)";
      case MqttReturnCode.RETURN_CODE_QUOTA_EXCEEDED -> "the broker's quota is used up (151)";
      case MqttReturnCode.RETURN_CODE_PAYLOAD_FORMAT_INVALID ->
          "the broker takes no such payload (153)";
      default -> "the broker refuses it (" + code + ")";
    };
  }
}
