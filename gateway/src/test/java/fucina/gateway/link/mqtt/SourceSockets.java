package fucina.gateway.link.mqtt;

import javax.net.SocketFactory;

/**
 * The gateway's own sockets for senders of other rooms' tests. With plain ones a sender that comes
 * back through a line that is broken leaves a spinning thread for each try: thousands in an hour.
 */
public final class SourceSockets {
  private SourceSockets() {}

  public static SocketFactory prompt() {
    return new PromptSockets();
  }
}
