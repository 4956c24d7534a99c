package fucina.gateway.scale;

import fucina.gateway.journey.LabClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Somebody who asks for the catalogue, health and metrics once a second, whatever goes on. */
final class Answers implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final int OK = 200;
  private static final int NOT_READY = 503;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final LabClient technician;
  private final String management;
  private final ScheduledExecutorService asker = Executors.newSingleThreadScheduledExecutor();
  private final Map<String, List<Double>> took = new TreeMap<>();
  private final List<String> wrong = new ArrayList<>();
  private volatile int notReady;

  /** What answers with a status. */
  private interface Question {
    int status() throws IOException, InterruptedException;
  }

  Answers(LabClient technician, String management) {
    this.technician = technician;
    this.management = management;
    asker.scheduleWithFixedDelay(this::askAll, 0, 1, TimeUnit.SECONDS);
  }

  private void askAll() {
    ask("catalogue", () -> technician.get("/machines?limit=100").status());
    ask("/health/live", () -> get("/health/live").statusCode());
    ask("/health/ready", this::ready);
    ask("/metrics", () -> get("/metrics").statusCode());
  }

  private void ask(String what, Question question) {
    long begun = System.nanoTime();
    try {
      int status = question.status();
      answered(what, (System.nanoTime() - begun) / 1e6, status == OK ? "" : "status " + status);
    } catch (IOException | RuntimeException e) {
      answered(what, (System.nanoTime() - begun) / 1e6, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ready or not (on a machine with other work a value may wait five seconds): it answers. */
  private int ready() throws IOException, InterruptedException {
    int status = get("/health/ready").statusCode();
    notReady += status == NOT_READY ? 1 : 0;
    return status == NOT_READY ? OK : status;
  }

  private synchronized void answered(String what, double millis, String trouble) {
    took.computeIfAbsent(what, any -> new ArrayList<>()).add(millis);
    if (!trouble.isEmpty()) {
      wrong.add(what + ": " + trouble);
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(management + path)).timeout(PATIENCE).build(),
        BodyHandlers.ofString());
  }

  /** A counter of the gateway, by its name in Prometheus. */
  double counter(String name) throws IOException, InterruptedException {
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** Whatever was not answered with 200. */
  synchronized List<String> wrong() {
    return List.copyOf(wrong);
  }

  /** Each question with how often it was answered and how fast. */
  synchronized String summary() {
    List<String> all = new ArrayList<>();
    took.forEach(
        (what, millis) -> {
          List<Double> sorted = millis.stream().sorted().toList();
          all.add(
              String.format(
                  Locale.ROOT,
                  "%s %d times, median %.0f ms, slowest %.0f ms",
                  what,
                  sorted.size(),
                  sorted.get(sorted.size() / 2),
                  sorted.get(sorted.size() - 1)));
        });
    all.add("not ready " + notReady + " times");
    return String.join("; ", all);
  }

  @Override
  public void close() throws InterruptedException {
    asker.shutdown();
    asker.awaitTermination(2, TimeUnit.MINUTES);
  }
}
