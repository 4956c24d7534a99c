package fucina.gateway.link;

import fucina.gateway.link.TrustFolder.Decision;
import fucina.gateway.link.TrustFolder.Entry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decisions on certificates as files: {@code trusted/}, {@code pending/} and {@code rejected/}, one
 * DER file {@code <sha-256>-<tag>.der} for each machine that showed it, and beside it a {@code
 * .txt} with the machine and the instant it was first seen.
 *
 * @param folder where the three are
 * @param clock when a file that says nothing of it was first seen: now
 */
record TrustFiles(Path folder, InstantSource clock) {
  private static final Logger LOG = LoggerFactory.getLogger(TrustFiles.class);

  /** A note that names nobody: shown to a trial that had no name yet, so it counts for nobody. */
  private static final String NAMELESS = TrustFolder.draft("", "");

  /** All that is there; makes the folders where they are missing. */
  List<Entry> all() throws IOException {
    List<Entry> all = new ArrayList<>();
    for (Decision decision : Decision.values()) {
      Path home = Files.createDirectories(folder.resolve(decision.folder()));
      try (Stream<Path> files = Files.list(home)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".der")).toList()) {
          read(file, decision).ifPresent(all::add);
        }
      }
    }
    return all;
  }

  /** Keeps a new one. */
  void add(Entry entry) throws IOException {
    try {
      Files.write(der(entry), entry.certificate().getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IOException(e);
    }
    Files.writeString(note(entry), entry.machine() + "\n" + entry.firstSeen() + "\n");
  }

  /** Moves one to where it belongs now. */
  void move(Entry old, Entry now) throws IOException {
    if (Files.exists(der(old))) {
      Files.move(der(old), der(now), StandardCopyOption.REPLACE_EXISTING);
    }
    if (Files.exists(note(old))) {
      Files.move(note(old), note(now), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Reads one file; an administrator may have named it freely, so it is renamed to its print. */
  private Optional<Entry> read(Path file, Decision decision) throws IOException {
    try {
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
      String fingerprint = Fingerprint.sha256(certificate);
      List<String> note = noteBeside(file);
      String machine = note.isEmpty() ? "" : note.get(0).isEmpty() ? NAMELESS : note.get(0);
      Instant seen = note.size() < 2 ? clock.instant() : Instant.parse(note.get(1));
      Entry entry = Entry.of(fingerprint, machine, certificate, seen, decision);
      if (!file.equals(der(entry))) {
        Path before = file.resolveSibling(noteOf(file));
        Files.move(file, der(entry), StandardCopyOption.REPLACE_EXISTING);
        if (Files.exists(before)) {
          Files.move(before, note(entry), StandardCopyOption.REPLACE_EXISTING);
        }
      }
      return Optional.of(entry);
    } catch (CertificateException e) {
      LOG.warn("{} holds no certificate and is left out: {}", file, e.getMessage());
      return Optional.empty();
    }
  }

  private static List<String> noteBeside(Path der) throws IOException {
    Path note = der.resolveSibling(noteOf(der));
    return Files.exists(note) ? Files.readAllLines(note, StandardCharsets.UTF_8) : List.of();
  }

  private static String noteOf(Path der) {
    return der.getFileName().toString().replaceFirst("\\.der$", ".txt");
  }

  private Path der(Entry entry) {
    return folder.resolve(entry.decision().folder()).resolve(entry.fileName() + ".der");
  }

  private Path note(Entry entry) {
    return folder.resolve(entry.decision().folder()).resolve(entry.fileName() + ".txt");
  }
}
