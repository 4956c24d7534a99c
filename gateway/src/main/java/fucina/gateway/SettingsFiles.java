package fucina.gateway;

import fucina.gateway.notice.MailSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;

/** The files and folders the settings name, looked at before anything starts. */
final class SettingsFiles {
  private final Function<String, String> places;
  private final List<String> flaws = new ArrayList<>();

  private SettingsFiles(Function<String, String> places) {
    this.places = places;
  }

  /**
   * What is wrong with them, one sentence each.
   *
   * @param places where a key was set, to begin its sentence with
   */
  static List<String> flaws(Settings settings, Function<String, String> places) {
    SettingsFiles files = new SettingsFiles(places);
    files.readable("http.tls.certificate", settings.http().certificate());
    files.readable("http.tls.key", settings.http().key());
    files.readable("mqtt.password-file", settings.mqtt().passwordFile());
    files.readable("influx.token-file", settings.influx().tokenFile());
    files.readable("mail.password-file", settings.mail().flatMap(MailSettings::passwordFile));
    files.readable("mqtt.tls.ca", settings.mqtt().tls().ca());
    files.readable("mqtt.tls.certificate", settings.mqtt().tls().certificate());
    files.readable("mqtt.tls.key", settings.mqtt().tls().key());
    files.pem("http.tls.", settings.http().certificate(), settings.http().key());
    Settings.MqttTls mqtt = settings.mqtt().tls();
    files.pem("mqtt.tls.", mqtt.certificate(), mqtt.key());
    files.certificates("mqtt.tls.ca", mqtt.ca());
    files.keyFile("secrets.key-file", settings.secretsKeyFile());
    files.folder("profiles", settings.profiles());
    return files.flaws;
  }

  /** A certificate chain and its key, where both can be read. */
  private void pem(String group, Optional<Path> chain, Optional<Path> key) {
    Optional<PublicKey> certified = certificates(group + "certificate", chain);
    Optional<PemKey> own = key.filter(Files::isReadable).map(PemKey::read);
    own.flatMap(PemKey::flaw).ifPresent(what -> flaw(group + "key", key.orElseThrow() + what));
    if (certified.isPresent() && own.isPresent() && !own.get().fits(certified.get())) {
      flaw(group + "key", key.orElseThrow() + " is not the key of the certificate");
    }
  }

  /** The first certificate's key. */
  private Optional<PublicKey> certificates(String key, Optional<Path> chain) {
    if (chain.filter(Files::isReadable).isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(chain.get())) {
      return Optional.of(
          CertificateFactory.getInstance("X.509")
              .generateCertificates(in)
              .iterator()
              .next()
              .getPublicKey());
    } catch (IOException | CertificateException | NoSuchElementException e) {
      flaw(key, chain.get() + " holds no certificate in PEM");
      return Optional.empty();
    }
  }

  private void readable(String key, Optional<Path> file) {
    file.filter(path -> !Files.isRegularFile(path) || !Files.isReadable(path))
        .ifPresent(path -> flaw(key, path + " is no file that can be read"));
  }

  /** Made where it is missing, so its folder must be there. */
  private void keyFile(String key, Optional<Path> file) {
    file.filter(path -> !Files.isReadable(path))
        .filter(path -> path.getParent() == null || !Files.isWritable(path.getParent()))
        .ifPresent(path -> flaw(key, path + " is not there, and no file can be made there"));
  }

  private void folder(String key, Optional<Path> folder) {
    folder
        .filter(path -> !Files.isDirectory(path) || !Files.isReadable(path))
        .ifPresent(path -> flaw(key, path + " is no folder that can be read"));
  }

  private void flaw(String key, String what) {
    flaws.add(places.apply(key) + key + ": " + what);
  }
}
