package fucina.simulators.machine;

import java.util.List;
import java.util.Optional;

/** A machine that is not there, speaking the protocol the real one would speak. */
public interface SimulatedMachine extends AutoCloseable {

  /** The machine's name in the demo lab, as {@code robot-1}. */
  String id();

  /**
   * Where a client reaches it, as {@code opc.tcp://127.0.0.1:4840/robot-1} or the address of its
   * broker; known once started.
   *
   * @throws IllegalStateException before {@link #start}
   */
  String endpoint();

  /**
   * SHA-256 of the certificate it shows, in lower-case hexadecimal, for who compares it with what a
   * gateway asks to trust; empty for a machine that shows none. Known once started.
   */
  default Optional<String> fingerprint() {
    return Optional.empty();
  }

  /**
   * Starts it, and returns when it delivers: a client that connects now finds values.
   *
   * @throws MachineUnavailable if its port is taken, its folder unwritable or its broker away
   */
  void start();

  /**
   * Makes something go wrong, or right again.
   *
   * @return false where this machine has no such fault; nothing has changed then
   */
  boolean suffer(Fault fault);

  /**
   * What it was made to do, oldest first, by its own account; only the newest are kept. Empty for
   * machines that keep no such account.
   *
   * @throws IllegalStateException before {@link #start}
   */
  default List<Deed> journal() {
    return List.of();
  }

  /** How it looks; empty for a machine nobody would point a camera at. */
  default Optional<Scene> scene() {
    return Optional.empty();
  }

  /** Which rows it has told; empty for a machine that plays no recording. */
  default Optional<Told> told() {
    return Optional.empty();
  }

  /** Stops it and frees all it held; a second call does nothing. */
  @Override
  void close();
}
