package fucina.gateway.store.influx;

import fucina.gateway.store.StoreFault;
import fucina.gateway.store.influx.Spans.Span;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The mark and the late stretches on disk: {@code target <hash>}, {@code mark <microseconds>} and a
 * line {@code late <from> <to> <machine>} each, without a machine where it is all of them. A last
 * line without its end was cut by a crash before its readings were committed, and counts for
 * nothing. One thread at a time.
 */
final class ProgressFile implements AutoCloseable {
  private static final Pattern MARK = Pattern.compile("mark (\\d{1,18})");
  private static final Pattern LATE = Pattern.compile("late (\\d{1,18}) (\\d{1,18}) (.*)");

  private final Path file;
  private final String target;
  private final Known before;
  private FileChannel channel;
  private boolean torn;

  /** What the file says: the mark and the late stretches before it. */
  record Known(long mark, Spans late) {}

  /**
   * Opens it, or makes it; of another server or bucket it knows nothing.
   *
   * @param target what is carried on to
   */
  ProgressFile(Path file, InfluxSettings target) {
    this.file = file;
    this.target = "target " + hash(target);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      before = read(Files.exists(file) ? Files.readString(file) : "");
      channel = rewritten(before);
    } catch (IOException e) {
      throw new StoreFault("The file " + file + " cannot be read or written.", e);
    }
  }

  /** Forgets all, so that a later start carries everything on again. */
  static void forget(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new StoreFault("The file " + file + " cannot be deleted.", e);
    }
  }

  private static String hash(InfluxSettings target) {
    String all = target.url() + "\n" + target.bucket() + "\n" + target.organisation();
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(all.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private Known read(String text) {
    Spans late = new Spans();
    long mark = 0;
    if (!text.startsWith(target + "\n")) {
      return new Known(mark, late);
    }
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
      Matcher marked = MARK.matcher(line);
      Matcher noted = LATE.matcher(line);
      if (marked.matches()) {
        mark = Long.parseLong(marked.group(1));
      } else if (noted.matches()) {
        late.add(
            new Span(
                noted.group(3), Long.parseLong(noted.group(1)), Long.parseLong(noted.group(2))));
      }
    }
    return new Known(mark, late);
  }

  /** What it said when it was opened. */
  Known before() {
    return before;
  }

  /**
   * Adds stretches; they are on disk when this returns.
   *
   * @param all what the file is to say then, should an earlier note be torn
   */
  void note(Collection<Span> spans, Supplier<Known> all) {
    if (torn) {
      write(all.get());
      return;
    }
    try {
      torn = true;
      StringBuilder lines = new StringBuilder();
      spans.forEach(span -> line(lines, span));
      write(channel, lines);
      torn = false;
    } catch (IOException e) {
      throw new StoreFault("late readings could not be noted in " + file, e);
    }
  }

  /** Writes it anew. */
  void write(Known known) {
    try {
      FileChannel old = channel;
      channel = rewritten(known);
      torn = false;
      old.close();
    } catch (IOException e) {
      throw new StoreFault("the file " + file + " could not be written anew", e);
    }
  }

  private FileChannel rewritten(Known known) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    FileChannel opened =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    StringBuilder lines = new StringBuilder(target).append('\n');
    lines.append("mark ").append(known.mark()).append('\n');
    known.late().list().forEach(span -> line(lines, span));
    write(opened, lines);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent())) {
      folder.force(true);
    }
    return opened;
  }

  private static void line(StringBuilder lines, Span span) {
    lines.append("late ").append(span.from()).append(' ').append(span.to());
    lines.append(' ').append(span.machine()).append('\n');
  }

  private static void write(FileChannel channel, StringBuilder lines) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(false);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new StoreFault("the file " + file + " did not close", e);
    }
  }
}
