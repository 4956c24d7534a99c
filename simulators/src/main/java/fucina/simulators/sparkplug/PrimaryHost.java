package fucina.simulators.sparkplug;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/**
 * Whether the primary host application is there (Sparkplug B 3.0, 5.3): it says so on its STATE
 * topic, and the broker says it is not. An older word than the last one counts for nothing.
 */
final class PrimaryHost {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private long spoken = Long.MIN_VALUE;
  private boolean online;

  /**
   * It, or the broker for it, said something.
   *
   * @throws IllegalArgumentException if the bytes are no STATE
   */
  void said(byte[] state) {
    JsonNode word;
    try {
      word = MAPPER.readTree(state);
    } catch (IOException e) {
      throw new IllegalArgumentException("no STATE of a host", e);
    }
    if (!word.path("online").isBoolean() || !word.path("timestamp").isIntegralNumber()) {
      throw new IllegalArgumentException("no STATE of a host");
    }
    if (word.path("timestamp").asLong() >= spoken) {
      spoken = word.path("timestamp").asLong();
      online = word.path("online").asBoolean();
    }
  }

  /** Nothing can be heard any more: a new connection begins with what the broker retained. */
  void unheard() {
    spoken = Long.MIN_VALUE;
    online = false;
  }

  boolean online() {
    return online;
  }
}
