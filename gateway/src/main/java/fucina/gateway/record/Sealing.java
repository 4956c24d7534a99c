package fucina.gateway.record;

import fucina.gateway.link.LinkState;
import fucina.gateway.store.Held;
import fucina.gateway.store.StoreFault;
import fucina.gateway.store.TimeSeriesStore;
import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Profile;
import fucina.profiles.Signal;
import fucina.profiles.Value;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes datasets. Readings pass through once, in order of time, and are never held in memory; the
 * file is on disk before it has its name, so that a kill leaves a whole dataset or none. Blocks.
 */
final class Sealing {
  private static final int BUFFER_BYTES = 256 * 1024;
  private static final Duration VISIBLE = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(Sealing.class);

  private final TimeSeriesStore store;
  private final Path folder;
  private final SigningKey key;

  Sealing(TimeSeriesStore store, Path folder, SigningKey key) {
    this.store = store;
    this.folder = folder;
    this.key = key;
  }

  /** The file of a session's dataset. */
  Path file(String session) {
    return folder.resolve(session + ".zip");
  }

  /**
   * Writes the dataset of a session; one that is there and was never handed out is replaced.
   *
   * @throws UncheckedIOException if it cannot be written
   * @throws StoreFault if values cannot be read
   */
  Sealed seal(Facts known) {
    if (!store.awaitVisible(VISIBLE)) {
      throw new StoreFault("what was stored last is not readable yet");
    }
    Facts facts = known.with(gaps(known));
    String session = facts.session().id();
    Path draft = folder.resolve(session + ".zip.new");
    MessageDigest digest = Sha256.fresh();
    try {
      Files.createDirectories(folder);
      try (FileChannel channel =
          FileChannel.open(
              draft,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        OutputStream file =
            new BufferedOutputStream(new KeptOpen(Channels.newOutputStream(channel)), BUFFER_BYTES);
        try (SealedZip zip = new SealedZip(new DigestOutputStream(file, digest), facts.to())) {
          write(zip, facts);
        }
        channel.force(true);
      }
      Files.move(
          draft,
          file(session),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      try (FileChannel names = FileChannel.open(folder)) {
        names.force(true);
      }
      return new Sealed(
          session, file(session), Files.size(file(session)), Sha256.hex(digest), facts.sealedAt());
    } catch (IOException e) {
      throw new UncheckedIOException("the dataset of session " + session, e);
    } finally {
      forget(draft);
    }
  }

  /** What could not be finished must not keep the disk from what is measured. */
  private static void forget(Path draft) {
    try {
      Files.deleteIfExists(draft);
    } catch (IOException e) {
      LOG.warn("{} stays: {}", draft, e.toString());
    }
  }

  /** The gaps of a session; one that lasts has no row in the store before the link is back. */
  private List<Gap> gaps(Facts facts) {
    String machine = facts.machine().id();
    List<Gap> gaps = new ArrayList<>();
    for (Gap gap : store.gaps(machine, facts.from(), facts.to())) {
      Instant from = gap.from().isBefore(facts.from()) ? facts.from() : gap.from();
      Instant to = gap.to().isAfter(facts.to()) ? facts.to() : gap.to();
      if (from.isBefore(to)) {
        gaps.add(new Gap(machine, gap.signal(), from, to, gap.reason()));
      }
    }
    if (facts.link() != LinkState.ONLINE) {
      Instant last =
          store.newest(machine, names(facts), facts.from(), facts.to()).stream()
              .map(Reading::time)
              .max(Comparator.naturalOrder())
              .orElse(facts.from());
      if (last.isBefore(facts.to())) {
        gaps.add(new Gap(machine, "", last, facts.to(), Gap.LINK_LOST));
      }
    }
    return gaps;
  }

  private static List<String> names(Facts facts) {
    return facts.machine().profile().signals().stream().map(Signal::name).toList();
  }

  private void write(SealedZip zip, Facts facts) throws IOException {
    Profile profile = facts.machine().profile();
    RecordJson json = new RecordJson(facts);
    Held before = Held.at(store, facts.machine().id(), names(facts), facts.from());
    HeldAtStart held = new HeldAtStart(facts, before);
    Figures figures = new Figures(facts, held);
    EnergyTally energy = new EnergyTally(profile, facts.gaps());
    StateLine states = new StateLine(profile.states(), facts.from(), before.readings().values());
    zip.file(
        "readings.csv",
        out -> {
          ReadingLines lines = new ReadingLines(out, profile);
          if (facts.from().isBefore(facts.to())) {
            store.raw(
                facts.machine().id(),
                names(facts),
                facts.from(),
                facts.to(),
                reading -> {
                  energy.take(reading, states.state());
                  states.take(reading);
                  figures.take(reading);
                  lines.add(reading);
                });
          }
        });
    figures.end();
    table(zip, "held", held.rows(), "signal,value,unit,quality,since,missing");
    table(
        zip,
        "signals",
        figures(figures),
        "signal,type,unit,readings,min,max,mean,last,lastAt,timeMean");
    table(zip, "gaps", json.gaps(), "from,to,signal,reason");
    table(
        zip,
        "alarms",
        json.alarms(),
        "raisedAt,clearedAt,source,condition,signal,severity,value,title,acknowledgement");
    table(zip, "commands", json.steps(), "at,command,arguments,person,step,detail,id");
    table(zip, "events", json.events(), "at,action,person,role,detail");
    JsonObject whole = json.head();
    states.into(whole, facts.to());
    whole
        .put("energy", energy.json())
        .put("figures", figures.json())
        .put("gaps", new JsonArray(json.gaps()))
        .put("alarms", new JsonArray(json.alarms()))
        .put("commands", new JsonArray(json.commands()))
        .put("events", new JsonArray(json.events()));
    zip.file("record.json", out -> out.write(bytes(whole)));
    byte[] manifest = bytes(manifest(facts, zip.files()));
    zip.file("manifest.json", out -> out.write(manifest));
    zip.file("manifest.sig", out -> out.write(key.sign(manifest)));
  }

  private static List<JsonObject> figures(Figures figures) {
    return figures.json().stream().map(JsonObject.class::cast).toList();
  }

  private static void table(SealedZip zip, String name, List<JsonObject> rows, String columns)
      throws IOException {
    zip.file(name + ".csv", out -> Csv.table(out, List.of(columns.split(",")), rows));
  }

  private JsonObject manifest(Facts facts, JsonArray files) {
    return new JsonObject()
        .put("session", facts.session().id())
        .put("from", Words.instant(facts.from()))
        .put("to", Words.instant(facts.to()))
        .put("sealedAt", Words.instant(facts.sealedAt()))
        .put("signature", "ECDSA P-256, SHA-256, DER, in manifest.sig")
        .put("key", key.id())
        .put("files", files);
  }

  private static byte[] bytes(JsonObject json) {
    return (json.encodePrettily() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Closing the ZIP must leave its channel open: it is still to be forced to the disk. */
  private static final class KeptOpen extends FilterOutputStream {
    KeptOpen(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] b, int off, int len) throws IOException {
      out.write(b, off, len);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }

  /** Readings, a line each. */
  static final class ReadingLines {
    static final List<String> COLUMNS =
        List.of("t", "sourceTime", "signal", "value", "unit", "quality");

    private final OutputStream out;
    private final Map<String, String> units = new HashMap<>();

    ReadingLines(OutputStream out, Profile profile) throws IOException {
      this.out = out;
      profile
          .signals()
          .forEach(
              signal ->
                  units.put(signal.name(), signal.unit().map(Signal.Unit::symbol).orElse("")));
      Csv.line(out, COLUMNS);
    }

    void add(Reading reading) {
      try {
        Csv.line(
            out,
            List.of(
                Words.instant(reading.time()),
                Words.instant(reading.sourceTime()),
                reading.signal(),
                value(reading.value()),
                units.getOrDefault(reading.signal(), ""),
                Words.word(reading.quality())));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static String value(Value value) {
      Object plain = Words.plain(value);
      return plain == null ? "" : plain.toString();
    }
  }
}
