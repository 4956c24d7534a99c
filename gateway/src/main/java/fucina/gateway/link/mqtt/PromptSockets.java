package fucina.gateway.link.mqtt;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import javax.net.SocketFactory;

/** Sockets that send small packets at once; without this, acknowledgements wait 40 ms each. */
final class PromptSockets extends SocketFactory {

  private volatile Optional<PatientSocket> last = Optional.empty();

  /** The first bytes that came over the socket made last. */
  byte[] first() {
    return last.map(PatientSocket::first).orElse(new byte[0]);
  }

  /** Whether anybody took the connection made last. */
  boolean connected() {
    return last.filter(PatientSocket::isConnected).isPresent();
  }

  static Socket prompt(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    return socket;
  }

  @Override
  public Socket createSocket() throws IOException {
    PatientSocket made = new PatientSocket();
    last = Optional.of(made);
    return prompt(made);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  private Socket connected(InetSocketAddress address) throws IOException {
    Socket socket = createSocket();
    socket.connect(address);
    return socket;
  }
}
