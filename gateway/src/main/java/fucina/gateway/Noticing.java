package fucina.gateway;

import fucina.gateway.access.People;
import fucina.gateway.notice.Notices;
import fucina.gateway.notice.Place;
import fucina.gateway.notice.Webhooks;
import fucina.gateway.registry.Centre;
import fucina.gateway.registry.Machine;
import fucina.gateway.registry.Registry;
import fucina.scheduler.postgres.Database;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.function.Supplier;

/** Telling people and programs, put together. */
final class Noticing {
  private Noticing() {}

  static Notices start(
      Vertx vertx,
      Settings settings,
      Database database,
      People people,
      Webhooks webhooks,
      Registry registry,
      Supplier<String> url,
      InstantSource clock) {
    Notices notices =
        new Notices(
            vertx,
            new Notices.Parts(
                database,
                people,
                webhooks,
                settings.mail(),
                settings.webhooksAllowPrivate(),
                id -> registry.machine(id).map(machine -> place(machine, registry)),
                url),
            clock);
    notices.start();
    return notices;
  }

  private static Place place(Machine machine, Registry registry) {
    Centre centre =
        registry.centres().stream()
            .filter(each -> each.id().equals(machine.centre()))
            .findFirst()
            .orElseGet(() -> new Centre(machine.centre(), machine.centre(), ""));
    return new Place(machine.name(), machine.rules().zone(), centre.name(), centre.city());
  }
}
