package fucina.gateway.store.questdb;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The disk under the store, looked at before every commit.
 *
 * @param floor free bytes below which nothing is committed
 */
record StoreDisk(Path dir, long floor) {
  long free() {
    return dir.toFile().getUsableSpace();
  }

  boolean low() {
    return free() < floor;
  }

  /** Why nothing can be committed, in one sentence; empty where it can. */
  Optional<String> trouble() {
    if (low()) {
      return Optional.of("free disk is below the floor; nothing is committed");
    }
    // A file system that turned read-only still takes what goes into files that are open: enough
    // to acknowledge, not enough to keep.
    return Files.isWritable(dir)
        ? Optional.empty()
        : Optional.of("the folder " + dir + " cannot be written to; nothing is committed");
  }
}
