package fucina.gateway.api;

import fucina.gateway.store.TimeSeriesStore;
import fucina.scheduler.Window;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Streams every reading, a line each. The store is read on a worker of its own pool. */
final class RawValues implements AutoCloseable {
  private final WorkerExecutor workers;
  private final TimeSeriesStore store;

  RawValues(Vertx vertx, TimeSeriesStore store) {
    this.store = store;
    this.workers = vertx.createSharedWorkerExecutor("fucina-raw", 4, 1, TimeUnit.HOURS);
  }

  /** Streams windows one after another. */
  Future<Answer> stream(
      HttpServerResponse response,
      RawFormat format,
      String machine,
      List<String> signals,
      List<Window> windows) {
    response.putHeader("Content-Type", format.type());
    return Outpour.of(
        response,
        workers,
        body -> {
          body.chunk().appendString(format.head());
          for (Window window : windows) {
            store.raw(
                machine,
                signals,
                window.from(),
                window.to(),
                reading -> {
                  format.write(reading, body.chunk());
                  body.passOn();
                });
          }
        });
  }

  @Override
  public void close() {
    workers.close();
  }
}
