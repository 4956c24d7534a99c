package fucina.gateway.store.questdb;

import fucina.gateway.store.StoreFault;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;

/** What the database's files take. */
final class DiskUse {
  private DiskUse() {}

  /** Bytes by shelf, as {@link Shelf#word} names it; what belongs to none counts as usual. */
  static Map<String, Long> of(Path dir) {
    Map<String, Long> use = new TreeMap<>();
    for (Shelf shelf : Shelf.values()) {
      use.put(shelf.word(), 0L);
    }
    try {
      Files.walkFileTree(dir, new Sum(dir, use));
    } catch (IOException e) {
      throw new StoreFault("the files in " + dir + " cannot be counted", e);
    }
    return Map.copyOf(use);
  }

  /** Files and folders come and go while they are counted. */
  private static final class Sum extends SimpleFileVisitor<Path> {
    private final Path dir;
    private final Map<String, Long> use;

    Sum(Path dir, Map<String, Long> use) {
      this.dir = dir;
      this.use = use;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      String table = dir.relativize(file).getName(0).toString().split("~", 2)[0];
      String shelf = Shelf.USUAL.word();
      for (Shelf each : Shelf.values()) {
        if (each != Shelf.USUAL && table.endsWith(each.suffix)) {
          shelf = each.word();
        }
      }
      use.merge(shelf, attributes.size(), Long::sum);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException gone) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(
        Path folder, @org.jspecify.annotations.Nullable IOException gone) {
      return FileVisitResult.CONTINUE;
    }
  }
}
