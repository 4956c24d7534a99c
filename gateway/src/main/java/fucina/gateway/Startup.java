package fucina.gateway;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a start waits for and reads; whatever goes wrong is one sentence for a person. */
final class Startup {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Startup() {}

  static String text(String setting, Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new StartFailure(
          setting + ": " + file + " cannot be read (" + e.getClass().getSimpleName() + ").", e);
    }
  }

  /** Waits for a part; what it says when it cannot start is what the person is told. */
  static <T> T await(String what, Future<T> future) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new StartFailure(
          cause.getMessage() == null ? what + ": " + cause : cause.getMessage(), cause);
    } catch (TimeoutException e) {
      throw new StartFailure(what + " did not start within " + LIMIT.toSeconds() + " s.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailure("The start was interrupted.", e);
    }
  }
}
