package fucina.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A jar of ours run as anybody runs it: in a process of its own, told by its words. */
public final class JarProcess implements AutoCloseable {
  private static final int LINES_KEPT = 200;
  private static final Duration TO_END = Duration.ofSeconds(30);

  private final Process process;
  private final Deque<String> said = new ArrayDeque<>();
  private final LinkedBlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>(100_000);

  private JarProcess(Process process) {
    this.process = process;
    Thread reader = new Thread(this::listen, "output of " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts it.
   *
   * @param java words before {@code -jar}
   * @param jar the jar
   * @param words after it
   */
  public static JarProcess start(List<String> java, Path jar, List<String> words)
      throws IOException {
    return start(java, jar, words, Map.of());
  }

  /** The same, with more in its environment. */
  public static JarProcess start(
      List<String> java, Path jar, List<String> words, Map<String, String> environment)
      throws IOException {
    List<String> all = new ArrayList<>();
    all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    all.addAll(java);
    all.addAll(List.of("-jar", jar.toString()));
    all.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return new JarProcess(builder.start());
  }

  private void listen() {
    try (BufferedReader input =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      input.lines().forEach(this::heard);
    } catch (IOException | UncheckedIOException e) {
      heard("its output ended: " + e.getMessage());
    }
    lines.offer(Optional.empty());
  }

  private synchronized void heard(String line) {
    said.addLast(line);
    if (said.size() > LINES_KEPT) {
      said.removeFirst();
    }
    // Nobody waits for every line of a process that only logs: what finds no room was not waited
    // for.
    lines.offer(Optional.of(line));
  }

  /** Waits for the line that begins so, and answers it with those that went before it. */
  public List<String> linesTo(String beginning, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    List<String> heard = new ArrayList<>();
    try {
      while (true) {
        Optional<String> line =
            Optional.ofNullable(lines.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS))
                .orElseThrow(() -> lacking(beginning, "has not said yet"));
        heard.add(line.orElseThrow(() -> lacking(beginning, "ended without saying")));
        if (line.get().startsWith(beginning)) {
          return heard;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw lacking(beginning, "was interrupted while it had not said");
    }
  }

  private synchronized IllegalStateException lacking(String beginning, String what) {
    return new IllegalStateException(
        "the process " + what + " \"" + beginning + "\"; it said:\n" + String.join("\n", said));
  }

  /** Types a line, and answers all it says up to the line that begins so. */
  public List<String> ask(String line, String beginning, Duration patience) throws IOException {
    lines.clear();
    Writer input = process.outputWriter(StandardCharsets.UTF_8);
    input.write(line + "\n");
    input.flush();
    return linesTo(beginning, patience);
  }

  public long pid() {
    return process.pid();
  }

  /** As {@code kill -9} does it. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Asks it to end; whether it did in time. */
  public boolean end(Duration patience) throws InterruptedException {
    process.destroy();
    return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Ends it, by force where it does not end by itself. */
  @Override
  public void close() throws InterruptedException {
    if (!end(TO_END)) {
      kill();
    }
  }
}
