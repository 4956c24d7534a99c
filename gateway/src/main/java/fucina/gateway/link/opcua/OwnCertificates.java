package fucina.gateway.link.opcua;

import fucina.gateway.link.GatewayCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * Two places for a certificate and its key, {@code own} and {@code next}, and a file {@code in-use}
 * that names the place in use: a switch rewrites that one small file, so that there is no instant
 * without a certificate.
 */
final class OwnCertificates implements GatewayCertificates {
  private static final String FIRST = "own";
  private static final String SECOND = "next";

  private final Path pki;
  private final String applicationUri;
  private volatile String place;
  private volatile OwnCertificate current;
  private volatile Optional<OwnCertificate> next;
  private volatile boolean nextWasInUse;

  /** Reads what there is, and makes the first certificate where there is none. */
  OwnCertificates(Path pki, String applicationUri) {
    this.pki = pki;
    this.applicationUri = applicationUri;
    this.place = inUse(pki);
    this.current = OwnCertificate.in(pki, place, applicationUri);
    this.next =
        Files.exists(pki.resolve(other() + ".der")) && Files.exists(pki.resolve(other() + ".key"))
            ? Optional.of(OwnCertificate.in(pki, other(), applicationUri))
            : Optional.empty();
  }

  OwnCertificate inUse() {
    return current;
  }

  Optional<OwnCertificate> coming() {
    return next;
  }

  @Override
  public X509Certificate current() {
    return current.certificate();
  }

  @Override
  public Optional<X509Certificate> next() {
    return next.map(OwnCertificate::certificate);
  }

  @Override
  public synchronized Optional<X509Certificate> renew() {
    if (next.isPresent()) {
      return Optional.empty();
    }
    next = Optional.of(OwnCertificate.in(pki, other(), applicationUri));
    return next();
  }

  @Override
  public synchronized Optional<X509Certificate> swap() {
    if (next.isEmpty()) {
      return Optional.empty();
    }
    OwnCertificate old = current;
    Path pointer = pki.resolve("in-use");
    Path draft = pki.resolve("in-use.new");
    try {
      Files.writeString(draft, other(), StandardCharsets.UTF_8);
      Files.move(draft, pointer, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + pointer, e);
    }
    current = next.get();
    place = other();
    next = Optional.of(old);
    nextWasInUse = true;
    return Optional.of(current.certificate());
  }

  @Override
  public boolean nextWasInUse() {
    return nextWasInUse;
  }

  @Override
  public synchronized boolean drop() {
    if (next.isEmpty() || nextWasInUse) {
      return false;
    }
    try {
      Files.deleteIfExists(pki.resolve(other() + ".der"));
      Files.deleteIfExists(pki.resolve(other() + ".key"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove the next certificate in " + pki, e);
    }
    next = Optional.empty();
    return true;
  }

  private String other() {
    return place.equals(FIRST) ? SECOND : FIRST;
  }

  private static String inUse(Path pki) {
    Path pointer = pki.resolve("in-use");
    try {
      return Files.exists(pointer) && Files.readString(pointer).strip().equals(SECOND)
          ? SECOND
          : FIRST;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + pointer, e);
    }
  }
}
