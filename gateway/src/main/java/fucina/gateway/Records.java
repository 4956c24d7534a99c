package fucina.gateway;

import fucina.gateway.api.Parts;
import fucina.gateway.record.Datasets;
import fucina.gateway.record.SigningKey;
import fucina.gateway.utilisation.Utilisation;
import fucina.scheduler.Scheduler;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.function.Consumer;

/** What is left of sessions, started. */
final class Records {
  private Records() {}

  static Parts.Records start(
      Vertx vertx,
      Settings settings,
      Foundations on,
      Datasets.Sources from,
      Scheduler scheduler,
      InstantSource clock,
      Consumer<AutoCloseable> started) {
    SigningKey key = SigningKey.in(on.pki());
    Datasets datasets =
        new Datasets(
            vertx,
            on.database(),
            from,
            settings.data().resolve("datasets"),
            key,
            clock,
            Datasets.QUIET);
    started.accept(datasets);
    Startup.await("the datasets", datasets.start());
    return new Parts.Records(datasets, key, new Utilisation(on.database(), scheduler, clock));
  }
}
