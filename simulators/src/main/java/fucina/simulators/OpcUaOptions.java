package fucina.simulators;

import fucina.simulators.machine.MachineUnavailable;
import fucina.simulators.opcua.OpcUaMachine;
import fucina.simulators.opcua.OpcUaSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What the machines on OPC UA are told at start. */
final class OpcUaOptions {
  @Option(
      names = "--port",
      defaultValue = "4840",
      description = "TCP port on 127.0.0.1; 0 takes a free one. Default: ${DEFAULT-VALUE}")
  private int port;

  @Option(
      names = "--data",
      required = true,
      description = "Folder for the server's keys, its trust list and the machine's counters.")
  private Path data = Path.of("");

  @Option(
      names = "--user",
      defaultValue = "gateway",
      description = "The one user it admits. Default: ${DEFAULT-VALUE}")
  private String user = "";

  @Option(
      names = "--password-file",
      required = true,
      description = "File whose first line is that user's password.")
  private Path passwordFile = Path.of("");

  @Option(names = "--trust", description = "Client certificate to trust, DER or PEM; repeatable.")
  private List<Path> trusted = new ArrayList<>();

  @Option(
      names = "--trust-all",
      description = "Trusts every client certificate; for playing by hand.")
  private boolean trustAll;

  @Option(
      names = "--seed",
      defaultValue = "7",
      description = "Seed of all chance. Default: ${DEFAULT-VALUE}")
  private long seed;

  long seed() {
    return seed;
  }

  OpcUaSettings settings() {
    return new OpcUaSettings(port, data, user, PasswordFile.read(passwordFile), trustAll);
  }

  /** Makes the machine trust the certificates named. */
  void trustIn(OpcUaMachine machine) {
    trusted.forEach(file -> machine.trust(certificate(file)));
  }

  static X509Certificate certificate(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    } catch (IOException | CertificateException e) {
      throw new MachineUnavailable("cannot read the certificate " + file, e);
    }
  }
}
