package fucina.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.OutputStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A body of any length, written by a worker no faster than the client takes it: the worker waits
 * until a chunk is written, and gives up on a client that takes nothing for half a minute.
 */
final class Outpour extends OutputStream {
  private static final Logger LOG = LoggerFactory.getLogger(Outpour.class);
  private static final int CHUNK_BYTES = 32 * 1024;
  private static final int PATIENCE_SECONDS = 30;

  private final HttpServerResponse response;
  private Buffer chunk = Buffer.buffer(CHUNK_BYTES);

  private Outpour(HttpServerResponse response) {
    this.response = response;
  }

  /** Lets some work write the body; its media type is set already. */
  static Future<Answer> of(
      HttpServerResponse response, WorkerExecutor workers, Consumer<Outpour> work) {
    response.setChunked(true);
    return workers
        .executeBlocking(
            () -> {
              Outpour body = new Outpour(response);
              work.accept(body);
              body.flush();
              return body;
            },
            false)
        .compose(body -> response.end())
        .<Answer>map(done -> new Answer.Taken())
        .recover(fault -> broken(response, fault));
  }

  /** What is to be written next; {@link #passOn} it now and then. */
  Buffer chunk() {
    return chunk;
  }

  /** Sends what has come together, where it is enough. */
  void passOn() {
    if (chunk.length() >= CHUNK_BYTES) {
      flush();
    }
  }

  @Override
  public void write(int b) {
    chunk.appendByte((byte) b);
    passOn();
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    chunk.appendBytes(bytes, offset, length);
    passOn();
  }

  @Override
  public void flush() {
    if (chunk.length() == 0) {
      return;
    }
    Buffer full = chunk;
    chunk = Buffer.buffer(CHUNK_BYTES);
    if (response.closed()) {
      throw new Gone("closed");
    }
    try {
      response
          .write(full)
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new Gone("the client takes nothing");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Gone("interrupted");
    }
  }

  /** A stream that breaks is cut, so that the client sees that it is not whole. */
  private static Future<Answer> broken(HttpServerResponse response, Throwable fault) {
    if (!response.headWritten() && !response.closed()) {
      response.setChunked(false);
      return Future.failedFuture(fault);
    }
    if (fault instanceof Gone) {
      LOG.debug("a reader went away before the end of its answer");
    } else {
      LOG.error("a streamed answer broke", fault);
    }
    response.reset();
    return Future.succeededFuture(new Answer.Taken());
  }

  /** The client went away. */
  private static final class Gone extends RuntimeException {
    private static final long serialVersionUID = 1;

    Gone(String message) {
      super(message, null, false, false);
    }
  }
}
