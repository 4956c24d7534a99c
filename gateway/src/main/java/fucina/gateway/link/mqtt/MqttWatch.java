package fucina.gateway.link.mqtt;

import fucina.gateway.link.LinkFault;
import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.TopicWatch;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Listens below a filter for a while and tells what came, with where values are in it. */
public final class MqttWatch implements TopicWatch {
  private static final Duration PATIENCE = Duration.ofSeconds(12);
  private static final int TOPICS_AT_MOST = 500;
  private static final int KEPT_OF_EACH = 64 * 1024;
  private static final int SAMPLE_AT_MOST = 2_048;
  private static final int POINTERS_AT_MOST = 100;
  private static final int DEEP = 20;
  private static final int BYTES_SHOWN = 64;

  private final TrialBroker broker;

  public MqttWatch(TrialBroker broker) {
    this.broker = broker;
  }

  /** What came on one topic so far. */
  private static final class Tally {
    private long count;
    private int bytes;
    private boolean retained;
    private byte[] newest = {};
    private Instant at = Instant.EPOCH;

    void add(MqttArrival message) {
      count++;
      byte[] payload = message.payload();
      bytes = payload.length;
      retained = message.retained();
      newest =
          payload.length > KEPT_OF_EACH ? java.util.Arrays.copyOf(payload, KEPT_OF_EACH) : payload;
      at = message.at();
    }
  }

  /** All that came; filled by the client's threads. */
  private static final class Ear {
    private final Map<String, Tally> topics = new TreeMap<>();
    private long messages;
    private boolean complete = true;

    synchronized void hear(MqttArrival message) {
      messages++;
      Tally tally = topics.get(message.topic());
      if (tally == null && topics.size() >= TOPICS_AT_MOST) {
        complete = false;
        return;
      }
      topics.computeIfAbsent(message.topic(), any -> new Tally()).add(message);
    }

    synchronized Heard heard() {
      return new Heard(
          topics.entrySet().stream().map(e -> topic(e.getKey(), e.getValue())).toList(),
          messages,
          complete);
    }
  }

  @Override
  public Heard listen(LinkSettings settings, String filter, Duration time)
      throws LinkFault, InterruptedException {
    Ear ear = new Ear();
    BriefListener listener = new BriefListener(filter, ear::hear);
    try (MqttConnections keeper = broker.open()) {
      TrialBroker.listen(keeper, settings, listener);
      listener.await(PATIENCE);
      Thread.sleep(time.toMillis());
    }
    return ear.heard();
  }

  private static Topic topic(String name, Tally tally) {
    byte[] payload = tally.newest;
    if (name.startsWith("spBv1.0/") && !name.startsWith("spBv1.0/STATE/")) {
      return topic(name, tally, "sparkplug", hex(payload), List.of());
    }
    if (payload.length == 0) {
      return topic(name, tally, "empty", "", List.of());
    }
    Optional<String> text =
        tally.bytes > payload.length ? Optional.of(lenient(payload)) : text(payload);
    if (text.isEmpty()) {
      return topic(name, tally, "binary", hex(payload), List.of());
    }
    JsonPayload json = JsonPayload.read(payload);
    if (!json.sound() || json.json() == null) {
      return topic(name, tally, "text", text.get(), List.of());
    }
    Object value = json.json();
    if (value instanceof JsonObject || value instanceof JsonArray) {
      List<Pointer> pointers = new ArrayList<>();
      collect("", value, 0, pointers);
      return topic(name, tally, "json", text.get(), pointers);
    }
    String kind =
        value instanceof Number ? "number" : value instanceof Boolean ? "boolean" : "text";
    return topic(name, tally, kind, text.get(), List.of(new Pointer("", Optional.of(value))));
  }

  private static Topic topic(
      String name, Tally tally, String kind, String sample, List<Pointer> pointers) {
    String clean = sample.replaceAll("[\\p{Cntrl}&&[^\\r\\n\\t]]", "·");
    boolean cut = clean.length() > SAMPLE_AT_MOST || tally.bytes > KEPT_OF_EACH;
    return new Topic(
        name,
        tally.count,
        tally.retained,
        tally.bytes,
        kind,
        clean.length() > SAMPLE_AT_MOST ? clean.substring(0, SAMPLE_AT_MOST) : clean,
        cut,
        pointers,
        tally.at);
  }

  /** Every value in a structure with its pointer (RFC 6901 §3), in the structure's order. */
  private static void collect(
      String pointer, @Nullable Object value, int depth, List<Pointer> pointers) {
    if (pointers.size() >= POINTERS_AT_MOST || depth > DEEP) {
      return;
    }
    if (value instanceof JsonObject object) {
      for (String name : object.fieldNames()) {
        String step = name.replace("~", "~0").replace("/", "~1");
        collect(pointer + "/" + step, object.getValue(name), depth + 1, pointers);
      }
    } else if (value instanceof JsonArray array) {
      for (int i = 0; i < array.size(); i++) {
        collect(pointer + "/" + i, array.getValue(i), depth + 1, pointers);
      }
    } else {
      Object shown =
          value instanceof String text && text.length() > 200 ? text.substring(0, 200) : value;
      pointers.add(new Pointer(pointer, Optional.ofNullable(shown)));
    }
  }

  private static Optional<String> text(byte[] payload) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static String lenient(byte[] payload) {
    return new String(payload, StandardCharsets.UTF_8);
  }

  private static String hex(byte[] payload) {
    return HexFormat.ofDelimiter(" ").formatHex(payload, 0, Math.min(payload.length, BYTES_SHOWN));
  }
}
