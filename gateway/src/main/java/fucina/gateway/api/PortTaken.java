package fucina.gateway.api;

import io.vertx.core.Future;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A port cannot be had; the message names the setting, the port, and what to do. */
public final class PortTaken extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(PortTaken.class);

  private PortTaken(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Tries a port that is to be listened on later, as what comes before that may take long.
   *
   * @throws PortTaken where it cannot be had now
   */
  public static void trying(String setting, String host, int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(host, port));
    } catch (BindException e) {
      throw new PortTaken(message(setting, host, port, e), e);
    } catch (IOException e) {
      // Whatever it is, listening says it later.
      LOG.debug("port {} of {} cannot be tried", port, host, e);
    }
  }

  /** Says why listening failed, where the port or address is the reason. */
  static <T> Future<T> explain(Throwable fault, String setting, String host, int port) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return Future.failedFuture(new PortTaken(message(setting, host, port, cause), fault));
      }
    }
    return Future.failedFuture(fault);
  }

  private static String message(String setting, String host, int port, Throwable cause) {
    return "Port "
        + port
        + " of "
        + host
        + " cannot be opened ("
        + cause.getMessage()
        + "); another program has it, or it is not ours to take. Set "
        + setting
        + " to another one, or to 0 for a free one.";
  }
}
