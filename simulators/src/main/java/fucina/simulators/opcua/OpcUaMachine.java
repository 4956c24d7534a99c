package fucina.simulators.opcua;

import fucina.simulators.machine.SimulatedMachine;
import fucina.simulators.replay.Recording;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;

/** A simulated machine on OPC UA, Basic256Sha256 SignAndEncrypt, user and password. */
public interface OpcUaMachine extends SimulatedMachine {

  /** The six-axis robot {@code robot-1} (OPC 40010-1 1.02). */
  static OpcUaMachine robot(OpcUaSettings settings, InstantSource clock, long seed) {
    return robot("robot-1", settings, clock, seed);
  }

  /** A six-axis robot of a name of its own (OPC 40010-1 1.02). */
  static OpcUaMachine robot(String id, OpcUaSettings settings, InstantSource clock, long seed) {
    return new ServedMachine(new RobotDevice(id, seed, true), settings, clock, seed);
  }

  /** A six-axis robot that can only be read, as of OPC 40010-1 1.01: no task control, no method. */
  static OpcUaMachine readOnlyRobot(
      String id, OpcUaSettings settings, InstantSource clock, long seed) {
    return new ServedMachine(new RobotDevice(id, seed, false), settings, clock, seed);
  }

  /** The packaging line {@code line-1} (OPC 30050 PackML). */
  static OpcUaMachine line(OpcUaSettings settings, InstantSource clock, long seed) {
    return line("line-1", settings, clock, seed);
  }

  /** A packaging line of a name of its own (OPC 30050 PackML). */
  static OpcUaMachine line(String id, OpcUaSettings settings, InstantSource clock, long seed) {
    return new ServedMachine(new LineDevice(id, seed), settings, clock, seed);
  }

  /**
   * A recording that is played.
   *
   * @param speed how many times faster than recorded
   * @param loop whether it begins again; else its last row stays
   * @param history whether its server keeps what it told, and tells it again
   */
  record Played(Recording recording, double speed, boolean loop, boolean history) {
    /** One whose server keeps nothing. */
    public Played(Recording recording, double speed, boolean loop) {
      this(recording, speed, loop, false);
    }
  }

  /** A recording as a machine; at most ten rows a second are told. */
  static OpcUaMachine recording(
      String id, Played played, OpcUaSettings settings, InstantSource clock, long seed) {
    PlaybackDevice device = new PlaybackDevice(id, played);
    return new ServedMachine(device, settings, clock, seed);
  }

  /** Admits clients with this certificate from now on, and after a restart; may precede start. */
  void trust(X509Certificate certificate);

  /** The server's own certificate; made in the folder where there is none yet. */
  X509Certificate certificate();

  @Override
  default Optional<String> fingerprint() {
    try {
      byte[] print = MessageDigest.getInstance("SHA-256").digest(certificate().getEncoded());
      return Optional.of(HexFormat.of().formatHex(print));
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      throw new IllegalStateException("cannot take a fingerprint", e);
    }
  }
}
