package fucina.gateway;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * How long a test waits for what must happen: long, as a wait that is over costs nothing more, and
 * a slow machine is no fault of what is tested. Found by itself and in force for every test.
 */
public final class Patience implements BeforeAllCallback {
  public static final Duration LONG = Duration.ofSeconds(60);

  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultTimeout(LONG);
  }

  /** Fails as soon as something is seen not to hold in a stretch of time, however seldom looked. */
  public static void holds(Duration stretch, Callable<Boolean> something) {
    await()
        .failFast("it holds no longer", () -> !something.call())
        .during(stretch)
        .atMost(stretch.plus(LONG))
        .until(something);
  }
}
