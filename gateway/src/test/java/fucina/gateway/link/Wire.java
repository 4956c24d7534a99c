package fucina.gateway.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A TCP line between a link and its machine that can be cut, crawl, be lost by one side only, or go
 * dumb while it stays open.
 */
public final class Wire implements AutoCloseable {
  /** On a slow line, so many bytes come at once. */
  private static final int MOUTHFUL = 512;

  private static final long BREATH_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

  private final ServerSocket door;
  private final int target;
  private final List<Line> lines = new CopyOnWriteArrayList<>();
  private volatile Mood mood = Mood.OPEN;

  private enum Mood {
    OPEN,
    CUT,
    DUMB,
    SLOW,
    HALF_OPEN
  }

  private record Line(Socket client, Socket server) {}

  /** A line to a port of this machine. */
  public Wire(int target) {
    this.target = target;
    try {
      this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon("wire door", this::accept);
  }

  public int port() {
    return door.getLocalPort();
  }

  /** Resets all connections and lets none through until {@link #mend}. */
  public void cut() {
    mood = Mood.CUT;
    hangUp();
  }

  /** Connections stay open, but nothing goes through any more. */
  public void goDumb() {
    mood = Mood.DUMB;
  }

  /** Everything goes through, at some ten kilobytes a second. */
  public void crawl() {
    mood = Mood.SLOW;
  }

  /** The machine's side sees the connections reset; to the client they stand, and say nothing. */
  public void loseOneSide() {
    mood = Mood.HALF_OPEN;
    lines.forEach(line -> quietly(line.server()));
  }

  /** All is well again; connections from which something is missing are reset. */
  public void mend() {
    boolean whole = mood == Mood.OPEN || mood == Mood.CUT || mood == Mood.SLOW;
    mood = Mood.OPEN;
    if (!whole) {
      hangUp();
    }
  }

  private void hangUp() {
    lines.forEach(
        line -> {
          quietly(line.client());
          quietly(line.server());
        });
    lines.clear();
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        if (mood == Mood.CUT) {
          quietly(client);
          continue;
        }
        connect(client);
      } catch (IOException e) {
        // The door was closed, or the machine is away: the next client tries again.
      }
    }
  }

  private void connect(Socket client) throws IOException {
    if (mood == Mood.HALF_OPEN) {
      lines.add(new Line(client, new Socket()));
      return;
    }
    try {
      Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      lines.add(new Line(client, server));
      daemon("wire", () -> pump(client, server));
      daemon("wire", () -> pump(server, client));
    } catch (IOException e) {
      quietly(client);
      throw e;
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] some = new byte[16_384];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(some, 0, atOnce(some)); n >= 0; n = in.read(some, 0, atOnce(some))) {
        if (mood == Mood.SLOW) {
          LockSupport.parkNanos(BREATH_NANOS);
        }
        if (mood == Mood.OPEN || mood == Mood.SLOW) {
          out.write(some, 0, n);
          out.flush();
        }
      }
    } catch (IOException e) {
      // One side is gone: so is the other, unless it shall not know.
    }
    if (mood != Mood.HALF_OPEN) {
      quietly(from);
      quietly(to);
    }
  }

  private int atOnce(byte[] some) {
    return mood == Mood.SLOW ? MOUTHFUL : some.length;
  }

  private static void quietly(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // It was closed already.
    }
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    hangUp();
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
