package fucina.gateway.api;

import fucina.gateway.registry.Registry;
import io.vertx.core.Future;
import java.util.Map;

/** Machines in the words of others: W3C Thing Descriptions, Asset Administration Shells. */
final class DescriptionsApi implements Resource {
  private final OwnMachines machines;
  private final HttpSettings settings;

  DescriptionsApi(Registry registry, HttpSettings settings) {
    this.machines = new OwnMachines(registry);
    this.settings = settings;
  }

  @Override
  public Map<String, Door.Work> works() {
    return Map.of("thingDescription", this::thing, "assetInterfaces", this::interfaces);
  }

  private Future<Answer> thing(Call call) {
    return machines.with(
        call,
        machine ->
            Future.succeededFuture(
                Answer.text(
                    "application/td+json",
                    ThingDescription.of(machine, settings.base(call.context().request()))
                        .toBuffer())));
  }

  private Future<Answer> interfaces(Call call) {
    return machines.with(
        call,
        machine ->
            Future.succeededFuture(
                Answer.text(
                    "application/asset-administration-shell+json",
                    AssetInterfaces.of(
                            machine,
                            settings.base(call.context().request()),
                            call.actor().staffOf(machine.centre()))
                        .toBuffer())));
  }
}
