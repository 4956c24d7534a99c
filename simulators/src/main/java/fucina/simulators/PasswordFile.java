package fucina.simulators;

import fucina.simulators.machine.MachineUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file whose first line is a password. */
final class PasswordFile {
  private PasswordFile() {}

  /**
   * The password in it.
   *
   * @throws MachineUnavailable if it cannot be read, or its first line is empty
   */
  static String read(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .findFirst()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .orElseThrow(() -> new IOException("the first line of " + file + " is empty"));
    } catch (IOException e) {
      throw new MachineUnavailable("cannot read the password file " + file, e);
    }
  }
}
