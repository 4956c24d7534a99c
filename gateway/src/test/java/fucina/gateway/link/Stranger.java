package fucina.gateway.link;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A server that is not the one looked for: it answers whatever it is told with the same words and
 * hangs up, as web servers and OPC UA servers do.
 */
public final class Stranger implements AutoCloseable {
  /** What a web server says to what is no HTTP. */
  public static final String WEB = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";

  /** The head of an Error message (OPC 10000-6 §7.1.2.5), said to what is no Hello. */
  public static final String OPC_UA = "ERRF\20\0\0\0\0\0\176\200\377\377\377\377";

  private final ServerSocket server;

  public Stranger(String words) throws IOException {
    this.server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    Thread speaks = new Thread(() -> speak(words.getBytes(StandardCharsets.ISO_8859_1)));
    speaks.setDaemon(true);
    speaks.start();
  }

  public int port() {
    return server.getLocalPort();
  }

  private void speak(byte[] words) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        if (socket.getInputStream().read() < 0) {
          continue;
        }
        socket.getOutputStream().write(words);
        socket.shutdownOutput();
        // Closed with something unread, the words might never come.
        socket.getInputStream().readAllBytes();
      } catch (IOException gone) {
        // the client hung up, or the test is over
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
