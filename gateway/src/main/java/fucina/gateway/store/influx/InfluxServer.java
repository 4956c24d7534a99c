package fucina.gateway.store.influx;

import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.InfluxDBClientFactory;
import com.influxdb.client.InfluxDBClientOptions;
import com.influxdb.client.WriteApiBlocking;
import com.influxdb.client.domain.WritePrecision;
import com.influxdb.exceptions.InfluxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * An InfluxDB of any version: written by {@code /api/v2/write} ({@code /write} before 1.8), asked
 * by InfluxQL at {@code /query}. Calls block, for a bounded time; thread-safe.
 */
final class InfluxServer implements AutoCloseable {
  private static final Pattern BEFORE_1_8 = Pattern.compile("v?1\\.[0-7](\\D.*)?");
  private static final Pattern TOO_OLD =
      Pattern.compile("(?s).*beyond retention policy.*?(dropped=(\\d+).*)?");
  private static final Duration LONGEST_ASKED_FOR = Duration.ofMinutes(10);
  private static final int QUOTED = 300;

  private final InfluxSettings settings;
  private final InstantSource clock;
  private final ServerPaths paths;
  private final OkHttpClient http;
  private final InfluxDBClient client;
  private final WriteApiBlocking writes;
  private final HttpUrl base;
  private volatile boolean known;

  InfluxServer(InfluxSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    this.paths = new ServerPaths(settings);
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .callTimeout(settings.pace().answer())
            .readTimeout(settings.pace().answer())
            .addInterceptor(paths);
    this.http = builder.build();
    this.base = HttpUrl.get(settings.url());
    this.client =
        InfluxDBClientFactory.create(
            InfluxDBClientOptions.builder()
                .url(settings.url())
                // Version 2 wants one; the others take no notice of it, but the client insists.
                .org(settings.organisation().isEmpty() ? "-" : settings.organisation())
                .bucket(settings.bucket())
                .okHttpClient(builder)
                .build());
    this.writes = client.getWriteApiBlocking();
  }

  /** Writes points, nanoseconds; all that went wrong is in the answer. */
  Answer write(List<String> lines) {
    try {
      getToKnow();
      writes.writeRecord(WritePrecision.NS, String.join("\n", lines));
      return new Answer.Taken(0);
    } catch (InfluxException e) {
      return judged(e);
    } catch (IOException | RuntimeException e) {
      known = false;
      return new Answer.Later(told(e), Duration.ZERO);
    }
  }

  private Answer judged(InfluxException e) {
    String said = e.status() + " " + quoted(Objects.requireNonNullElse(e.getMessage(), ""));
    switch (e.status()) {
      case 400, 422 -> {
        Matcher old = TOO_OLD.matcher(said);
        return old.matches()
            ? new Answer.Taken(old.group(2) == null ? 1 : Long.parseLong(old.group(2)))
            : new Answer.Refused(said);
      }
      case 413 -> {
        return new Answer.TooLarge();
      }
      case 401, 403 -> {
        known = false;
        return new Answer.Later(
            said + "; influx.token-file must hold a token that may write the bucket",
            settings.pace().settings());
      }
      case 404 -> {
        known = false;
        return missing(said);
      }
      case 429, 503 -> {
        return new Answer.Later(said, askedFor(e.headers()));
      }
      default -> {
        known = e.status() > 0;
        return new Answer.Later(e.status() > 0 ? said : told(e), Duration.ZERO);
      }
    }
  }

  /** An old server has no database until somebody makes it; buckets are made by their owners. */
  private Answer missing(String said) {
    if (!paths.old()) {
      return new Answer.Later(
          said + "; influx.bucket (and influx.org) must name one that is there",
          settings.pace().settings());
    }
    try {
      String name = settings.database().replace("\\", "\\\\").replace("\"", "\\\"");
      ask("CREATE DATABASE \"" + name + "\"").close();
      return new Answer.Later(said, Duration.ZERO);
    } catch (IOException | RuntimeException e) {
      return new Answer.Later(
          said + "; it could not be made: " + told(e), settings.pace().settings());
    }
  }

  /** Asks which version it is, where that is not known, and reads the token. */
  private void getToKnow() throws IOException {
    if (known) {
      return;
    }
    paths.token(token().orElse(null));
    Request ping =
        new Request.Builder().url(base.newBuilder().addPathSegment("ping").build()).build();
    try (Response answer = http.newCall(ping).execute()) {
      String version = answer.header("X-Influxdb-Version", "");
      paths.old(BEFORE_1_8.matcher(version).matches());
      known = answer.isSuccessful();
    }
  }

  private Optional<String> token() throws IOException {
    Optional<Path> file = settings.tokenFile();
    return file.isEmpty()
        ? Optional.empty()
        : Optional.of(Files.readString(file.get()).strip()).filter(text -> !text.isEmpty());
  }

  /**
   * Asks in InfluxQL; times are nanoseconds.
   *
   * @throws IOException if it does not answer, or not with 200
   */
  Response ask(String query) throws IOException {
    getToKnow();
    HttpUrl.Builder url =
        base.newBuilder()
            .addPathSegment("query")
            .addQueryParameter("db", settings.database())
            .addQueryParameter("epoch", "ns");
    settings.policy().ifPresent(policy -> url.addQueryParameter("rp", policy));
    Request request =
        new Request.Builder()
            .url(url.build())
            .post(new FormBody.Builder().add("q", query).build())
            .build();
    Response response = http.newCall(request).execute();
    if (response.code() == 200) {
      return response;
    }
    try (response) {
      known = false;
      throw new IOException(
          response.code() + " " + quoted(response.body() == null ? "" : response.body().string()));
    }
  }

  private Duration askedFor(Map<String, String> headers) {
    Duration asked =
        headers.entrySet().stream()
            .filter(header -> header.getKey().equalsIgnoreCase("Retry-After"))
            .map(header -> parsed(header.getValue().strip()))
            .findFirst()
            .orElse(Duration.ZERO);
    return asked.compareTo(LONGEST_ASKED_FOR) > 0 ? LONGEST_ASKED_FOR : asked;
  }

  /** Seconds, or a date (RFC 9110, 10.2.3). */
  private Duration parsed(String retryAfter) {
    try {
      if (retryAfter.matches("\\d{1,9}")) {
        return Duration.ofSeconds(Long.parseLong(retryAfter));
      }
      Duration until =
          Duration.between(
              clock.instant(),
              ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME));
      return until.isNegative() ? Duration.ZERO : until;
    } catch (DateTimeParseException e) {
      return Duration.ZERO;
    }
  }

  private static String quoted(String said) {
    String line = said.replaceAll("\\s+", " ").strip();
    return line.length() > QUOTED ? line.substring(0, QUOTED) + "…" : line;
  }

  private static String told(Throwable e) {
    Throwable cause = e instanceof InfluxException && e.getCause() != null ? e.getCause() : e;
    return "no answer (" + quoted(String.valueOf(cause)) + ")";
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    http.dispatcher().cancelAll();
    client.close();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
    try {
      http.dispatcher().executorService().awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
