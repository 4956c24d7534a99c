package fucina.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for processes that must be told theirs beforehand, or must come back on it: from below
 * those a system hands out, so that nobody is given one by chance before it is listened on.
 */
public final class QuietPort {
  private static final int FIRST = 20_000;
  private static final int LAST = 32_000;
  private static final int TRIES = 100;

  private QuietPort() {}

  /** One nobody listens on. */
  public static int any() {
    for (int tried = 0; tried < TRIES; tried++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      if (free(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no port is free from " + FIRST + " to " + LAST);
  }

  private static boolean free(int port) {
    InetAddress here = InetAddress.getLoopbackAddress();
    try (ServerSocket probe = new ServerSocket(port, 1, here)) {
      return probe.isBound();
    } catch (java.net.BindException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
