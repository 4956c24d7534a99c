package fucina.simulators.sparkplug;

import fucina.simulators.mqtt.WireMessage;
import fucina.simulators.sparkplug.Metrics.Measured;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an edge node with one device says: births, data and deaths, numbered as Sparkplug B 3.0
 * wants it ({@code seq} from 0 with each birth, {@code bdSeq} one a connection). Used on one
 * thread, but for its death, which any may ask for.
 */
final class EdgeNode {
  static final String REBIRTH = "Node Control/Rebirth";

  private static final Logger log = LoggerFactory.getLogger(EdgeNode.class);
  private static final int NUMBERS = 256;

  private final SparkplugSettings settings;
  private final LineMemory memory;
  private final Predicate<WireMessage> wire;
  private volatile int birth;
  private int seq;

  /**
   * A node that has said nothing yet.
   *
   * @param memory where the number of its last connection is kept
   * @param wire sends a message, and says whether it is on its way
   */
  EdgeNode(SparkplugSettings settings, LineMemory memory, Predicate<WireMessage> wire) {
    this.settings = settings;
    this.memory = memory;
    this.wire = wire;
    this.birth = memory.birth();
  }

  /** Each connection has a number of its own, so that an old death kills no new life. */
  WireMessage nextWill(Instant at) {
    birth = memory.nextBirth();
    return death(at);
  }

  WireMessage death(Instant at) {
    byte[] payload = Payloads.of(Map.of("bdSeq", Metrics.count(birth)), OptionalInt.empty(), at);
    return new WireMessage(settings.nodeTopic("NDEATH"), payload, 1, false);
  }

  /** Its own birth, with which the numbers begin again. */
  boolean beBorn(Instant at) {
    seq = 0;
    Map<String, Measured> node = new LinkedHashMap<>();
    node.put("bdSeq", Metrics.count(birth));
    node.put(REBIRTH, Metrics.flag(false));
    return send("NBIRTH", settings.nodeTopic("NBIRTH"), node, at);
  }

  /** The birth, the data or the death of its device; whether it is on its way. */
  boolean device(String type, Map<String, Measured> metrics, Instant at) {
    return send(type, settings.deviceTopic(type), metrics, at);
  }

  /** Leaves out numbers, as if messages had been lost. */
  void skip(int numbers) {
    seq = (seq + numbers) % NUMBERS;
  }

  private boolean send(String type, String topic, Map<String, Measured> metrics, Instant at) {
    byte[] payload = Payloads.of(metrics, OptionalInt.of(seq), at);
    boolean sent = wire.test(new WireMessage(topic, payload, 0, false));
    if (sent) {
      seq = (seq + 1) % NUMBERS;
    } else {
      log.debug("{} {} is not sent", settings.device(), type);
    }
    return sent;
  }
}
