package fucina.gateway.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;

/**
 * What carries frames to one watcher: a WebSocket, or server-sent events where none gets through.
 */
sealed interface LiveLine {
  boolean closed();

  /** Whether what is written now would only wait. */
  boolean full();

  /** Sends one frame; on any thread, never blocks. */
  void write(String frame);

  /** Sets what is done when it is full no more. */
  void onDrain(Runnable work);

  /** Asks for a sign of life, where the carrier knows one. */
  void ping();

  /**
   * Ends it.
   *
   * @param code as RFC 6455 §7.4 has it
   */
  void close(short code, String reason);

  /** Both ways. */
  record Socket(ServerWebSocket socket) implements LiveLine {
    @Override
    public boolean closed() {
      return socket.isClosed();
    }

    @Override
    public boolean full() {
      return socket.writeQueueFull();
    }

    @Override
    public void write(String frame) {
      socket.writeTextMessage(frame);
    }

    @Override
    public void onDrain(Runnable work) {
      socket.drainHandler(drained -> work.run());
    }

    @Override
    public void ping() {
      socket.writePing(Buffer.buffer("fucina"));
    }

    @Override
    public void close(short code, String reason) {
      socket.close(code, reason);
    }
  }

  /** One way (WHATWG HTML, server-sent events): each frame is the data of one event. */
  record Events(HttpServerResponse response) implements LiveLine {
    static final String TYPE = "text/event-stream";

    @Override
    public boolean closed() {
      return response.closed() || response.ended();
    }

    @Override
    public boolean full() {
      return response.writeQueueFull();
    }

    @Override
    public void write(String frame) {
      response.write("data: " + frame + "\n\n");
    }

    @Override
    public void onDrain(Runnable work) {
      response.drainHandler(drained -> work.run());
    }

    @Override
    public void ping() {
      // The connection's own keep-alive and the frames tell; nothing can be asked of the client.
    }

    @Override
    public void close(short code, String reason) {
      if (!closed()) {
        response.end();
      }
    }
  }
}
