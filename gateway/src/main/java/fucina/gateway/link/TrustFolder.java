package fucina.gateway.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trust kept in a folder, so that it survives restarts and an administrator can also copy a
 * certificate in by hand ({@link TrustFiles}): a file without a note beside it was copied in and
 * counts for all machines. Thread-safe.
 */
public final class TrustFolder implements TrustedCertificates {
  private static final Logger LOG = LoggerFactory.getLogger(TrustFolder.class);
  private static final int PENDING_AT_MOST = 200;
  private static final String DRAFT = "draft@";

  private final TrustFiles files;
  private final InstantSource clock;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private volatile UnaryOperator<String> drafts = machine -> "";

  /**
   * Opens the folder, making it where it is missing.
   *
   * @throws UncheckedIOException if it cannot be read
   */
  public TrustFolder(Path folder, InstantSource clock) {
    this.files = new TrustFiles(folder, clock);
    this.clock = clock;
    try {
      files.all().forEach(entry -> entries.put(entry.key(), entry));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the trust folder " + folder, e);
    }
  }

  /**
   * What is tried out before it is registered goes by this name: no machine's id looks like it, and
   * no other centre's.
   */
  public static String draft(String centre, String endpoint) {
    return DRAFT + centre + " " + endpoint;
  }

  /**
   * Lets machines take over what their centre trusted while trying them out.
   *
   * @param drafts the name under which a machine was tried out, by its id; empty for none
   */
  public void drafts(UnaryOperator<String> drafts) {
    this.drafts = drafts;
  }

  /** The machine's own entry decides; where it has none, one that was copied in. */
  @Override
  public boolean trusted(String machine, X509Certificate certificate) {
    String print = Fingerprint.sha256(certificate);
    Entry own =
        entries.computeIfPresent(
            Entry.keyOf(print, machine), (key, known) -> known.seen(clock.instant()));
    if (own != null && own.decision() != Decision.PENDING) {
      return own.decision() == Decision.TRUSTED;
    }
    return trusts(print, "");
  }

  @Override
  public boolean rejected(String machine, X509Certificate certificate) {
    Entry own = entries.get(Entry.keyOf(Fingerprint.sha256(certificate), machine));
    return own != null && own.decision() == Decision.REJECTED;
  }

  private boolean trusts(String print, String machine) {
    Entry entry = entries.get(Entry.keyOf(print, machine));
    return entry != null && entry.decision() == Decision.TRUSTED;
  }

  @Override
  public synchronized void presented(String machine, X509Certificate certificate) {
    String print = Fingerprint.sha256(certificate);
    String draft = drafts.apply(machine);
    boolean tried = !draft.isEmpty() && trusts(print, draft);
    Entry known = entries.get(Entry.keyOf(print, machine));
    if (machine.isEmpty() || (known == null && !tried && pending() >= PENDING_AT_MOST)) {
      return;
    }
    if (known != null) {
      if (tried && known.decision() == Decision.PENDING) {
        decide(known, Decision.TRUSTED);
      }
      return;
    }
    Decision decision = tried ? Decision.TRUSTED : Decision.PENDING;
    Entry entry = Entry.of(print, machine, certificate, clock.instant(), decision);
    try {
      files.add(entry);
      entries.put(entry.key(), entry);
    } catch (IOException e) {
      LOG.error("cannot keep the certificate {} that {} showed", print, machine, e);
    }
  }

  /** All certificates seen, undecided first, then newest first. */
  public List<Entry> list() {
    List<Entry> all = new ArrayList<>(entries.values());
    all.sort(
        Comparator.comparing(Entry::decision)
            .thenComparing(Entry::firstSeen, Comparator.reverseOrder())
            .thenComparing(Entry::key));
    return all;
  }

  /**
   * The certificate of that fingerprint, in either case, with or without colons: once for each
   * machine that showed it.
   */
  public List<Entry> entries(String fingerprint) {
    String print = fingerprint.toLowerCase(Locale.ROOT).replace(":", "");
    return list().stream().filter(entry -> entry.fingerprint().equals(print)).toList();
  }

  /**
   * A technician decides on a certificate of a machine, or thinks otherwise of it now.
   *
   * @return the entry as it is now
   */
  public synchronized Entry decide(Entry old, Decision decision) {
    Entry now = entries.getOrDefault(old.key(), old).decided(decision);
    try {
      files.move(old, now);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the decision on " + old.fingerprint(), e);
    }
    entries.put(now.key(), now);
    return now;
  }

  private long pending() {
    return entries.values().stream().filter(e -> e.decision() == Decision.PENDING).count();
  }

  /** What a technician has said of a certificate. */
  public enum Decision {
    PENDING,
    TRUSTED,
    REJECTED;

    String folder() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One certificate that was seen.
   *
   * @param fingerprint SHA-256, lower-case hexadecimal
   * @param machine the machine that showed it, by id or, before it is registered, by the name it is
   *     tried out under; empty where an administrator copied it in for all
   * @param certificate the certificate itself
   * @param firstSeen when it was first shown
   * @param lastSeen when it was last shown, since the process started; else as first
   * @param decision what a technician has said
   */
  public record Entry(
      String fingerprint,
      String machine,
      X509Certificate certificate,
      Instant firstSeen,
      Instant lastSeen,
      Decision decision) {

    static Entry of(
        String fingerprint,
        String machine,
        X509Certificate certificate,
        Instant seen,
        Decision decision) {
      return new Entry(fingerprint, machine, certificate, seen, seen, decision);
    }

    static String keyOf(String fingerprint, String machine) {
      return fingerprint + " " + machine;
    }

    String key() {
      return keyOf(fingerprint, machine);
    }

    /** Whether an administrator copied it in, for all machines. */
    public boolean everywhere() {
      return machine.isEmpty();
    }

    /** The centre that tried it out, where it is no registered machine's. */
    public Optional<String> draftOf() {
      return machine.startsWith(DRAFT)
          ? Optional.of(machine.substring(DRAFT.length(), machine.indexOf(' ')))
          : Optional.empty();
    }

    /** Where it was tried out; empty for a registered machine's. */
    public Optional<String> triedAt() {
      return draftOf().map(centre -> machine.substring(machine.indexOf(' ') + 1));
    }

    String fileName() {
      return machine.isEmpty()
          ? fingerprint
          : fingerprint + "-" + UUID.nameUUIDFromBytes(machine.getBytes(StandardCharsets.UTF_8));
    }

    /** Whom it names. */
    public String subject() {
      return certificate.getSubjectX500Principal().getName();
    }

    /** When it expires. */
    public Instant notAfter() {
      return certificate.getNotAfter().toInstant();
    }

    Entry seen(Instant at) {
      return new Entry(fingerprint, machine, certificate, firstSeen, at, decision);
    }

    Entry decided(Decision next) {
      return new Entry(fingerprint, machine, certificate, firstSeen, lastSeen, next);
    }
  }
}
