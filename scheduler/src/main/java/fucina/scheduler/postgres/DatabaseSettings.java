package fucina.scheduler.postgres;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the database is.
 *
 * @param url {@code postgresql://user:password@host:port/database} of a server somebody else runs;
 *     empty for the embedded one
 * @param folder where the embedded server keeps its data
 * @param connections how many connections at most, 1 to 40
 */
public record DatabaseSettings(Optional<String> url, Path folder, int connections) {
  /** The embedded server in a folder, with 16 connections. */
  public static DatabaseSettings embedded(Path folder) {
    return new DatabaseSettings(Optional.empty(), folder, 16);
  }

  @Override
  public String toString() {
    return "DatabaseSettings[" + url.map(u -> "external").orElse("embedded in " + folder) + "]";
  }
}
