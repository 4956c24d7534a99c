package fucina.simulators;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * How long a test waits for what must happen: long, as a wait that is over costs nothing more, and
 * a slow machine is no fault of what is tested. Found by itself and in force for every test.
 */
public final class Patience implements BeforeAllCallback {
  private static final Duration LONG = Duration.ofSeconds(60);

  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultTimeout(LONG);
  }
}
