package fucina.gateway.store.questdb;

import fucina.gateway.store.StoreFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Hours of signals whose summaries do not hold any more, because readings came late. Noted on disk
 * before those readings are committed, so that no crash forgets one. Thread-safe.
 *
 * <p>One line each: the hour in microseconds since 1970, a blank, the series. A last line without
 * its end was cut by a crash before its readings were committed, and counts for nothing.
 */
final class DirtyHours implements AutoCloseable {
  private static final Pattern LINE = Pattern.compile("(\\d{1,18}) (.+)");

  private final Path file;
  private final Map<Long, Set<String>> waiting = new TreeMap<>();

  /** Being put right; what comes late meanwhile waits once more. */
  private final Map<Long, Set<String>> inHand = new TreeMap<>();

  private FileChannel channel;
  private boolean torn;

  DirtyHours(Path file) {
    this.file = file;
    try {
      if (Files.exists(file)) {
        read(Files.readString(file));
      }
      this.channel = rewritten();
    } catch (IOException e) {
      throw new StoreFault("The file " + file + " cannot be read or written.", e);
    }
  }

  private void read(String text) {
    text.substring(0, text.lastIndexOf('\n') + 1)
        .lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .forEach(line -> add(waiting, Long.parseLong(line.group(1)), line.group(2)));
  }

  private static boolean add(Map<Long, Set<String>> hours, long hour, String series) {
    return hours.computeIfAbsent(hour, each -> new HashSet<>()).add(series);
  }

  /** An hour of a signal. */
  record Note(long hour, String series) {}

  /** Notes hours; what was not noted yet is on disk when this returns. */
  synchronized void note(Collection<Note> notes) {
    List<Note> fresh =
        notes.stream().filter(note -> add(waiting, note.hour(), note.series())).toList();
    if (fresh.isEmpty()) {
      return;
    }
    try {
      if (torn) {
        rewrite();
      } else {
        torn = true;
        write(channel, fresh);
        torn = false;
      }
    } catch (IOException e) {
      fresh.forEach(
          note -> waiting.getOrDefault(note.hour(), new HashSet<>()).remove(note.series()));
      throw new StoreFault("late readings could not be noted in " + file, e);
    }
  }

  synchronized boolean contains(long hour, String series) {
    return waiting.getOrDefault(hour, Set.of()).contains(series)
        || inHand.getOrDefault(hour, Set.of()).contains(series);
  }

  /** How many there are. */
  synchronized int size() {
    return Stream.of(waiting, inHand)
        .flatMap(hours -> hours.values().stream())
        .mapToInt(Set::size)
        .sum();
  }

  /** All that wait, by hour, to be put right: {@link #done} or {@link #giveBack} follows. */
  synchronized Map<Long, Set<String>> take() {
    Map<Long, Set<String>> taken = new TreeMap<>();
    waiting.forEach((hour, series) -> taken.put(hour, Set.copyOf(series)));
    inHand.putAll(taken);
    waiting.clear();
    return taken;
  }

  /** What was taken holds again. */
  synchronized void done() {
    inHand.clear();
    try {
      rewrite();
    } catch (IOException e) {
      torn = true;
      throw new StoreFault("the file " + file + " could not be written anew", e);
    }
  }

  /** What was taken is as it was. */
  synchronized void giveBack() {
    inHand.forEach((hour, all) -> all.forEach(series -> add(waiting, hour, series)));
    inHand.clear();
  }

  private void rewrite() throws IOException {
    FileChannel before = channel;
    channel = rewritten();
    torn = false;
    before.close();
  }

  private FileChannel rewritten() throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    FileChannel opened =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    List<Note> notes = new ArrayList<>();
    for (Map<Long, Set<String>> hours : List.of(waiting, inHand)) {
      hours.forEach((hour, all) -> all.forEach(series -> notes.add(new Note(hour, series))));
    }
    write(opened, notes);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent())) {
      folder.force(true);
    }
    return opened;
  }

  private static void write(FileChannel channel, List<Note> notes) throws IOException {
    StringBuilder lines = new StringBuilder();
    notes.forEach(note -> lines.append(note.hour()).append(' ').append(note.series()).append('\n'));
    ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(false);
  }

  @Override
  public synchronized void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new StoreFault("the file " + file + " did not close", e);
    }
  }
}
