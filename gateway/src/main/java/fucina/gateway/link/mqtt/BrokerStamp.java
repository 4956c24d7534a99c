package fucina.gateway.link.mqtt;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.jspecify.annotations.Nullable;

/**
 * Where a broker tells when a message came to it, so that the same message has the same time
 * however often it is delivered. Only a broker that overwrites what publishers say there may be
 * believed; from any other, messages count from when they come to us.
 *
 * @param endpoint the broker's, as in a {@link BrokerAddress}
 * @param property the user property (MQTT 5 §3.3.2.3.7), microseconds since 1970
 */
public record BrokerStamp(String endpoint, String property) {

  /** Whether this broker is the one that stamps. */
  boolean isOf(BrokerAddress broker) {
    return endpoint.equals(broker.endpoint());
  }

  /** When the broker got the message; empty where it does not say. */
  Optional<Instant> in(@Nullable MqttProperties properties) {
    List<UserProperty> said = properties == null ? null : properties.getUserProperties();
    if (said == null) {
      return Optional.empty();
    }
    return said.stream()
        .filter(each -> property.equals(each.getKey()))
        .findFirst()
        .flatMap(each -> micros(each.getValue()));
  }

  private static Optional<Instant> micros(String text) {
    try {
      return Optional.of(Instant.EPOCH.plus(Long.parseLong(text), ChronoUnit.MICROS));
    } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }
}
